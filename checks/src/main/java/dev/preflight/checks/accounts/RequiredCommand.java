package dev.preflight.checks.accounts;

import java.util.List;
import java.util.regex.Pattern;

/**
 * A command that the installer calls, or several of which one is enough: {@code ss|netstat}.
 *
 * @param names in the order in which they are preferred
 */
record RequiredCommand(List<String> names) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._+-]*");

    public RequiredCommand {
        names = List.copyOf(names);
    }

    /**
     * Reads names with a bar between them.
     *
     * @throws IllegalArgumentException if one is no name of a command
     */
    public static RequiredCommand parse(String text) {
        List<String> names = List.of(text.split("\\|", -1));
        if (!names.stream().allMatch(name -> NAME.matcher(name).matches())) {
            throw new IllegalArgumentException("expected names of commands without a path, such as ip or ss|netstat");
        }
        return new RequiredCommand(names);
    }

    @Override
    public String toString() {
        return String.join("|", names);
    }
}
