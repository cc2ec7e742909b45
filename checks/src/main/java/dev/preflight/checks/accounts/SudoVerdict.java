package dev.preflight.checks.accounts;

import dev.preflight.api.Arg;
import dev.preflight.api.Judgement;
import dev.preflight.api.Remedy;
import dev.preflight.api.Remedy.Privilege;
import dev.preflight.api.Subject;
import dev.preflight.checks.accounts.SudoRules.Rule;
import dev.preflight.fact.Reason;
import java.util.ArrayList;
import java.util.List;

/** Whether a user may run as root what is required: of the rules that match a command, the last one counts (sudoers(5)). */
record SudoVerdict(Subject subject, String user, AccountLimits.Sudo limits, SudoRules rules) {
    private static final String ALL = "ALL";

    /** What one command is to sudo. */
    private enum May {
        NOT,
        WITH_PASSWORD,
        FREELY,
        UNSURE
    }

    List<Judgement> judged() {
        if (!rules.installed() || (rules.rules().isEmpty() && !rules.needsTty())) {
            return List.of(allowing(Judgement.fail("sudo-not-allowed", subject).with("commands", named(wanted()))));
        }
        if (rules.needsTty()) {
            return List.of(allowing(Judgement.fail("sudo-needs-tty", subject)));
        }
        List<String> not = of(May.NOT);
        if (!not.isEmpty()) {
            return List.of(allowing(described(Judgement.fail("sudo-not-allowed", subject), not)));
        }
        List<String> password = of(May.WITH_PASSWORD);
        if (limits.nopasswd() && !password.isEmpty()) {
            return List.of(allowing(described(Judgement.fail("sudo-needs-password", subject), password)));
        }
        return of(May.UNSURE).isEmpty()
                ? List.of()
                : List.of(Judgement.unknown(Reason.AMBIGUOUS, subject).with("detail", rules.describe()));
    }

    private Judgement described(Judgement judgement, List<String> commands) {
        Judgement said = judgement.with("commands", named(commands));
        String found = rules.describe();
        return found.isEmpty() ? said : said.with("rules", found);
    }

    private static Arg named(List<String> commands) {
        return Arg.firstOf(commands);
    }

    private List<String> wanted() {
        return limits.commands().isEmpty() ? List.of(ALL) : limits.commands();
    }

    private List<String> of(May may) {
        return wanted().stream().filter(command -> may(command) == may).toList();
    }

    private May may(String command) {
        May may = May.NOT;
        for (Rule rule : rules.rules()) {
            if (!rule.asRoot()) {
                continue;
            }
            boolean negated = rule.command().startsWith("!");
            String path = negated ? rule.command().substring(1).strip() : rule.command();
            May here = negated ? May.NOT : rule.freely() ? May.FREELY : May.WITH_PASSWORD;
            if (covers(path, command)) {
                may = here;
            } else if (command.equals(ALL)) {
                may = exceptFor(may, here);
            } else if (isPattern(path) && may != here) {
                may = May.UNSURE;
            }
        }
        return may;
    }

    /** One command of those that were all allowed, or not. */
    private static May exceptFor(May all, May one) {
        if (all == May.NOT || all == May.UNSURE || one == May.FREELY) {
            return all;
        }
        return one == May.NOT ? May.UNSURE : May.WITH_PASSWORD;
    }

    private static boolean covers(String path, String command) {
        String program = command.split(" ", 2)[0];
        boolean within = path.endsWith("/")
                && program.substring(0, program.lastIndexOf('/') + 1).equals(path);
        return path.equals(ALL) || path.equals(command) || path.equals(program) || within;
    }

    /** Patterns, regular expressions and digests are not compared. */
    private static boolean isPattern(String path) {
        return path.matches("(?s).*[*?\\[\\^].*|sha\\d+:.*");
    }

    /** Names in sudoers are written as they are only if nothing in them has a meaning there. */
    private Judgement allowing(Judgement judgement) {
        List<String> commands = new ArrayList<>(wanted());
        boolean plain = user.matches("[A-Za-z_][A-Za-z0-9_-]*")
                && commands.stream().allMatch(command -> command.matches("ALL|/[A-Za-z0-9_./-]+"));
        if (!plain || !rules.installed()) {
            return judgement.withRemedy(Remedy.manual("write-sudoers"));
        }
        return judgement.withRemedy(Remedy.confirm("allow-sudo", Privilege.ROOT)
                .with("user", Arg.text(user))
                .with("what", Arg.text((limits.nopasswd() ? "NOPASSWD: " : "") + String.join(", ", commands))));
    }
}
