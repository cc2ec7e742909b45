package dev.preflight.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.preflight.fact.Reason;
import dev.preflight.result.HostReport;
import dev.preflight.result.RunReport;
import dev.preflight.transport.HostFailure;
import dev.preflight.transport.TransportFailure;
import dev.preflight.verdict.ExitCode;
import dev.preflight.verdict.Verdict;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class JumpFailureTest {
    private static final int BEHIND = 12;

    private static HostFailure at(String jump, TransportFailure failure) {
        return HostFailure.of(failure)
                .with("address", jump)
                .with("port", "22")
                .with("user", "ops")
                .with(HostFailure.JUMP, jump + ":22");
    }

    static RunReport run() {
        List<HostReport> hosts = new ArrayList<>();
        for (int i = 1; i <= BEHIND; i++) {
            hosts.add(Samples.unreached(
                    "h" + i, at("bastion", TransportFailure.REFUSED), Samples.notTold("h" + i, Reason.UNREACHABLE)));
        }
        hosts.add(Samples.unreached("alone", at("gate", TransportFailure.AUTH_FAILED), List.of()));
        hosts.add(Samples.unreached("direct", Samples.refused("direct"), List.of()));
        hosts.add(Samples.unreached(
                "behind",
                HostFailure.of(TransportFailure.NOT_REACHED_BY_JUMP)
                        .with("address", "10.0.0.5")
                        .with("port", "22")
                        .with(HostFailure.VIA, "bastion:22, inner:2222"),
                List.of()));
        return Samples.run(Verdict.UNDECIDED, ExitCode.UNDECIDED, hosts);
    }

    @Test
    void thePageHasOneItemForAllHostsBehindAJumpHost() {
        String page = new TextPage(Samples.english(), 100, false).render(run());
        assertThat(page)
                .containsOnlyOnce("jump host bastion:22 (refused): 12 hosts behind it were not reached")
                .containsOnlyOnce("jump host bastion:22: bastion port 22 refused the connection")
                .containsOnlyOnce("jump host gate:22 (auth-failed): 1 host behind it was not reached")
                .contains("direct: not reached (refused)")
                .contains("(by way of jump host bastion:22,")
                .contains("Start sshd on the jump host")
                .contains("15 not reached");
        assertThat(new TextPage(Samples.chinese(), 100, false).render(run()))
                .containsOnlyOnce("跳板机 bastion:22（refused）：其后的 12 台主机无法到达");
    }

    @Test
    void theJsonHasItOnceAndEachHostItsOwnVerdict() throws IOException {
        JsonNode json = new ObjectMapper().readTree(new JsonReport(Samples.english()).render(run()));
        JsonNode jumps = json.get("jumpHosts");
        assertThat(jumps).hasSize(2);
        assertThat(jumps.get(0).get("jump").textValue()).isEqualTo("bastion:22");
        assertThat(jumps.get(0).get("code").textValue()).isEqualTo("refused");
        assertThat(jumps.get(0).get("hosts")).hasSize(BEHIND);
        for (JsonNode host : json.get("hosts")) {
            assertThat(host.get("verdict").textValue()).isEqualTo("undecided");
            assertThat(host.get("unreachable").isNull()).isFalse();
        }
    }

    @Test
    void theJUnitReportHasOneErrorForIt() {
        String xml = new JUnitReport(Samples.english()).render(run());
        // Two jump hosts, the host that is dialled, and the one whose own connection failed.
        assertThat(xml.split("<error ", -1)).hasSize(1 + 4);
        assertThat(xml)
                .contains("testsuite name=\"jump hosts\"")
                .contains("jump host bastion:22 (refused): 12 hosts behind it were not reached");
    }
}
