package dev.preflight.engine;

import dev.preflight.api.Catalogue;
import dev.preflight.api.Finding;
import dev.preflight.api.Outcome;
import java.util.List;

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

    private static List<String> causes(Finding consequence, List<Finding> all, Catalogue catalogue) {
        List<String> explainedBy = catalogue
                .find(consequence.check())
                .map(check -> check.spec().explainedBy())
                .orElse(List.of());
        return all.stream()
                .filter(cause -> cause.outcome() == Outcome.FAIL && explainedBy.contains(cause.check()))
                .map(Finding::fingerprint)
                .distinct()
                .toList();
    }
}
