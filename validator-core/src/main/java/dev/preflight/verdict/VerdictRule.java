package dev.preflight.verdict;

import dev.preflight.api.Finding;
import dev.preflight.api.Outcome;
import dev.preflight.api.Severity;
import java.util.Collection;
import java.util.Comparator;

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

    /** The verdict of one host or of the fleet: that of its worst finding. */
    public static Verdict of(Collection<Finding> findings, Policy policy) {
        return worst(findings.stream()
                .map(finding -> of(finding.outcome(), finding.severity(), finding.waived(), policy))
                .toList());
    }

    /** The verdict of a host that was not reached, or not to the end: whatever its findings, it is undecided at best. */
    public static Verdict ofUnreachable(Collection<Finding> findings, Policy policy) {
        Verdict judged = of(findings, policy);
        Verdict unreached = undecided(policy);
        return judged.compareTo(unreached) > 0 ? judged : unreached;
    }

    /** The verdict of several together: the worst of them. */
    public static Verdict worst(Collection<Verdict> verdicts) {
        return verdicts.stream().max(Comparator.naturalOrder()).orElse(Verdict.PROCEED);
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
