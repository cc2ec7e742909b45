package dev.preflight.verdict;

import dev.preflight.api.Finding;
import dev.preflight.api.Outcome;
import dev.preflight.api.Severity;
import java.util.Collection;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * From findings to a verdict: the one place that decides whether an installer may proceed. What explains a finding
 * never matters here, and a waived finding never counts.
 */
public final class VerdictRule {
    private VerdictRule() {}

    /** What one finding makes of its host. */
    public static Verdict of(Outcome outcome, Severity severity, boolean waived, Policy policy) {
        if (waived || severity == Severity.INFO) {
            return Verdict.PROCEED;
        }
        boolean blocker = severity == Severity.BLOCKER;
        return switch (outcome) {
            case FAIL -> blocker ? Verdict.BLOCKED : warnings(policy);
            case UNKNOWN -> blocker ? undecided(policy) : warnings(policy);
            case WARNING -> warnings(policy);
            case PASS, NOT_APPLICABLE, SKIPPED -> Verdict.PROCEED;
        };
    }

    /** What is true of a host, beside what was found. */
    public enum Reach {
        /** It was looked at to the end. */
        REACHED,
        /** It was not reached, or not to the end: whatever its findings, it is undecided at best. */
        UNREACHED
    }

    /**
     * The verdict of one host: that of its worst finding. What nothing was measured of is not fit by that: where all
     * findings are unknown, of whatever weight, the host is undecided, and where none so much as tried, it is what the
     * profile's {@code on_nothing_measured} says.
     *
     * @param findings its own, and those of the links that it is an end of
     * @param measured whether something was measured of it, by these findings or by one of the fleet that it was part of
     */
    public static Verdict ofHost(Collection<Finding> findings, Reach reach, boolean measured, Policy policy) {
        Verdict floor = reach == Reach.UNREACHED || findings.stream().anyMatch(f -> f.outcome() == Outcome.UNKNOWN)
                ? undecided(policy)
                : policy.proceedOnNothingMeasured() ? warnings(policy) : Verdict.UNDECIDED;
        boolean sure = reach == Reach.REACHED && measured;
        Verdict judged = of(findings, policy);
        return sure || judged.compareTo(floor) > 0 ? judged : floor;
    }

    /**
     * The verdict of a run: that of the worst of its hosts and of what concerns none of them alone. A run without hosts
     * measured nothing.
     */
    public static Verdict ofRun(Collection<Verdict> hosts, Collection<Finding> fleet, Policy policy) {
        Verdict none = hosts.isEmpty() ? ofHost(fleet, Reach.REACHED, measured(fleet), policy) : Verdict.PROCEED;
        return Stream.concat(hosts.stream(), Stream.of(none, of(fleet, policy)))
                .max(Comparator.naturalOrder())
                .orElse(none);
    }

    /** Whether something was measured, or accepted as it is: an unknown is no measurement. */
    public static boolean measured(Collection<Finding> findings) {
        return findings.stream().anyMatch(finding -> finding.waived() || isMeasured(finding.outcome()));
    }

    private static boolean isMeasured(Outcome outcome) {
        return switch (outcome) {
            case PASS, WARNING, FAIL -> true;
            case UNKNOWN, NOT_APPLICABLE, SKIPPED -> false;
        };
    }

    /** The worst of what these findings come to, each by itself. */
    public static Verdict of(Collection<Finding> findings, Policy policy) {
        return findings.stream()
                .map(finding -> of(finding.outcome(), finding.severity(), finding.waived(), policy))
                .max(Comparator.naturalOrder())
                .orElse(Verdict.PROCEED);
    }

    /** What the process ends with. */
    public static ExitCode exit(Verdict verdict) {
        return switch (verdict) {
            case BLOCKED -> ExitCode.BLOCKED;
            case UNDECIDED -> ExitCode.UNDECIDED;
            case PROCEED_WITH_WARNINGS, PROCEED -> ExitCode.PROCEED;
        };
    }

    private static Verdict warnings(Policy policy) {
        return policy.failOnWarning() ? Verdict.BLOCKED : Verdict.PROCEED_WITH_WARNINGS;
    }

    private static Verdict undecided(Policy policy) {
        return policy.proceedOnUndecided() ? warnings(policy) : Verdict.UNDECIDED;
    }
}
