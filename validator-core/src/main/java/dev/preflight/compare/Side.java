package dev.preflight.compare;

import dev.preflight.api.Finding;
import dev.preflight.api.Outcome;
import dev.preflight.api.Pair;
import dev.preflight.api.Scope;
import dev.preflight.api.Subject;
import dev.preflight.result.HostReport;
import dev.preflight.result.RunReport;
import dev.preflight.verdict.Verdict;
import dev.preflight.verdict.VerdictRule;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** One of the two runs, looked up by what its findings are about. */
final class Side {
    /** What a finding comes to, once what is waived or skipped is set aside. */
    enum State {
        FAILING,
        UNKNOWN,
        GOOD,
        ASIDE
    }

    /** What makes two findings the same one: their code, texts and values may differ. */
    record Identity(String instance, Scope scope, Subject subject) {
        static Identity of(Finding finding) {
            return new Identity(finding.instance(), finding.scope(), finding.subject());
        }
    }

    /** What an instance looked at. */
    private record Part(String instance, Scope scope) {
        static Part of(Finding finding) {
            return new Part(finding.instance(), finding.scope());
        }
    }

    private final RunReport run;
    private final Map<Identity, List<Finding>> findings = new LinkedHashMap<>();
    private final Map<Part, Set<State>> parts = new HashMap<>();
    private final Map<String, Verdict> verdicts = new LinkedHashMap<>();

    Side(RunReport run) {
        this.run = run;
        for (HostReport host : run.hosts()) {
            verdicts.put(host.name(), host.verdict());
        }
        Stream.concat(run.hosts().stream().flatMap(host -> host.findings().stream()), run.fleet().stream())
                .forEach(this::add);
    }

    private void add(Finding finding) {
        findings.computeIfAbsent(Identity.of(finding), key -> new ArrayList<>(1))
                .add(finding);
        parts.computeIfAbsent(Part.of(finding), key -> EnumSet.noneOf(State.class))
                .add(state(finding));
    }

    static State state(Finding finding) {
        if (finding.waived() || finding.outcome() == Outcome.SKIPPED) {
            return State.ASIDE;
        }
        return switch (finding.outcome()) {
            case FAIL, WARNING -> State.FAILING;
            case UNKNOWN -> State.UNKNOWN;
            case PASS, NOT_APPLICABLE, SKIPPED -> State.GOOD;
        };
    }

    /** The findings by what they are about, in the order of the report. */
    Map<Identity, List<Finding>> findings() {
        return findings;
    }

    /** The verdicts of the hosts by their names, in the order of the report. */
    Map<String, Verdict> verdicts() {
        return verdicts;
    }

    /** What this finding makes of its host. */
    Verdict weight(Finding finding) {
        return VerdictRule.of(finding.outcome(), finding.severity(), finding.waived(), run.policy());
    }

    /** The verdict of the run. */
    Verdict verdict() {
        return run.verdict();
    }

    /** Whether the run looked at whom a finding is about. */
    boolean lookedAt(Scope scope) {
        if (scope instanceof Scope.OfHost one) {
            return verdicts.containsKey(one.host());
        }
        if (scope instanceof Scope.OfPair two) {
            Pair pair = two.pair();
            return verdicts.containsKey(pair.from()) && verdicts.containsKey(pair.to());
        }
        return true;
    }

    /**
     * Whether the instance of a finding that this run does not have was judged to the end where the finding was made: then
     * there is nothing to find any more.
     */
    boolean judgedWholly(Finding absent) {
        Set<State> states = Optional.ofNullable(parts.get(Part.of(absent))).orElse(Set.of());
        return !states.isEmpty() && !states.contains(State.UNKNOWN) && !states.equals(EnumSet.of(State.ASIDE));
    }
}
