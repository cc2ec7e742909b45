package dev.preflight.report;

import dev.preflight.api.Finding;
import dev.preflight.api.Judgement;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * The texts of the findings that were rendered last. Hosts of one run mostly have the same findings, and a report of 1,000
 * hosts has tens of thousands. The texts depend on the check and its judgement, and on nothing else of a finding.
 */
final class LastTexts {
    /** Several times the findings of one host. */
    static final int KEPT = 512;

    private record Key(String check, Judgement judgement) {}

    private final Map<Key, FindingTexts> kept = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, FindingTexts> eldest) {
            return size() > KEPT;
        }
    };

    synchronized FindingTexts of(Finding finding, Function<Finding, FindingTexts> render) {
        return kept.computeIfAbsent(new Key(finding.check(), finding.judgement()), key -> render.apply(finding));
    }
}
