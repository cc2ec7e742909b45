package dev.preflight.report;

import dev.preflight.api.Finding;
import dev.preflight.api.Outcome;
import dev.preflight.api.Scope;
import dev.preflight.result.RunReport;
import dev.preflight.verdict.Verdict;
import dev.preflight.verdict.VerdictRule;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The case {@code links} of a host's suite: a link that is not good makes both its ends what it is. */
final class JUnitLinks {
    /** So many links of a host are named; each has a case of its own in the suite of the fleet. */
    private static final int NAMED = 5;

    private final RunReport run;
    private final Map<String, List<Finding>> wrong = new HashMap<>();

    JUnitLinks(RunReport run) {
        this.run = run;
        for (Finding finding : run.fleet()) {
            if (finding.scope() instanceof Scope.OfPair of && verdict(finding) != Verdict.PROCEED) {
                List.of(of.pair().from(), of.pair().to())
                        .forEach(host -> wrong.computeIfAbsent(host, key -> new ArrayList<>())
                                .add(finding));
            }
        }
    }

    private Verdict verdict(Finding finding) {
        return VerdictRule.of(finding.outcome(), finding.severity(), finding.waived(), run.policy());
    }

    /** The case of a host, in its class; empty if all its links are good, or none was tried. */
    Optional<JUnitXml.Case> of(String className, String host) {
        List<Finding> findings = wrong.getOrDefault(host, List.of());
        if (findings.isEmpty()) {
            return Optional.empty();
        }
        Verdict worst = VerdictRule.of(findings, run.policy());
        List<Finding> decide =
                findings.stream().filter(finding -> verdict(finding) == worst).toList();
        boolean stops = worst == Verdict.BLOCKED || worst == Verdict.UNDECIDED;
        boolean unknown = decide.stream().allMatch(finding -> finding.outcome() == Outcome.UNKNOWN);
        JUnitXml.Kind kind = !stops ? JUnitXml.Kind.OUTPUT : unknown ? JUnitXml.Kind.ERROR : JUnitXml.Kind.FAILURE;
        String named = decide.stream().limit(NAMED).map(JUnitLinks::line).collect(Collectors.joining("\n"));
        String body = named + (decide.size() > NAMED ? "\n+" + (decide.size() - NAMED) : "") + "\n";
        return Optional.of(
                new JUnitXml.Case(className, "links", kind, decide.get(0).code(), line(decide.get(0)), body));
    }

    private static String line(Finding finding) {
        return Group.place(finding.scope()) + ": " + CleanText.of(finding.instance()) + " "
                + CleanText.of(finding.subject().toString()) + ": " + finding.code();
    }
}
