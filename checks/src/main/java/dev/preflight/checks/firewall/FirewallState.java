package dev.preflight.checks.firewall;

import dev.preflight.api.Arg;
import dev.preflight.api.Judgement;
import dev.preflight.api.Remedy;
import dev.preflight.api.Remedy.Privilege;
import dev.preflight.api.Severity;
import dev.preflight.api.Subject;
import dev.preflight.checks.fact.At;
import dev.preflight.checks.firewall.FirewallCheck.State;
import dev.preflight.checks.software.ServiceUnit.Boot;
import dev.preflight.fact.CodeName;
import dev.preflight.fact.Reading;
import dev.preflight.fact.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Which firewalls act, now and after the next boot. */
record FirewallState(Filters filters, Reading<Managers> managers, List<At> at) {
    private static final Subject AFTER_BOOT = Subject.of("firewall", "after-boot");
    private static final Subject MANAGERS = Subject.of("firewall", "managers");
    private static final Subject RULES = Subject.of("firewall", "rules");

    /** Those that have rules of their own for a host on which they do not act yet. */
    private static final List<String> OWN = List.of("firewalld", "ufw");

    /**
     * What is wrong with them.
     *
     * @param ports whether ports are required to be open, which a firewall that starts later may close
     */
    List<Judgement> judge(State wanted, boolean ports) {
        List<Judgement> said = new ArrayList<>();
        List<String> refusing = filters.refusing();
        if (wanted != State.ANY) {
            said.addAll(now(wanted, wanted == State.INACTIVE ? filters.refusingAny() : refusing));
        }
        if (said.isEmpty() && at.contains(At.BOOT)) {
            said.addAll(managers.fold(
                    units -> boot(wanted, ports, refusing, units),
                    missing -> List.of(Judgement.unknown(missing, AFTER_BOOT).withSeverity(Severity.WARNING))));
        }
        if (at.contains(At.NOW)) {
            said.addAll(beside());
        }
        return said;
    }

    private List<Judgement> now(State wanted, List<String> refusing) {
        if (!at.contains(At.NOW)) {
            return List.of();
        }
        if (refusing.isEmpty() && unlisted()) {
            return List.of(Judgement.unknown(filters.cut() ? Reason.TRUNCATED : Reason.NO_TOOL, Subject.HOST)
                    .with("detail", String.join(", ", filters.failed())));
        }
        if (refusing.isEmpty() == (wanted == State.INACTIVE)) {
            return List.of();
        }
        Judgement judgement = wanted == State.INACTIVE
                ? Judgement.fail("active", Subject.HOST).withSome("managers", refusing)
                : Judgement.fail("inactive", Subject.HOST).withRemedy(Remedy.manual("start"));
        if (wanted == State.INACTIVE) {
            for (String manager : refusing) {
                judgement = judgement.withRemedy(
                        OWN.contains(manager)
                                ? Remedy.confirm("stop-" + manager, Privilege.ROOT)
                                : Remedy.manual("flush"));
            }
        }
        return List.of(judgement);
    }

    private boolean unlisted() {
        return !filters.failed().isEmpty() || filters.cut();
    }

    private List<Judgement> boot(State wanted, boolean ports, List<String> refusing, Managers units) {
        if (wanted == State.ACTIVE) {
            List<String> named = refusing.isEmpty() ? OWN : refusing;
            List<Boot> all = named.stream()
                    .map(name -> units.starts(name, filters.ufwEnabled()))
                    .toList();
            if (all.contains(Boot.YES)) {
                return List.of();
            }
            return List.of(
                    all.contains(Boot.UNSURE)
                            ? Judgement.unknown(Reason.AMBIGUOUS, AFTER_BOOT)
                                    .with("detail", String.join(", ", named))
                                    .withSeverity(Severity.WARNING)
                            : after(wanted, named, ""));
        }
        if (wanted == State.ANY && !ports) {
            return List.of();
        }
        List<String> later = Stream.concat(
                        OWN.stream()
                                .filter(name -> !filters.acts(name))
                                .filter(name -> units.starts(name, filters.ufwEnabled()) == Boot.YES),
                        units.pending().stream())
                .toList();
        return later.isEmpty() ? List.of() : List.of(after(wanted, later, "yes"));
    }

    private static Judgement after(State wanted, List<String> managers, String starts) {
        return Judgement.warning("wrong-after-boot", AFTER_BOOT)
                .withSome("managers", managers)
                .with(starts.isEmpty() ? "stays" : "starts", Arg.count(managers.size()))
                .with("state", CodeName.of(wanted))
                .withRemedy(Remedy.manual("unit"));
    }

    private List<Judgement> beside() {
        List<Judgement> said = new ArrayList<>();
        List<String> loading = managers.fold(Managers::loading, missing -> List.of());
        if (filters.acting().size() + loading.size() > 1 && !filters.acting().isEmpty()) {
            said.add(Judgement.warning("two-managers", MANAGERS)
                    .withSome(
                            "managers",
                            Stream.concat(filters.acting().stream(), loading.stream())
                                    .toList())
                    .withRemedy(Remedy.manual("one")));
        }
        if (!filters.hidden().isEmpty()) {
            said.add(Judgement.warning("hidden-rules", RULES).withSome("rules", filters.hidden()));
        }
        return said;
    }
}
