package dev.preflight.report;

import dev.preflight.api.Finding;
import dev.preflight.api.Outcome;
import dev.preflight.api.Scope;
import dev.preflight.api.Severity;
import dev.preflight.fact.Reason;
import dev.preflight.result.HostReport;
import dev.preflight.result.RunReport;
import dev.preflight.transport.TransportFailure;
import dev.preflight.verdict.Verdict;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A run sorted for its readers.
 *
 * @param blocking failures that block, causes first, their consequences under them; a cause that does not block by
 *     itself is here if a consequence does
 * @param unreached hosts that were not reached, those alike together
 * @param undetermined what else is undetermined and matters; those that one action would resolve are together
 * @param warnings what a person should look at
 * @param waived what is accepted
 * @param clean hosts on which all is well
 * @param remarks failures and unknowns that have no effect on the verdict
 */
record ReportSummary(
        List<Group> blocking,
        List<Unreached> unreached,
        List<Undetermined> undetermined,
        List<Group> warnings,
        List<Group> waived,
        List<HostReport> clean,
        List<Group> remarks) {

    /** Up to so many ways to mend one failure to reach hosts are shown in full; of more, the first {@link #UNREACHED_SHOWN}. */
    private static final int UNREACHED_LIMIT = 5;

    private static final int UNREACHED_SHOWN = 3;

    /**
     * Hosts that were not reached for one reason, and that one action would mend.
     *
     * @param code why
     * @param jump the jump host at which the way to all of them ended; empty if it was not at one
     * @param hosts which, each with its own sentence
     * @param action what would let them be looked at
     * @param command what to run for that; may be empty
     * @param undetermined how many checks are undetermined because of it
     */
    record Unreached(
            String code,
            Optional<String> jump,
            Map<String, String> hosts,
            String action,
            String command,
            int undetermined) {}

    /** What could not be determined for one reason, and how it can be. */
    record Undetermined(String code, String action, List<Group> groups) {}

    static ReportSummary of(RunReport run, Texts texts) {
        List<Finding> findings = Stream.concat(
                        run.hosts().stream()
                                .flatMap(host -> host.findings().stream().filter(f -> !host.followsFromFailure(f))),
                        run.fleet().stream().filter(f -> !followsFromFailure(run, f)))
                .toList();
        List<Group> groups = new Folding(findings, texts).groups();
        Map<Boolean, List<Group>> byBlocking =
                groups.stream().collect(Collectors.partitioningBy(group -> Folding.any(group, ReportSummary::blocks)));
        List<Group> rest = byBlocking.getOrDefault(false, List.of());
        return new ReportSummary(
                Bounded.of(Tables.of(causesFirst(byBlocking.getOrDefault(true, List.of())), texts)),
                unreached(run, texts),
                undetermined(rest, run, texts),
                Bounded.of(Tables.of(
                        causesFirst(rest.stream()
                                .filter(group -> Folding.any(group, ReportSummary::warns))
                                .toList()),
                        texts)),
                Bounded.of(rest.stream()
                        .filter(group -> group.first().waived() && isWrong(group.first()))
                        .toList()),
                run.hosts().stream()
                        .filter(host -> host.verdict() == Verdict.PROCEED)
                        .toList(),
                Bounded.of(rest.stream()
                        .filter(group -> isRemark(group.first()) && !Folding.any(group, ReportSummary::warns))
                        .toList()));
    }

    /** The names of the hosts by verdict, those that are worst first; a verdict of no host is left out. */
    static Map<Verdict, List<String>> byVerdict(RunReport run) {
        Map<Verdict, List<String>> hosts = new LinkedHashMap<>();
        for (Verdict verdict :
                List.of(Verdict.BLOCKED, Verdict.UNDECIDED, Verdict.PROCEED_WITH_WARNINGS, Verdict.PROCEED)) {
            List<String> names = run.hosts().stream()
                    .filter(host -> host.verdict() == verdict)
                    .map(host -> CleanText.of(host.name()))
                    .toList();
            if (!names.isEmpty()) {
                hosts.put(verdict, names);
            }
        }
        return hosts;
    }

    /** What explains something comes first, then what concerns most hosts; the sort is stable. */
    private static List<Group> causesFirst(List<Group> groups) {
        return groups.stream()
                .sorted(Comparator.comparing(
                                (Group group) -> group.consequences().isEmpty())
                        .thenComparing(group -> -group.places().size()))
                .toList();
    }

    /** A blocker that failed and is not accepted. */
    static boolean blocks(Finding f) {
        return !f.waived() && f.outcome() == Outcome.FAIL && f.severity() == Severity.BLOCKER;
    }

    /** A blocker that is undetermined and not accepted. */
    static boolean undecides(Finding f) {
        return !f.waived() && f.outcome() == Outcome.UNKNOWN && f.severity() == Severity.BLOCKER;
    }

    /** Something that works or does not block, and that a person should look at. */
    static boolean warns(Finding f) {
        boolean failed = f.outcome() == Outcome.FAIL && f.severity() == Severity.WARNING;
        boolean warned = f.outcome() == Outcome.WARNING && f.severity() != Severity.INFO;
        return !f.waived() && (failed || warned);
    }

    private static boolean isWrong(Finding f) {
        return f.outcome() == Outcome.FAIL || f.outcome() == Outcome.WARNING || f.outcome() == Outcome.UNKNOWN;
    }

    private static boolean isRemark(Finding f) {
        return !f.waived() && isWrong(f) && f.severity() == Severity.INFO;
    }

    /** Whether a finding is unknown because one of the two hosts of its pair was not reached, or not to the end. */
    private static boolean followsFromFailure(RunReport run, Finding finding) {
        return finding.scope() instanceof Scope.OfPair of
                && run.hosts().stream()
                        .filter(host -> host.name().equals(of.pair().from())
                                || host.name().equals(of.pair().to()))
                        .anyMatch(host -> host.followsFromFailure(finding) || missesPeer(host, finding));
    }

    private static boolean missesPeer(HostReport host, Finding finding) {
        return host.unreachable().isPresent()
                && !finding.waived()
                && finding.reason().filter(Reason.PEER_UNREACHABLE::equals).isPresent();
    }

    /** The key of the short text for a host's failure. */
    static String titleKey(TransportFailure failure) {
        if (failure.midway()) {
            return "unreached.midway";
        }
        return failure.ofEvidence() ? "unreached.evidence" : "unreached.title";
    }

    private static List<Unreached> unreached(RunReport run, Texts texts) {
        record Likeness(String code, Optional<String> jump, String action, String command) {}
        Map<Likeness, Map<String, String>> hosts = new LinkedHashMap<>();
        Map<Likeness, Integer> counts = new LinkedHashMap<>();
        for (HostReport host : run.hosts()) {
            host.unreachable().ifPresent(unreachable -> {
                ReachTexts reach = texts.of(host.name(), unreachable);
                var likeness = new Likeness(
                        unreachable.failure().code(), JumpFailure.jumpOf(host), reach.action(), reach.command());
                hosts.computeIfAbsent(likeness, key -> new LinkedHashMap<>())
                        .put(CleanText.of(host.name()), reach.observed());
                int folded = (int) host.findings().stream()
                        .filter(host::followsFromFailure)
                        .map(Finding::instance)
                        .distinct()
                        .count();
                counts.merge(likeness, folded, Integer::sum);
            });
        }
        List<Unreached> all = new ArrayList<>();
        hosts.forEach((like, named) -> all.add(new Unreached(
                like.code(), like.jump(), named, like.action(), like.command(), counts.getOrDefault(like, 0))));
        return bounded(all, texts);
    }

    /** Of many hosts that failed alike, and that each need a command of their own, no more than some are shown in full. */
    private static List<Unreached> bounded(List<Unreached> all, Texts texts) {
        Map<String, List<Unreached>> byCode = new LinkedHashMap<>();
        all.forEach(one -> byCode.computeIfAbsent(one.code() + one.jump().orElse(""), code -> new ArrayList<>())
                .add(one));
        List<Unreached> bounded = new ArrayList<>();
        byCode.values().forEach(alike -> {
            if (alike.size() <= UNREACHED_LIMIT) {
                bounded.addAll(alike);
                return;
            }
            bounded.addAll(alike.subList(0, UNREACHED_SHOWN));
            Map<String, String> hosts = new LinkedHashMap<>();
            alike.subList(UNREACHED_SHOWN, alike.size()).forEach(one -> hosts.putAll(one.hosts()));
            int undetermined = alike.subList(UNREACHED_SHOWN, alike.size()).stream()
                    .mapToInt(Unreached::undetermined)
                    .sum();
            Unreached first = alike.get(0);
            bounded.add(new Unreached(
                    first.code(), first.jump(), hosts, texts.page("unreached.likewise"), "", undetermined));
        });
        return bounded;
    }

    /** Blockers first, and of them the finding that has the reason as its code: its consequences are shown below it. */
    private static List<Group> gravestFirst(List<Group> groups, String code) {
        return groups.stream()
                .sorted(Comparator.comparing((Group group) -> group.first().severity() != Severity.BLOCKER)
                        .thenComparing(group -> !group.first().code().equals(code)))
                .toList();
    }

    private static List<Undetermined> undetermined(List<Group> groups, RunReport run, Texts texts) {
        record Likeness(boolean blocker, String code, String action) {}
        Map<Likeness, List<Group>> alike = new LinkedHashMap<>();
        PasswordWanted wanted = PasswordWanted.of(run);
        for (Group group : groups) {
            Finding f = group.first();
            if (f.outcome() == Outcome.UNKNOWN && !f.waived() && f.severity() != Severity.INFO) {
                boolean blocker = f.severity() == Severity.BLOCKER;
                var likeness = wanted.explains(group)
                        ? new Likeness(true, Reason.SUDO_PASSWORD.code(), texts.action(Reason.SUDO_PASSWORD))
                        : new Likeness(blocker, f.code(), group.texts().action());
                alike.computeIfAbsent(likeness, key -> new ArrayList<>()).add(group);
            }
        }
        return alike.entrySet().stream()
                .sorted(Comparator.comparing((Map.Entry<Likeness, List<Group>> entry) ->
                                !entry.getKey().code().equals(Reason.SUDO_PASSWORD.code()))
                        .thenComparing(entry -> !entry.getKey().blocker()))
                .map(entry -> new Undetermined(
                        entry.getKey().code(),
                        entry.getKey().action(),
                        Bounded.of(gravestFirst(entry.getValue(), entry.getKey().code()))))
                .toList();
    }
}
