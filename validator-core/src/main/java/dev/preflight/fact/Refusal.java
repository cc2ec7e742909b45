package dev.preflight.fact;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Why sudo or su refused a user, recognized by their messages. Each cause has its own remedy.
 *
 * <p>Sources: sudo 1.8.6 to 1.9.15, {@code plugins/sudoers} (check.c, sudoers.c, auth/pam.c, logging.c); sudoers(5);
 * pam_strerror(3) of Linux-PAM 1.5; tried with sudo 1.9.13.
 *
 * @param reason which cause it is
 * @param said the line that tells it
 */
public record Refusal(Reason reason, String said) {
    /** An entry of {@code sudo -l}: whom to become, tags, commands. */
    private static final Pattern ENTRY = Pattern.compile("\\s+\\([^)]*\\) .*");

    /** What is, or holds, a shell among the commands of an entry. */
    private static final List<String> SHELLS = List.of("ALL", "/bin/sh", "/usr/bin/sh");

    private static final List<Words> WORDS = List.of(
            new Words(Reason.SUDO_REQUIRETTY, "must have a tty"),
            new Words(Reason.ACCOUNT_EXPIRED, "account has expired"),
            new Words(Reason.ACCOUNT_EXPIRED, "account validation failure"),
            new Words(Reason.ACCOUNT_EXPIRED, "Account expired or PAM config"),
            new Words(Reason.ACCOUNT_EXPIRED, "Account or password is expired"),
            new Words(Reason.ACCOUNT_EXPIRED, "Password expired, contact"),
            new Words(Reason.ACCOUNT_EXPIRED, "Authentication token is no longer valid"),
            new Words(Reason.SUDO_COMMANDS, "is not allowed to execute"),
            new Words(Reason.SUDO_DENIED, "is not in the sudoers file"),
            new Words(Reason.SUDO_DENIED, "may not run sudo"),
            new Words(Reason.SUDO_DENIED, "is not allowed to run sudo"));

    /** What sudo and PAM say, and what it means. */
    private record Words(Reason reason, String said) {}

    /**
     * The refusal that these lines report; empty if none is recognized.
     *
     * @param err what came on standard error, or on a terminal
     * @param sudo whether sudo was called, and not su
     */
    public static Optional<Refusal> of(String err, boolean sudo) {
        List<String> lines = err.lines().toList();
        for (Words words : WORDS) {
            Optional<String> line =
                    lines.stream().filter(l -> l.contains(words.said())).findFirst();
            if (line.isPresent()) {
                return line.map(l -> new Refusal(words.reason(), l.strip()));
            }
        }
        return sudo ? password(lines).or(() -> noexec(lines)) : Optional.empty();
    }

    /** With {@code -n} a password is wanted for what no rule names, too: only the list of rules tells. */
    private static Optional<Refusal> password(List<String> lines) {
        Optional<String> wrong = lines.stream()
                .filter(line -> line.contains("incorrect password"))
                .findFirst()
                .or(() -> lines.stream()
                        .filter(line -> line.contains("try again"))
                        .findFirst());
        if (wrong.isPresent()) {
            return wrong.map(line -> new Refusal(Reason.SUDO_PASSWORD, line.strip()));
        }
        Optional<String> wants = lines.stream()
                .filter(line -> line.contains("a password is required")
                        || line.contains("no password was provided")
                        || line.contains("a terminal is required to read the password")
                        || line.contains("no tty present and no askpass"))
                .findFirst();
        List<String> entries =
                lines.stream().filter(line -> ENTRY.matcher(line).matches()).toList();
        boolean others = !entries.isEmpty() && entries.stream().noneMatch(Refusal::anyShell);
        return wants.map(line -> others
                ? new Refusal(
                        Reason.SUDO_COMMANDS,
                        String.join("; ", entries.stream().map(String::strip).toList()))
                : new Refusal(Reason.SUDO_PASSWORD, line.strip()));
    }

    private static boolean anyShell(String entry) {
        return Arrays.stream(entry.split(",", -1))
                .map(String::strip)
                .anyMatch(command -> SHELLS.stream()
                        .anyMatch(shell -> command.equals(shell)
                                || command.endsWith(" " + shell)
                                || command.endsWith(":" + shell)));
    }

    /** A shell that may run nothing: {@code /bin/sh: 1: /bin/sed: Permission denied}, in whatever language. */
    private static boolean runsNothing(String line) {
        return !line.startsWith("sudo: ") && (line.contains(": /bin/sed: ") || line.contains(": /bin/sh: "));
    }

    private static Optional<Refusal> noexec(List<String> lines) {
        return lines.stream()
                .filter(Refusal::runsNothing)
                .findFirst()
                .map(line -> new Refusal(Reason.SUDO_NOEXEC, line.strip()));
    }
}
