package dev.preflight.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.api.Finding;
import dev.preflight.api.Judgement;
import dev.preflight.api.Outcome;
import dev.preflight.api.Scope;
import dev.preflight.api.Severity;
import dev.preflight.api.Subject;
import dev.preflight.fact.Reason;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The truth table: outcome x severity x waived x cause. */
class VerdictRuleTest {
    /** Columns: plain, explained by a cause, waived, waived and explained. */
    private static final String TABLE = """
            pass            blocker  proceed                proceed                proceed  proceed
            pass            warning  proceed                proceed                proceed  proceed
            pass            info     proceed                proceed                proceed  proceed
            warning         blocker  proceed-with-warnings  proceed-with-warnings  proceed  proceed
            warning         warning  proceed-with-warnings  proceed-with-warnings  proceed  proceed
            warning         info     proceed                proceed                proceed  proceed
            fail            blocker  blocked                blocked                proceed  proceed
            fail            warning  proceed-with-warnings  proceed-with-warnings  proceed  proceed
            fail            info     proceed                proceed                proceed  proceed
            unknown         blocker  undecided              undecided              proceed  proceed
            unknown         warning  proceed-with-warnings  proceed-with-warnings  proceed  proceed
            unknown         info     proceed                proceed                proceed  proceed
            not-applicable  blocker  proceed                proceed                proceed  proceed
            not-applicable  warning  proceed                proceed                proceed  proceed
            not-applicable  info     proceed                proceed                proceed  proceed
            skipped         blocker  proceed                proceed                proceed  proceed
            skipped         warning  proceed                proceed                proceed  proceed
            skipped         info     proceed                proceed                proceed  proceed
            """;

    private static final Finding.AppliedWaiver WAIVER = new Finding.AppliedWaiver("known", "ops", "2027-01-01T00:00Z");

    private static Outcome outcome(String code) {
        return List.of(Outcome.values()).stream()
                .filter(o -> o.code().equals(code))
                .findFirst()
                .orElseThrow();
    }

    private static Finding finding(Outcome outcome, Severity severity) {
        Optional<Reason> reason = outcome == Outcome.UNKNOWN ? Optional.of(Reason.TIMEOUT) : Optional.empty();
        Judgement judgement = new Judgement(
                "code", Subject.HOST, outcome, reason, new TreeMap<>(), List.of(), List.of(), Optional.empty());
        return Finding.of("check", "check", Scope.host("h1"), judgement, severity);
    }

    private static String verdict(Finding finding) {
        return VerdictRule.of(List.of(finding), Policy.USUAL).code();
    }

    @Test
    void everyRowOfTheTableHolds() {
        Set<String> rows = new HashSet<>();
        TABLE.lines().forEach(line -> {
            String[] row = line.trim().split("\\s+", -1);
            Finding plain = finding(outcome(row[0]), Severity.ofCode(row[1]).orElseThrow());
            Finding caused = plain.explainedBy(List.of("0123456789abcdef"));
            assertThat(List.of(
                            verdict(plain),
                            verdict(caused),
                            verdict(plain.waivedBy(WAIVER)),
                            verdict(caused.waivedBy(WAIVER))))
                    .as(line)
                    .containsExactly(row[2], row[3], row[4], row[5]);
            rows.add(row[0] + row[1]);
        });
        assertThat(rows).hasSize(Outcome.values().length * Severity.values().length);
    }

    @Test
    void theWorstFindingDecides() {
        List<Finding> findings = List.of(
                finding(Outcome.PASS, Severity.BLOCKER),
                finding(Outcome.UNKNOWN, Severity.BLOCKER),
                finding(Outcome.WARNING, Severity.WARNING));
        assertThat(VerdictRule.of(findings, Policy.USUAL)).isEqualTo(Verdict.UNDECIDED);
        assertThat(VerdictRule.of(List.of(), Policy.USUAL)).isEqualTo(Verdict.PROCEED);
    }

    @Test
    void anUnreachableHostIsUndecidedWhateverItsSeverities() {
        List<Finding> harmless = List.of(finding(Outcome.UNKNOWN, Severity.INFO));
        assertThat(VerdictRule.ofUnreachable(harmless, Policy.USUAL)).isEqualTo(Verdict.UNDECIDED);
        assertThat(VerdictRule.ofUnreachable(List.of(), Policy.USUAL)).isEqualTo(Verdict.UNDECIDED);
        List<Finding> failed = List.of(finding(Outcome.FAIL, Severity.BLOCKER));
        assertThat(VerdictRule.ofUnreachable(failed, Policy.USUAL)).isEqualTo(Verdict.BLOCKED);
    }

    @Test
    void aProfileMayLetWhatIsUndecidedPassAsAWarning() {
        Policy policy = new Policy(true, false);
        List<Finding> unknown = List.of(finding(Outcome.UNKNOWN, Severity.BLOCKER));
        assertThat(VerdictRule.of(unknown, policy)).isEqualTo(Verdict.PROCEED_WITH_WARNINGS);
        assertThat(VerdictRule.ofUnreachable(List.of(), policy)).isEqualTo(Verdict.PROCEED_WITH_WARNINGS);
        List<Finding> failed = List.of(finding(Outcome.FAIL, Severity.BLOCKER));
        assertThat(VerdictRule.of(failed, policy)).isEqualTo(Verdict.BLOCKED);
    }

    @Test
    void aWarningBlocksWhereTheUserSaysSoEvenBesideSomethingUndecided() {
        Policy policy = new Policy(false, true);
        List<Finding> both =
                List.of(finding(Outcome.UNKNOWN, Severity.BLOCKER), finding(Outcome.WARNING, Severity.WARNING));
        assertThat(VerdictRule.of(both, policy)).isEqualTo(Verdict.BLOCKED);
        assertThat(VerdictRule.exit(Verdict.BLOCKED).number()).isEqualTo(1);
    }

    @Test
    void exitCodesAreTheContract() {
        assertThat(VerdictRule.exit(Verdict.PROCEED).number()).isZero();
        assertThat(VerdictRule.exit(Verdict.PROCEED_WITH_WARNINGS).number()).isZero();
        assertThat(VerdictRule.exit(Verdict.BLOCKED).number()).isEqualTo(1);
        assertThat(VerdictRule.exit(Verdict.UNDECIDED).number()).isEqualTo(3);
        assertThat(ExitCode.NOT_RUN.number()).isEqualTo(2);
        assertThat(ExitCode.INTERNAL_ERROR.number()).isEqualTo(70);
        assertThat(ExitCode.INTERRUPTED.number()).isEqualTo(130);
    }
}
