package dev.preflight.engine;

import dev.preflight.api.Catalogue;
import dev.preflight.api.Check;
import dev.preflight.api.CheckSpec;
import dev.preflight.api.Finding;
import dev.preflight.api.Outcome;
import dev.preflight.api.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Finds out which failure explains which on one host, as the checks declare it. */
final class Causes {
    private Causes() {}

    /** The findings of one host, each failure with the fingerprints of the failures that explain it. */
    static List<Finding> explained(List<Finding> findings, Catalogue catalogue) {
        return findings.stream()
                .map(finding -> finding.outcome() == Outcome.FAIL
                        ? finding.explainedBy(causes(finding, findings, catalogue))
                        : finding)
                .toList();
    }

    /**
     * Findings over several hosts; what failed between two of them may be explained by what failed between the same two, or
     * on either.
     *
     * @param ofHosts the findings of each host, by its name
     */
    static List<Finding> between(List<Finding> findings, Map<String, List<Finding>> ofHosts, Catalogue catalogue) {
        Map<Scope, List<Finding>> byScope = findings.stream().collect(Collectors.groupingBy(Finding::scope));
        return findings.stream()
                .map(finding -> {
                    if (finding.outcome() != Outcome.FAIL || !(finding.scope() instanceof Scope.OfPair of)) {
                        return finding;
                    }
                    List<Finding> all = new ArrayList<>(byScope.getOrDefault(finding.scope(), List.of()));
                    all.addAll(ofHosts.getOrDefault(of.pair().from(), List.of()));
                    all.addAll(ofHosts.getOrDefault(of.pair().to(), List.of()));
                    return finding.explainedBy(causes(finding, all, catalogue));
                })
                .toList();
    }

    private static List<String> causes(Finding consequence, List<Finding> all, Catalogue catalogue) {
        Optional<CheckSpec<?>> spec = catalogue.find(consequence.check()).map(Check::spec);
        return all.stream()
                .filter(cause -> cause.outcome() == Outcome.FAIL
                        && spec.filter(one -> one.isExplainedBy(cause.check(), consequence.code()))
                                .isPresent())
                .map(Finding::fingerprint)
                .distinct()
                .toList();
    }
}
