package dev.preflight.casefile;

import dev.preflight.api.Finding;
import dev.preflight.api.Outcome;
import dev.preflight.api.Scope;
import dev.preflight.api.Severity;
import dev.preflight.fact.Reason;
import dev.preflight.node.Place;
import dev.preflight.verdict.Verdict;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a case must come to. By default it is exact: a test that also passes with one blocker more is none.
 *
 * @param verdict of the run; empty: any
 * @param findings each must be found
 * @param none outcomes of which there must be no finding that is not listed
 * @param anyOthers whether other findings are allowed, but those of {@code none}
 * @param place where it is written
 */
public record Expectation(
        Optional<Verdict> verdict, List<Wanted> findings, List<Outcome> none, boolean anyOthers, Place place) {
    public Expectation {
        findings = List.copyOf(findings);
        none = List.copyOf(none);
    }

    /** Whether a verdict is the one that is expected: with warnings an installer may proceed as well. */
    boolean accepts(Verdict found) {
        return verdict.isEmpty()
                || verdict.get() == found
                || (verdict.get() == Verdict.PROCEED && found == Verdict.PROCEED_WITH_WARNINGS);
    }

    /**
     * Whether a finding that is not listed is as expected. What passed, does not apply, was skipped or is accepted by a
     * waiver is no fault, and needs no line.
     */
    boolean allows(Finding finding) {
        if (none.contains(finding.outcome())) {
            return finding.waived();
        }
        boolean fault = switch (finding.outcome()) {
            case WARNING, FAIL, UNKNOWN -> !finding.waived();
            case PASS, NOT_APPLICABLE, SKIPPED -> false;
        };
        return anyOthers || !fault;
    }

    /**
     * A finding that is expected. What is empty matches anything.
     *
     * @param check name of the instance
     * @param code of the finding
     * @param outcome of the finding
     * @param subject its name, or its kind and name such as {@code nic:eth2}
     * @param host the host, or one of the two of a pair
     * @param reason of an unknown
     * @param severity by the profile
     * @param waived whether a waiver in force accepts it
     * @param place where it is written
     */
    public record Wanted(
            String check,
            Optional<String> code,
            Optional<Outcome> outcome,
            Optional<String> subject,
            Optional<String> host,
            Optional<Reason> reason,
            Optional<Severity> severity,
            Optional<Boolean> waived,
            Place place) {

        /** Whether the finding is this one. */
        boolean matches(Finding finding) {
            return ofSameSubject(finding)
                    && code.filter(c -> !c.equals(finding.code())).isEmpty()
                    && outcome.filter(o -> o != finding.outcome()).isEmpty()
                    && reason.filter(r -> !finding.reason().equals(Optional.of(r)))
                            .isEmpty()
                    && severity.filter(s -> s != finding.severity()).isEmpty()
                    && waived.filter(w -> w != finding.waived()).isEmpty();
        }

        /** Whether the finding is about the same: what was found of it may be another thing. */
        boolean ofSameSubject(Finding finding) {
            return check.equals(finding.instance())
                    && subject.filter(s -> !isOf(s, finding)).isEmpty()
                    && host.filter(h -> !concerns(h, finding.scope())).isEmpty();
        }

        private static boolean isOf(String subject, Finding finding) {
            return subject.equals(finding.subject().name())
                    || subject.equals(finding.subject().toString());
        }

        private static boolean concerns(String host, Scope scope) {
            if (scope instanceof Scope.OfPair of) {
                return host.equals(of.pair().from()) || host.equals(of.pair().to());
            }
            return scope instanceof Scope.OfHost of && of.host().equals(host);
        }

        @Override
        public String toString() {
            Map<String, Object> words = new LinkedHashMap<>();
            words.put("check", check);
            code.ifPresent(c -> words.put("code", c));
            outcome.ifPresent(o -> words.put("outcome", o.code()));
            reason.ifPresent(r -> words.put("reason", r.code()));
            severity.ifPresent(s -> words.put("severity", s.code()));
            subject.ifPresent(s -> words.put("subject", s));
            host.ifPresent(h -> words.put("host", h));
            waived.ifPresent(w -> words.put("waived", w));
            return words.entrySet().stream()
                    .map(e -> e.getKey() + ": " + e.getValue())
                    .collect(Collectors.joining(", ", "{", "}"));
        }
    }
}
