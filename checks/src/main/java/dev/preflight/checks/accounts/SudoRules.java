package dev.preflight.checks.accounts;

import dev.preflight.checks.fact.HeadedText.Part;
import dev.preflight.fact.FactFormatException;
import dev.preflight.fact.Reading;
import dev.preflight.fact.Reason;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a user may run through sudo, as {@code sudo -l} lists it: sudo(8), sudoers(5).
 *
 * @param installed whether sudo is there
 * @param needsTty whether it wants a terminal: {@code requiretty}
 * @param rules in their order, of which the last that matches counts
 */
record SudoRules(boolean installed, boolean needsTty, List<Rule> rules) {
    private static final Pattern ENTRY = Pattern.compile("\\(([^)]*)\\) ?(.*)");
    private static final Pattern TAG = Pattern.compile("([A-Z_]+): *");
    /** A comma in an argument has a backslash before it. */
    private static final Pattern COMMA = Pattern.compile("(?<!\\\\), *");

    /**
     * A command that may be run, or not.
     *
     * @param asRoot whether as root
     * @param freely whether without a password
     * @param command its path, maybe with arguments or wildcards; {@code ALL}; with an exclamation mark: not this one
     */
    record Rule(boolean asRoot, boolean freely, String command) {}

    SudoRules {
        rules = List.copyOf(rules);
    }

    static Reading<SudoRules> parse(Part part) throws FactFormatException {
        Optional<String> status = part.values("sudo-status").stream().findFirst();
        if (status.isEmpty()) {
            return Reading.missing(Reason.NO_PERMISSION, "only root sees what other users may run");
        }
        if (status.get().equals("none")) {
            return Reading.got(new SudoRules(false, false, List.of()));
        }
        List<String> lines = part.values("sudo");
        String said = String.join("\n", lines);
        boolean refused = said.contains("is not allowed to run sudo")
                || said.contains("may not run sudo")
                || said.contains("is not in the sudoers file");
        if (said.contains("must have a tty")) {
            return Reading.got(new SudoRules(true, true, List.of()));
        }
        if (refused) {
            return Reading.got(new SudoRules(true, false, List.of()));
        }
        Optional<String> first = lines.stream().filter(line -> !line.isBlank()).findFirst();
        if (!status.get().equals("0") || first.isEmpty()) {
            return Reading.missing(
                    said.contains("password is required") ? Reason.NO_PERMISSION : Reason.NOT_READABLE,
                    first.orElse("sudo -l"));
        }
        return Reading.got(listed(lines));
    }

    private static SudoRules listed(List<String> lines) throws FactFormatException {
        int at = 0;
        while (at < lines.size() && !lines.get(at).contains("may run the following commands")) {
            at++;
        }
        if (at == lines.size()) {
            throw new FactFormatException("expected what the user may run");
        }
        List<String> defaults = Stream.of(String.join(" ", lines.subList(0, at)).split("[,\\s]+", -1))
                .toList();
        List<String> entries = new ArrayList<>();
        for (String line : lines.subList(at + 1, lines.size())) {
            String text = line.strip();
            if (text.startsWith("(")) {
                entries.add(text);
            } else if (!text.isEmpty() && !entries.isEmpty()) {
                entries.add(entries.remove(entries.size() - 1) + " " + text);
            }
        }
        boolean asks = !defaults.contains("!authenticate");
        List<Rule> rules = new ArrayList<>();
        for (String entry : entries) {
            rules.addAll(rules(entry, asks));
        }
        return new SudoRules(true, defaults.contains("requiretty"), rules);
    }

    private static List<Rule> rules(String entry, boolean asks) throws FactFormatException {
        Matcher m = ENTRY.matcher(entry);
        if (!m.matches()) {
            throw new FactFormatException("expected who it is run as, and what, found: " + entry);
        }
        List<String> users = Arrays.asList(m.group(1).split(":", 2)[0].strip().split(", *", -1));
        boolean asRoot = Stream.of("ALL", "root", "#0").anyMatch(users::contains) && !users.contains("!root");
        boolean freely = !asks;
        List<Rule> rules = new ArrayList<>();
        for (String one : COMMA.split(m.group(2), -1)) {
            String command = one;
            Matcher tag = TAG.matcher(command);
            while (tag.lookingAt()) {
                if (tag.group(1).equals("NOPASSWD")) {
                    freely = true;
                } else if (tag.group(1).equals("PASSWD")) {
                    freely = !asks;
                }
                command = command.substring(tag.end());
                tag = TAG.matcher(command);
            }
            rules.add(new Rule(asRoot, freely, command));
        }
        return rules;
    }

    /** The same for root, whom sudo asks for no password (sudo(8)). */
    SudoRules ofRoot() {
        return new SudoRules(
                installed,
                needsTty,
                rules.stream()
                        .map(rule -> new Rule(rule.asRoot(), true, rule.command()))
                        .toList());
    }

    /** One line for people. */
    String describe() {
        return rules.stream()
                .filter(Rule::asRoot)
                .map(rule -> (rule.freely() ? "NOPASSWD: " : "") + rule.command())
                .collect(Collectors.joining(", "));
    }
}
