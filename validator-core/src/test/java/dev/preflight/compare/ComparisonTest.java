package dev.preflight.compare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.api.Finding;
import dev.preflight.api.Finding.AppliedWaiver;
import dev.preflight.api.Judgement;
import dev.preflight.api.Pair;
import dev.preflight.api.Scope;
import dev.preflight.api.Severity;
import dev.preflight.api.Subject;
import dev.preflight.compare.Change.Kind;
import dev.preflight.fact.Reason;
import dev.preflight.result.HostReport;
import dev.preflight.result.RunReport;
import dev.preflight.verdict.ExitCode;
import dev.preflight.verdict.Policy;
import dev.preflight.verdict.Verdict;
import dev.preflight.verdict.VerdictRule;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ComparisonTest {
    private static final Instant AT = Instant.parse("2026-11-23T12:00:00Z");
    private static final Subject ETH0 = Subject.of("nic", "eth0");
    private static final Subject ETH1 = Subject.of("nic", "eth1");
    private static final Judgement FAIL = Judgement.fail("no-carrier", ETH0);
    private static final Judgement PASS = Judgement.pass(ETH0);
    private static final Judgement UNKNOWN = Judgement.unknown(Reason.NO_TOOL, ETH0);
    private static final Finding OTHER_GOOD = finding("h", Judgement.pass(Subject.of("nic", "eth9")));

    private static Finding finding(String host, Judgement judgement) {
        return finding(host, judgement, Severity.BLOCKER);
    }

    private static Finding finding(String host, Judgement judgement, Severity severity) {
        return Finding.of("nic-link", "nic-link", Scope.host(host), judgement, severity);
    }

    private static Finding waived(Finding finding) {
        return finding.waivedBy(new AppliedWaiver("r", "o", "2027-01-01T00:00:00Z"));
    }

    private static HostReport host(String name, Finding... findings) {
        Verdict verdict =
                VerdictRule.ofHost(List.of(findings), VerdictRule.Reach.REACHED, findings.length > 0, Policy.USUAL);
        return new HostReport(
                name, "ssh", "", verdict, Optional.empty(), List.of(findings), "", Optional.empty(), Duration.ZERO);
    }

    private static RunReport run(List<Finding> fleet, HostReport... hosts) {
        Verdict verdict =
                VerdictRule.ofRun(Stream.of(hosts).map(HostReport::verdict).toList(), fleet, Policy.USUAL);
        return new RunReport(
                "test",
                "p",
                AT,
                AT,
                verdict,
                VerdictRule.exit(verdict),
                Policy.USUAL,
                List.of(hosts),
                fleet,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private static RunReport of(Finding... findings) {
        return run(List.of(), host("h", findings));
    }

    private static Comparison diff(Finding before, Finding after) {
        return Comparison.of(of(before, OTHER_GOOD), of(after, OTHER_GOOD));
    }

    private static void holds(Comparison diff, Trend trend, Kind... kinds) {
        assertThat(diff.trend()).isEqualTo(trend);
        assertThat(diff.changes()).extracting(Change::kind).containsExactly(kinds);
    }

    @Test
    void theSameRunTwiceDiffersInNothingButWhatStillFails() {
        RunReport run = of(finding("h", FAIL), finding("h", Judgement.unknown(Reason.NO_TOOL, ETH1)), OTHER_GOOD);
        Comparison diff = Comparison.of(run, run);
        holds(diff, Trend.NOT_WORSE, Kind.STILL_FAILING, Kind.STILL_UNDETERMINED);
        assertThat(diff.hosts()).isEmpty();
        assertThat(diff).isEqualTo(Comparison.of(run, run));
    }

    @Test
    void whatBecomesOfAFinding() {
        holds(diff(finding("h", PASS), finding("h", FAIL)), Trend.WORSE, Kind.NEW);
        holds(diff(finding("h", UNKNOWN), finding("h", FAIL)), Trend.WORSE, Kind.NEW);
        holds(diff(finding("h", PASS), finding("h", UNKNOWN)), Trend.UNDECIDED, Kind.UNDETERMINED);
        holds(diff(finding("h", FAIL), finding("h", UNKNOWN)), Trend.UNDECIDED, Kind.UNDETERMINED);
        holds(diff(finding("h", FAIL), finding("h", PASS)), Trend.NOT_WORSE, Kind.FIXED);
        holds(
                diff(finding("h", FAIL), finding("h", Judgement.notApplicable("no-nic", ETH0))),
                Trend.NOT_WORSE,
                Kind.FIXED);
        holds(diff(finding("h", UNKNOWN), finding("h", PASS)), Trend.NOT_WORSE, Kind.DETERMINED);
        holds(diff(finding("h", FAIL), waived(finding("h", FAIL))), Trend.NOT_WORSE, Kind.SET_ASIDE);
        holds(diff(waived(finding("h", FAIL)), finding("h", FAIL)), Trend.WORSE, Kind.NEW);
        holds(diff(finding("h", PASS), waived(finding("h", FAIL))), Trend.NOT_WORSE);
    }

    @Test
    void anotherCodeOfTheSameSubjectIsTheSameFinding() {
        Comparison diff = diff(finding("h", FAIL), finding("h", Judgement.fail("no-driver", ETH0)));
        holds(diff, Trend.NOT_WORSE, Kind.STILL_FAILING);
        assertThat(diff.changes().get(0).before().orElseThrow().code()).isEqualTo("no-carrier");
    }

    @Test
    void ofTwoFindingsOfOneSubjectThoseOfOneCodeBelongTogether() {
        Finding mode = finding("h", Judgement.fail("mode", ETH0));
        Finding owner = finding("h", Judgement.fail("owner", ETH0));
        Comparison diff = Comparison.of(of(mode, owner), of(owner));
        holds(diff, Trend.NOT_WORSE, Kind.STILL_FAILING, Kind.FIXED);
        assertThat(diff.changes().get(1).before()).contains(mode);
        holds(Comparison.of(of(owner), of(mode, owner)), Trend.WORSE, Kind.NEW, Kind.STILL_FAILING);
    }

    @Test
    void aFindingThatIsGoneIsFixedOnlyWhereItsCheckWasJudgedWholly() {
        Finding failed = finding("h", FAIL);
        Finding whole = finding("h", Judgement.pass(Subject.HOST));
        holds(Comparison.of(of(failed), of(whole)), Trend.NOT_WORSE, Kind.FIXED);
        holds(
                Comparison.of(of(failed), of(finding("h", Judgement.unknown(Reason.TIMEOUT, Subject.HOST)))),
                Trend.UNDECIDED,
                Kind.UNDETERMINED,
                Kind.SET_ASIDE);
        holds(Comparison.of(of(failed), of(finding("h", Judgement.skipped()))), Trend.NOT_WORSE, Kind.SET_ASIDE);
        Finding other = Finding.of("swap", "swap", Scope.host("h"), Judgement.pass(Subject.HOST), Severity.BLOCKER);
        holds(Comparison.of(of(failed), of(other)), Trend.NOT_WORSE, Kind.SET_ASIDE);
        holds(Comparison.of(of(finding("h", UNKNOWN)), of(whole)), Trend.NOT_WORSE, Kind.DETERMINED);
    }

    @Test
    void onlyWhatBlocksMakesARunWorse() {
        holds(diff(finding("h", PASS), finding("h", FAIL, Severity.WARNING)), Trend.NOT_WORSE, Kind.NEW);
        holds(diff(finding("h", FAIL, Severity.WARNING), finding("h", FAIL)), Trend.WORSE, Kind.STILL_FAILING);
        holds(diff(finding("h", PASS), finding("h", UNKNOWN, Severity.WARNING)), Trend.NOT_WORSE, Kind.UNDETERMINED);
        assertThat(Stream.of(Trend.values()).map(trend -> trend.exit().number()))
                .containsExactly(0, 3, 1);
    }

    @Test
    void worseCountsBeforeUndecided() {
        RunReport before = of(finding("h", PASS), finding("h", Judgement.pass(ETH1)));
        RunReport after = of(finding("h", UNKNOWN), finding("h", Judgement.fail("no-carrier", ETH1)));
        holds(Comparison.of(before, after), Trend.WORSE, Kind.UNDETERMINED, Kind.NEW);
    }

    @Test
    void hostsComeAndGo() {
        RunReport before = run(List.of(), host("a", finding("a", FAIL)), host("b", finding("b", PASS)));
        RunReport after = run(List.of(), host("c", finding("c", PASS)), host("b", finding("b", PASS)));
        Comparison diff = Comparison.of(before, after);
        holds(diff, Trend.NOT_WORSE);
        assertThat(diff.hosts())
                .containsExactly(
                        new HostChange("c", Optional.empty(), Optional.of(Verdict.PROCEED)),
                        new HostChange("a", Optional.of(Verdict.BLOCKED), Optional.empty()));
        holds(Comparison.of(after, before), Trend.WORSE, Kind.NEW);
    }

    @Test
    void aHostThatCameAndIsUndecidedIsNoYes() {
        RunReport before = run(List.of(), host("a", finding("a", PASS)));
        RunReport after = run(List.of(), host("a", finding("a", PASS)), host("b"));
        Comparison diff = Comparison.of(before, after);
        holds(diff, Trend.UNDECIDED);
        assertThat(diff.hosts()).hasSize(1);
    }

    @Test
    void linksAreComparedAsLongAsBothOfTheirHostsAreThere() {
        Judgement lost = Judgement.fail("lost", Subject.of("udp", "4789"));
        Finding ab = Finding.of("udp", "udp", Scope.pair(new Pair("a", "b")), lost, Severity.BLOCKER);
        HostReport a = host("a", finding("a", PASS));
        HostReport b = host("b", finding("b", PASS));
        holds(Comparison.of(run(List.of(), a, b), run(List.of(ab), a, b)), Trend.WORSE, Kind.NEW);
        holds(Comparison.of(run(List.of(ab), a, b), run(List.of(), a, b)), Trend.NOT_WORSE, Kind.SET_ASIDE);
        holds(Comparison.of(run(List.of(ab), a, b), run(List.of(), a)), Trend.NOT_WORSE);
    }

    @Test
    void whereMemoryRanOutNothingIsSaidToBeWell() {
        RunReport run = of(finding("h", PASS));
        assertThat(Comparison.of(run.ending(ExitCode.INTERNAL_ERROR), run).exit())
                .isEqualTo(ExitCode.INTERNAL_ERROR);
        assertThat(Comparison.of(run, run.ending(ExitCode.INTERNAL_ERROR)).exit())
                .isEqualTo(ExitCode.INTERNAL_ERROR);
    }
}
