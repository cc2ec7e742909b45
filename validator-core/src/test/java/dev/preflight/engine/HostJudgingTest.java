package dev.preflight.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.api.Catalogue;
import dev.preflight.api.CheckSpec;
import dev.preflight.api.Finding;
import dev.preflight.api.HostCheck;
import dev.preflight.api.HostFacts;
import dev.preflight.api.HostInfo;
import dev.preflight.api.HostSelector;
import dev.preflight.api.Judgement;
import dev.preflight.api.Needs;
import dev.preflight.api.NoParams;
import dev.preflight.api.Outcome;
import dev.preflight.api.Scope;
import dev.preflight.api.Severity;
import dev.preflight.api.Subject;
import dev.preflight.evidence.Frame;
import dev.preflight.evidence.FrameEnd;
import dev.preflight.evidence.HostEvidence;
import dev.preflight.evidence.LaneEvidence;
import dev.preflight.evidence.LaneFailure;
import dev.preflight.evidence.Readings;
import dev.preflight.fact.FactRequest;
import dev.preflight.fact.Lane;
import dev.preflight.fact.Reason;
import dev.preflight.host.HostIdentity;
import dev.preflight.node.Place;
import dev.preflight.profile.CheckInstance;
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
import java.util.OptionalInt;
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

    /** A check that says this, whatever it is asked of. */
    private record Saying(List<FactRequest<?>> required, List<Judgement> said) implements HostCheck<NoParams> {
        @Override
        public CheckSpec<NoParams> spec() {
            return CheckSpec.of("saying", NoParams.class, Severity.BLOCKER)
                    .code("fine")
                    .code("unset", Severity.INFO);
        }

        @Override
        public Needs needs(NoParams params) {
            return Needs.none().required(required.toArray(FactRequest<?>[]::new));
        }

        @Override
        public List<Judgement> judge(HostFacts facts, NoParams params) {
            return said;
        }

        CheckInstance<NoParams> instance() {
            return new CheckInstance<>(
                    "saying",
                    this,
                    new NoParams(),
                    Optional.empty(),
                    Map.of(),
                    List.of(),
                    HostSelector.ALL,
                    Place.of("test"));
        }
    }

    private static final Judgement UNSET = Judgement.notApplicable("unset", Subject.of("setting", "any"));

    private static List<Finding> ofAHostOfWhichNothingCame(Saying check) {
        HostPlan plan = HostPlan.of(TestHost.named("h", "all"), List.of(check.instance()), List.of(), true);
        HostEvidence nothing = BareEvidence.of(plan.host(), Instant.EPOCH, HostFailure.of(TransportFailure.REFUSED));
        HostReport report = judging().judge(plan, nothing, Readings.of(nothing, plan.kept()), Duration.ZERO);
        assertThat(report.verdict()).isEqualTo(Verdict.UNDECIDED);
        return report.findings();
    }

    @Test
    void aCheckThatByItsParametersAppliesToNoHostIsNotUndeterminedOfOneOfWhichNothingCame() {
        assertThat(ofAHostOfWhichNothingCame(new Saying(List.of(), List.of(UNSET))))
                .singleElement()
                .satisfies(finding -> assertThat(finding.outcome()).isEqualTo(Outcome.NOT_APPLICABLE));
        assertThat(ofAHostOfWhichNothingCame(
                        new Saying(List.of(), List.of(UNSET, Judgement.fail("fine", Subject.HOST)))))
                .singleElement()
                .satisfies(finding -> assertThat(finding.reason()).hasValue(Reason.UNREACHABLE));
        assertThat(ofAHostOfWhichNothingCame(new Saying(List.of(HostIdentity.REQUEST), List.of(UNSET))))
                .singleElement()
                .satisfies(finding -> assertThat(finding.reason()).hasValue(Reason.UNREACHABLE));
    }

    private static HostReport judgedOf(Frame frame) {
        Saying check = new Saying(List.of(HostIdentity.REQUEST), List.of(Judgement.pass("fine", Subject.HOST)));
        HostPlan plan = HostPlan.of(TestHost.named("h", "all"), List.of(check.instance()), List.of(), true);
        LaneEvidence lane = new LaneEvidence(
                Lane.USER,
                "",
                Instant.EPOCH,
                Instant.EPOCH,
                List.of(frame),
                "This account is not available",
                false,
                Optional.of(new LaneFailure(Reason.NO_SHELL, "This account is not available")));
        HostEvidence evidence = new HostEvidence(
                new HostInfo("h", "", List.of("all")),
                "ssh",
                Instant.EPOCH,
                List.of(lane),
                Optional.of(HostFailure.of(TransportFailure.NO_SHELL)));
        return judging().judge(plan, evidence, Readings.of(evidence, plan.readings()), Duration.ZERO);
    }

    @Test
    void aHostThatGaveNoShellHasFindingsThatOnlyRepeatThat() {
        Frame never = Frame.never(HostIdentity.REQUEST.key(), 1);
        HostReport report = judgedOf(never);
        assertThat(report.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.subject()).isEqualTo(Subject.HOST);
            assertThat(finding.reason()).hasValue(Reason.NO_SHELL);
            assertThat(report.repeatsFailure(finding)).isTrue();
        });
        assertThat(report.noise()).isEqualTo("This account is not available");
    }

    @Test
    void ofAHostOfWhichOneProbeBeganEachFindingSaysWhatItMissed() {
        Frame cut = new Frame(
                HostIdentity.REQUEST.key(),
                HostIdentity.FACT.format(),
                FrameEnd.CUT,
                OptionalInt.empty(),
                Optional.empty(),
                Optional.empty(),
                new byte[0],
                new byte[0]);
        assertThat(judgedOf(cut).findings())
                .singleElement()
                .satisfies(finding -> assertThat(finding.subject().kind()).isEqualTo("fact"));
    }

    @Test
    void ofAHostOfWhichNothingCameEachCheckHasOneUnknownWhateverItsJudgeSays() {
        CheckInstance<NoParams> instance = new Saying(
                        List.of(),
                        List.of(
                                Judgement.pass("fine", Subject.HOST),
                                Judgement.pass("fine", Subject.of("nic", "eth0"))))
                .instance();
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
