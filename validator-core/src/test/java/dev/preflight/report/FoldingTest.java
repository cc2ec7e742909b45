package dev.preflight.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.api.Finding;
import dev.preflight.api.Judgement;
import dev.preflight.api.Pair;
import dev.preflight.api.Scope;
import dev.preflight.api.Severity;
import dev.preflight.api.Subject;
import dev.preflight.fact.Reason;
import dev.preflight.node.Columns;
import dev.preflight.result.RunReport;
import dev.preflight.transport.HostFailure;
import dev.preflight.transport.TransportFailure;
import dev.preflight.verdict.ExitCode;
import dev.preflight.verdict.Verdict;
import java.util.List;
import org.junit.jupiter.api.Test;

class FoldingTest {
    private static final Finding UMASK = Samples.umask("web1", "exec");

    private static List<Group> groups(Finding... findings) {
        return new Folding(List.of(findings), Samples.english()).groups();
    }

    private static int size(List<Group> groups) {
        return groups.stream()
                .mapToInt(group -> group.members().size() + size(group.consequences()))
                .sum();
    }

    @Test
    void aConsequenceLiesUnderItsCauseWhicheverCameFirst() {
        for (List<Group> groups : List.of(
                groups(UMASK, Samples.daemonJson("web1", UMASK)), groups(Samples.daemonJson("web1", UMASK), UMASK))) {
            assertThat(groups).hasSize(1);
            assertThat(groups.get(0).first()).isEqualTo(UMASK);
            assertThat(groups.get(0).consequences()).hasSize(1);
        }
    }

    @Test
    void aWaivedCauseFoldsNothingAway() {
        assertThat(groups(Samples.waived(UMASK), Samples.daemonJson("web1", UMASK)))
                .hasSize(2)
                .allMatch(group -> group.consequences().isEmpty());
    }

    @Test
    void aWaivedConsequenceIsNotFolded() {
        assertThat(groups(UMASK, Samples.waived(Samples.daemonJson("web1", UMASK))))
                .hasSize(2);
    }

    @Test
    void aCauseOnAnotherHostExplainsNothing() {
        assertThat(groups(UMASK, Samples.daemonJson("web2", UMASK))).hasSize(2);
    }

    @Test
    void whatFailsBetweenTwoHostsLiesUnderWhatFailedOnEither() {
        Finding between = Finding.of(
                        "nic-link",
                        "nic-link",
                        Scope.pair(new Pair("web1", "web2")),
                        Judgement.fail("no-carrier", Subject.of("port", "4789/udp")),
                        Severity.BLOCKER)
                .explainedBy(List.of(UMASK.fingerprint()));
        assertThat(groups(UMASK, between)).hasSize(1);
        Finding elsewhere = Samples.umask("web3", "exec");
        assertThat(groups(elsewhere, between.explainedBy(List.of(elsewhere.fingerprint()))))
                .hasSize(2);
    }

    @Test
    void onlyFailuresExplainAndAreExplained() {
        Finding unknown = Samples.unknown("umask-effective", "web1", Reason.TIMEOUT, Subject.HOST, "");
        assertThat(groups(unknown, Samples.daemonJson("web1", unknown))).hasSize(2);
        Finding warned = Samples.bond("web1").explainedBy(List.of(UMASK.fingerprint()));
        assertThat(groups(UMASK, warned)).hasSize(2);
    }

    @Test
    void aCircleLosesNothing() {
        Finding json = Samples.daemonJson("web1", UMASK);
        Finding umask = UMASK.explainedBy(List.of(json.fingerprint()));
        Finding itself = Samples.carrier("web1", "eth0", "");
        List<Group> groups = groups(umask, json, itself.explainedBy(List.of(itself.fingerprint())));
        assertThat(groups).hasSize(2);
        assertThat(size(groups)).isEqualTo(3);
    }

    @Test
    void whatWasFoundBeforeTheConnectionBrokeIsStillShown() {
        HostFailure broke = HostFailure.of(TransportFailure.CLOSED_MIDWAY);
        Finding fold = Samples.unknown("nic-link", "web1", Reason.UNREACHABLE, Subject.HOST, "");
        Finding keep = Samples.unknown("nic-link", "web1", Reason.NO_TOOL, Subject.HOST, "");
        RunReport run = Samples.run(
                Verdict.BLOCKED,
                ExitCode.BLOCKED,
                List.of(Samples.unreached("web1", broke, List.of(UMASK, fold, keep))));
        ReportSummary summary = ReportSummary.of(run, Samples.english());
        assertThat(summary.blocking()).hasSize(1);
        assertThat(summary.unreached())
                .singleElement()
                .satisfies(u -> assertThat(u.undetermined()).isEqualTo(1));
        assertThat(summary.undetermined())
                .singleElement()
                .satisfies(u -> assertThat(u.code()).isEqualTo("no-tool"));
    }

    @Test
    void aLinkToAHostThatWasNotReachedIsShownWhereItIsWaived() {
        Finding link = Finding.of(
                "nic-link",
                "nic-link",
                Scope.pair(new Pair("web1", "web2")),
                Judgement.unknown(Reason.PEER_UNREACHABLE, Subject.HOST).with("detail", ""),
                Severity.BLOCKER);
        RunReport run = Samples.run(
                Verdict.UNDECIDED,
                ExitCode.UNDECIDED,
                List.of(Samples.unreached("web2", Samples.refused("10.0.0.2"), List.of())),
                List.of(link, Samples.waived(link)));
        ReportSummary summary = ReportSummary.of(run, Samples.english());
        assertThat(summary.undetermined()).isEmpty();
        assertThat(summary.waived()).hasSize(1);
    }

    @Test
    void everyFindingThatMattersIsOnThePageOnce() {
        RunReport run = Samples.everything();
        String page = new TextPage(Samples.english(), 400, false).render(run);
        run.hosts().stream()
                .filter(host -> host.unreachable().isEmpty())
                .flatMap(host -> host.findings().stream())
                .filter(f ->
                        ReportSummary.blocks(f) || ReportSummary.warns(f) || ReportSummary.undecides(f) || f.waived())
                .forEach(f -> assertThat(page.split(f.fingerprint(), -1)).hasSize(2));
    }

    @Test
    void noLineIsWiderThanThePageButCommandsAndTheVerdict() {
        String page = new TextPage(Samples.chinese(), 72, false).render(Samples.everything());
        assertThat(page.lines().skip(1).filter(line -> Columns.width(line) > 72))
                .allMatch(line -> line.contains(" '/") || line.startsWith("BLOCKED"));
        assertThat(page.codePoints().filter(c -> c != '\n' && Character.isISOControl(c)))
                .isEmpty();
    }
}
