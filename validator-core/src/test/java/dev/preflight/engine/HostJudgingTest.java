package dev.preflight.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.api.Catalogue;
import dev.preflight.api.HostInfo;
import dev.preflight.evidence.HostEvidence;
import dev.preflight.evidence.LaneEvidence;
import dev.preflight.evidence.LaneFailure;
import dev.preflight.evidence.Readings;
import dev.preflight.fact.Lane;
import dev.preflight.fact.Reason;
import dev.preflight.report.HostReport;
import dev.preflight.testing.TestHost;
import dev.preflight.verdict.Policy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HostJudgingTest {
    private static final Policy POLICY = new Policy(false, false, false);

    @ParameterizedTest
    @EnumSource(
            names = {
                "NO_PERMISSION",
                "SUDO_PASSWORD",
                "SUDO_REQUIRETTY",
                "SUDO_NOEXEC",
                "SUDO_COMMANDS",
                "SUDO_DENIED",
                "ACCOUNT_EXPIRED"
            })
    void howeverRootIsRefusedTheReportSaysSo(Reason reason) {
        assertThat(judged(Lane.ROOT, reason).rootRefused()).contains("sudo: no");
    }

    @ParameterizedTest
    @EnumSource(names = {"DIED", "DAMAGED", "NO_TOOL", "DEADLINE"})
    void aRootLaneThatFailsForAnotherReasonWasNotRefused(Reason reason) {
        assertThat(judged(Lane.ROOT, reason).rootRefused()).isEmpty();
    }

    private static HostReport judged(Lane lane, Reason reason) {
        HostPlan plan = HostPlan.of(TestHost.named("h", "all"), List.of(), List.of(), true);
        LaneEvidence refused = new LaneEvidence(
                lane,
                "",
                Instant.EPOCH,
                Instant.EPOCH,
                List.of(),
                "",
                false,
                Optional.of(new LaneFailure(reason, "sudo: no")));
        HostEvidence evidence = new HostEvidence(
                new HostInfo("h", "", List.of("all")), "ssh", Instant.EPOCH, List.of(refused), Optional.empty());
        return new HostJudging(
                        new Catalogue(List.of()),
                        new Waivers(List.of(), Instant.EPOCH),
                        POLICY,
                        new FoundLimit(Long.MAX_VALUE, POLICY))
                .judge(plan, evidence, Readings.of(evidence, plan.readings()), Duration.ZERO);
    }
}
