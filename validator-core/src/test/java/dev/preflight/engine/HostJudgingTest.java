package dev.preflight.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.api.Catalogue;
import dev.preflight.api.CheckSpec;
import dev.preflight.api.HostCheck;
import dev.preflight.api.HostFacts;
import dev.preflight.api.HostInfo;
import dev.preflight.api.Judgement;
import dev.preflight.api.Needs;
import dev.preflight.api.NoParams;
import dev.preflight.api.Scope;
import dev.preflight.api.Severity;
import dev.preflight.api.Subject;
import dev.preflight.evidence.HostEvidence;
import dev.preflight.evidence.LaneEvidence;
import dev.preflight.evidence.LaneFailure;
import dev.preflight.evidence.Readings;
import dev.preflight.fact.Lane;
import dev.preflight.fact.Reason;
import dev.preflight.node.Place;
import dev.preflight.profile.CheckInstance;
import dev.preflight.profile.HostSelector;
import dev.preflight.result.HostReport;
import dev.preflight.testing.TestHost;
import dev.preflight.transport.HostFailure;
import dev.preflight.transport.TransportFailure;
import dev.preflight.verdict.Policy;
import dev.preflight.verdict.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
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
        return judging().judge(plan, evidence, Readings.of(evidence, plan.readings()), Duration.ZERO);
    }

    private static HostJudging judging() {
        return new HostJudging(
                new Catalogue(List.of()),
                new Waivers(List.of(), Instant.EPOCH, new Catalogue(List.of())),
                POLICY,
                new FoundLimit(Long.MAX_VALUE, POLICY));
    }

    @Test
    void ofAHostOfWhichNothingCameEachCheckHasOneUnknownAndNoJudgeIsAsked() {
        HostCheck<NoParams> rash = new HostCheck<>() {
            @Override
            public CheckSpec<NoParams> spec() {
                return CheckSpec.of("rash", NoParams.class, Severity.BLOCKER).code("fine");
            }

            @Override
            public Needs needs(NoParams params) {
                return Needs.none();
            }

            @Override
            public List<Judgement> judge(HostFacts facts, NoParams params) {
                return List.of(Judgement.pass("fine", Subject.HOST), Judgement.pass("fine", Subject.of("nic", "eth0")));
            }
        };
        CheckInstance<NoParams> instance = new CheckInstance<>(
                "rash",
                rash,
                new NoParams(),
                Optional.empty(),
                Map.of(),
                List.of(),
                HostSelector.ALL,
                Place.of("test"));
        HostJudging judging = judging();
        for (String name : List.of("h1", "h2")) {
            HostPlan plan = HostPlan.of(TestHost.named(name, "all"), List.of(instance), List.of(), true);
            HostEvidence nothing =
                    BareEvidence.of(plan.host(), Instant.EPOCH, HostFailure.of(TransportFailure.INTERRUPTED));
            HostReport report = judging.judge(plan, nothing, Readings.of(nothing, plan.readings()), Duration.ZERO);
            assertThat(report.verdict()).isEqualTo(Verdict.UNDECIDED);
            assertThat(report.findings()).singleElement().satisfies(finding -> {
                assertThat(finding.scope()).isEqualTo(Scope.host(name));
                assertThat(finding.reason()).hasValue(Reason.DEADLINE);
                assertThat(finding.severity()).isEqualTo(Severity.BLOCKER);
            });
        }
    }
}
