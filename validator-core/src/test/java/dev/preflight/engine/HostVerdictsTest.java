package dev.preflight.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.api.Finding;
import dev.preflight.api.Judgement;
import dev.preflight.api.Pair;
import dev.preflight.api.Scope;
import dev.preflight.api.Severity;
import dev.preflight.api.Subject;
import dev.preflight.fact.Reason;
import dev.preflight.inventory.Host;
import dev.preflight.result.HostReport;
import dev.preflight.transport.HostFailure;
import dev.preflight.transport.TransportFailure;
import dev.preflight.verdict.Policy;
import dev.preflight.verdict.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What links make of the hosts at their ends. */
class HostVerdictsTest {
    private static final Subject PORT = Subject.of("port", "4789/udp");
    private static final HostPlan PLAN = HostPlan.of(Host.local(), List.of(), List.of(), false);

    private static Finding link(Judgement judgement) {
        return Finding.of("vxlan-udp", "vxlan-udp", Scope.pair(new Pair("h1", "h2")), judgement, Severity.BLOCKER);
    }

    private static HostReport host(String name, Optional<HostFailure> unreachable, Judgement judgement) {
        return new HostReport(
                name,
                "ssh",
                "",
                Verdict.PROCEED,
                unreachable,
                List.of(Finding.of("umask", "umask", Scope.host(name), judgement, Severity.BLOCKER)),
                "",
                Optional.empty(),
                Duration.ZERO);
    }

    private static Verdict verdict(String host, Finding... fleet) {
        return new HostVerdicts(List.of(fleet), Policy.USUAL)
                .of(PLAN, host(host, Optional.empty(), Judgement.pass(Subject.HOST)))
                .verdict();
    }

    @Test
    void aFailedLinkBlocksBothItsEndsAndNobodyElse() {
        Finding failed = link(Judgement.fail("dropped", PORT));
        assertThat(verdict("h1", failed)).isEqualTo(Verdict.BLOCKED);
        assertThat(verdict("h2", failed)).isEqualTo(Verdict.BLOCKED);
        assertThat(verdict("h3", failed)).isEqualTo(Verdict.PROCEED);
    }

    @Test
    void anUnknownLinkLeavesBothItsEndsUndecided() {
        Finding unknown = link(Judgement.unknown(Reason.PEER_UNREACHABLE, PORT));
        assertThat(verdict("h1", unknown)).isEqualTo(Verdict.UNDECIDED);
        assertThat(verdict("h2", unknown)).isEqualTo(Verdict.UNDECIDED);
    }

    @Test
    void aWaivedLinkDoesNotCount() {
        Finding waived = link(Judgement.fail("dropped", PORT))
                .waivedBy(new Finding.AppliedWaiver("known", "net team", "2027-01-01T00:00Z"));
        assertThat(verdict("h1", waived)).isEqualTo(Verdict.PROCEED);
    }

    @Test
    void aHostThatWasNotReachedIsNoBetterForAGoodLink() {
        HostReport dead =
                host("h1", Optional.of(HostFailure.of(TransportFailure.CLOSED_MIDWAY)), Judgement.pass(Subject.HOST));
        assertThat(new HostVerdicts(List.of(link(Judgement.pass(PORT))), Policy.USUAL)
                        .of(PLAN, dead)
                        .verdict())
                .isEqualTo(Verdict.UNDECIDED);
    }

    @Test
    void aLinkThatWasTriedIsAMeasurementOfBothItsEnds() {
        HostReport host = host("h2", Optional.empty(), Judgement.skipped());
        HostVerdicts tried = new HostVerdicts(List.of(link(Judgement.pass(PORT))), Policy.USUAL);
        assertThat(tried.measured(PLAN, host)).isTrue();
        assertThat(tried.of(PLAN, host).verdict()).isEqualTo(Verdict.PROCEED);
        HostVerdicts none = new HostVerdicts(List.of(), Policy.USUAL);
        assertThat(none.measured(PLAN, host)).isFalse();
        assertThat(none.of(PLAN, host).verdict()).isEqualTo(Verdict.UNDECIDED);
    }
}
