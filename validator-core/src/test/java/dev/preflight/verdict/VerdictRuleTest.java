package dev.preflight.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.api.Finding;
import dev.preflight.api.Judgement;
import dev.preflight.api.Outcome;
import dev.preflight.api.Scope;
import dev.preflight.api.Severity;
import dev.preflight.api.Subject;
import dev.preflight.fact.Reason;
import dev.preflight.verdict.VerdictRule.Reach;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The truth tables: of a finding, by outcome x severity x waived x cause; of a host, by what there is beside it. */
class VerdictRuleTest {
    /**
     * Columns: beside other findings that pass: plain, explained by a cause, waived, waived and explained; alone on a host:
     * plain, plain where the profile says {@code on_undecided: proceed}, plain where it says
     * {@code on_nothing_measured: proceed}, waived.
     */
    private static final String TABLE = """
            pass            blocker  proceed                proceed                proceed  proceed  proceed                proceed                proceed                proceed
            pass            warning  proceed                proceed                proceed  proceed  proceed                proceed                proceed                proceed
            pass            info     proceed                proceed                proceed  proceed  proceed                proceed                proceed                proceed
            warning         blocker  proceed-with-warnings  proceed-with-warnings  proceed  proceed  proceed-with-warnings  proceed-with-warnings  proceed-with-warnings  proceed
            warning         warning  proceed-with-warnings  proceed-with-warnings  proceed  proceed  proceed-with-warnings  proceed-with-warnings  proceed-with-warnings  proceed
            warning         info     proceed                proceed                proceed  proceed  proceed                proceed                proceed                proceed
            fail            blocker  blocked                blocked                proceed  proceed  blocked                blocked                blocked                proceed
            fail            warning  proceed-with-warnings  proceed-with-warnings  proceed  proceed  proceed-with-warnings  proceed-with-warnings  proceed-with-warnings  proceed
            fail            info     proceed                proceed                proceed  proceed  proceed                proceed                proceed                proceed
            unknown         blocker  undecided              undecided              proceed  proceed  undecided              proceed-with-warnings  undecided              proceed
            unknown         warning  proceed-with-warnings  proceed-with-warnings  proceed  proceed  undecided              proceed-with-warnings  undecided              proceed
            unknown         info     proceed                proceed                proceed  proceed  undecided              proceed-with-warnings  undecided              proceed
            not-applicable  blocker  proceed                proceed                proceed  proceed  undecided              undecided              proceed-with-warnings  proceed
            not-applicable  warning  proceed                proceed                proceed  proceed  undecided              undecided              proceed-with-warnings  proceed
            not-applicable  info     proceed                proceed                proceed  proceed  undecided              undecided              proceed-with-warnings  proceed
            skipped         blocker  proceed                proceed                proceed  proceed  undecided              undecided              proceed-with-warnings  proceed
            skipped         warning  proceed                proceed                proceed  proceed  undecided              undecided              proceed-with-warnings  proceed
            skipped         info     proceed                proceed                proceed  proceed  undecided              undecided              proceed-with-warnings  proceed
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
        return VerdictRule.ofHost(
                        List.of(finding, finding(Outcome.PASS, Severity.BLOCKER)), Reach.REACHED, true, Policy.USUAL)
                .code();
    }

    private static String alone(Finding finding, Policy policy) {
        List<Finding> one = List.of(finding);
        return VerdictRule.ofHost(one, Reach.REACHED, VerdictRule.measured(one), policy)
                .code();
    }

    private static Severity severity(String code) {
        return Stream.of(Severity.values())
                .filter(severity -> severity.code().equals(code))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void everyRowOfTheTableHolds() {
        Set<String> rows = new HashSet<>();
        TABLE.lines().forEach(line -> {
            String[] row = line.trim().split("\\s+", -1);
            Finding plain = finding(outcome(row[0]), severity(row[1]));
            Finding caused = plain.explainedBy(List.of("0123456789abcdef"));
            assertThat(List.of(
                            verdict(plain),
                            verdict(caused),
                            verdict(plain.waivedBy(WAIVER)),
                            verdict(caused.waivedBy(WAIVER)),
                            alone(plain, Policy.USUAL),
                            alone(plain, new Policy(true, false, false)),
                            alone(plain, new Policy(false, true, false)),
                            alone(plain.waivedBy(WAIVER), Policy.USUAL)))
                    .as(line)
                    .containsExactly(List.of(row).subList(2, 10).toArray(String[]::new));
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
        assertThat(VerdictRule.ofHost(findings, Reach.REACHED, true, Policy.USUAL))
                .isEqualTo(Verdict.UNDECIDED);
    }

    @Test
    void ofAHostWithoutFindingsNothingWasMeasured() {
        assertThat(VerdictRule.ofHost(List.of(), Reach.REACHED, false, Policy.USUAL))
                .isEqualTo(Verdict.UNDECIDED);
        assertThat(VerdictRule.ofHost(List.of(), Reach.REACHED, false, new Policy(true, false, false)))
                .isEqualTo(Verdict.UNDECIDED);
        assertThat(VerdictRule.ofHost(List.of(), Reach.REACHED, false, new Policy(false, true, false)))
                .isEqualTo(Verdict.PROCEED_WITH_WARNINGS);
        assertThat(VerdictRule.ofHost(List.of(), Reach.REACHED, false, new Policy(false, true, true)))
                .isEqualTo(Verdict.BLOCKED);
    }

    @Test
    void whatWasMeasuredOfAHostTogetherWithOthersCounts() {
        List<Finding> skipped = List.of(finding(Outcome.SKIPPED, Severity.BLOCKER));
        assertThat(VerdictRule.ofHost(skipped, Reach.REACHED, true, Policy.USUAL))
                .isEqualTo(Verdict.PROCEED);
        assertThat(VerdictRule.ofHost(skipped, Reach.REACHED, false, Policy.USUAL))
                .isEqualTo(Verdict.UNDECIDED);
    }

    @Test
    void anUnreachableHostIsUndecidedWhateverItsSeverities() {
        List<Finding> harmless = List.of(finding(Outcome.UNKNOWN, Severity.INFO));
        assertThat(unreached(harmless, Policy.USUAL)).isEqualTo(Verdict.UNDECIDED);
        assertThat(unreached(List.of(), Policy.USUAL)).isEqualTo(Verdict.UNDECIDED);
        assertThat(unreached(List.of(), new Policy(false, true, false))).isEqualTo(Verdict.UNDECIDED);
        assertThat(unreached(List.of(finding(Outcome.PASS, Severity.BLOCKER)), Policy.USUAL))
                .isEqualTo(Verdict.UNDECIDED);
        List<Finding> failed = List.of(finding(Outcome.FAIL, Severity.BLOCKER));
        assertThat(unreached(failed, Policy.USUAL)).isEqualTo(Verdict.BLOCKED);
    }

    private static Verdict unreached(List<Finding> findings, Policy policy) {
        return VerdictRule.ofHost(findings, Reach.UNREACHED, VerdictRule.measured(findings), policy);
    }

    @Test
    void aProfileMayLetWhatIsUndecidedPassAsAWarning() {
        Policy policy = new Policy(true, false, false);
        assertThat(alone(finding(Outcome.UNKNOWN, Severity.BLOCKER), policy)).isEqualTo("proceed-with-warnings");
        assertThat(unreached(List.of(), policy)).isEqualTo(Verdict.PROCEED_WITH_WARNINGS);
        assertThat(alone(finding(Outcome.FAIL, Severity.BLOCKER), policy)).isEqualTo("blocked");
    }

    @Test
    void aWarningBlocksWhereTheUserSaysSoEvenBesideSomethingUndecided() {
        Policy policy = new Policy(false, false, true);
        List<Finding> both =
                List.of(finding(Outcome.UNKNOWN, Severity.BLOCKER), finding(Outcome.WARNING, Severity.WARNING));
        assertThat(VerdictRule.ofHost(both, Reach.REACHED, true, policy)).isEqualTo(Verdict.BLOCKED);
        assertThat(VerdictRule.exit(Verdict.BLOCKED).number()).isEqualTo(1);
    }

    @Test
    void aRunIsAsBadAsTheWorstOfItsHostsAndOfWhatConcernsNoneOfThemAlone() {
        List<Finding> fleet = List.of(finding(Outcome.UNKNOWN, Severity.BLOCKER));
        assertThat(VerdictRule.ofRun(List.of(Verdict.PROCEED), List.of(), Policy.USUAL))
                .isEqualTo(Verdict.PROCEED);
        assertThat(VerdictRule.ofRun(List.of(Verdict.PROCEED), fleet, Policy.USUAL))
                .isEqualTo(Verdict.UNDECIDED);
        assertThat(VerdictRule.ofRun(List.of(Verdict.PROCEED, Verdict.BLOCKED), fleet, Policy.USUAL))
                .isEqualTo(Verdict.BLOCKED);
        assertThat(VerdictRule.ofRun(List.of(), List.of(), Policy.USUAL)).isEqualTo(Verdict.UNDECIDED);
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
