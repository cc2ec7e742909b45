package dev.preflight.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.api.Arg;
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
import dev.preflight.api.Severity;
import dev.preflight.api.Subject;
import dev.preflight.fact.Fact;
import dev.preflight.fact.FactRequest;
import dev.preflight.fact.Reading;
import dev.preflight.fact.Reason;
import dev.preflight.host.HostIdentity;
import dev.preflight.node.Place;
import dev.preflight.profile.CheckInstance;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class CheckEvaluationTest {
    private static final FactRequest<String> FACT = Fact.scripted("fact", "echo\n")
            .parsedBy(output -> Reading.got(output.text()))
            .request();

    private static CheckSpec<NoParams> spec() {
        return CheckSpec.of("toy", NoParams.class, Severity.BLOCKER);
    }

    /** A host whose identity names this runtime of containers; empty for none. */
    private static Reading<HostIdentity> inside(String runtime) {
        return Reading.got(new HostIdentity("debian", List.of(), "12", "Debian", "6.1", "x86_64", 0, runtime, ""));
    }

    private static List<Finding> evaluate(
            CheckSpec<NoParams> spec, Reading<HostIdentity> identity, Function<HostFacts, List<Judgement>> judge) {
        return evaluate(
                spec, Needs.none().required(HostIdentity.REQUEST), Map.of(HostIdentity.REQUEST.key(), identity), judge);
    }

    private static List<Finding> evaluate(
            Needs needs, Map<String, Reading<?>> readings, Function<HostFacts, List<Judgement>> judge) {
        return evaluate(spec(), needs, readings, judge);
    }

    private static List<Finding> evaluate(
            CheckSpec<NoParams> spec,
            Needs needs,
            Map<String, Reading<?>> readings,
            Function<HostFacts, List<Judgement>> judge) {
        return evaluate(spec, needs, readings, judge, Map.of());
    }

    private static List<Finding> evaluate(
            CheckSpec<NoParams> spec,
            Needs needs,
            Map<String, Reading<?>> readings,
            Function<HostFacts, List<Judgement>> judge,
            Map<String, Severity> severities) {
        HostCheck<NoParams> check = new HostCheck<>() {
            @Override
            public CheckSpec<NoParams> spec() {
                return spec;
            }

            @Override
            public Needs needs(NoParams params) {
                return needs;
            }

            @Override
            public List<Judgement> judge(HostFacts facts, NoParams params) {
                return judge.apply(facts);
            }
        };
        CheckInstance<NoParams> instance = new CheckInstance<>(
                "toy",
                check,
                new NoParams(),
                Optional.empty(),
                severities,
                List.of(),
                HostSelector.ALL,
                Place.of("test"));
        HostFacts facts = new HostFacts(new HostInfo("h1", "", List.of()), Instant.EPOCH, readings);
        return CheckEvaluation.host(instance, check, facts);
    }

    private static void assertUnknown(List<Finding> findings, Reason reason) {
        assertThat(findings).singleElement().satisfies(finding -> {
            assertThat(finding.outcome()).isEqualTo(Outcome.UNKNOWN);
            assertThat(finding.reason()).hasValue(reason);
        });
    }

    @Test
    void withoutADecidingFactNobodyIsAsked() {
        Map<String, Reading<?>> denied = Map.of(FACT.key(), Reading.missing(Reason.NO_PERMISSION, "denied"));
        assertUnknown(
                evaluate(Needs.none().required(FACT), denied, facts -> {
                    throw new AssertionError("asked");
                }),
                Reason.NO_PERMISSION);
    }

    @Test
    void ofAContainerAJudgeIsAskedOnlyIfItsCheckLooksAtContainers() {
        Function<HostFacts, List<Judgement>> pass = facts -> List.of(Judgement.pass(Subject.HOST));
        assertThat(evaluate(spec().notInContainer(params -> false), inside("docker"), pass))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.outcome()).isEqualTo(Outcome.NOT_APPLICABLE);
                    assertThat(finding.code()).isEqualTo(CheckSpec.IN_CONTAINER);
                    assertThat(finding.severity()).isEqualTo(Severity.INFO);
                    assertThat(finding.judgement().args()).containsEntry("runtime", Arg.text("docker"));
                });
        assertThat(evaluate(spec().notInContainer(params -> true), inside("docker"), pass))
                .extracting(Finding::outcome)
                .containsExactly(Outcome.PASS);
        assertThat(evaluate(spec().notInContainer(params -> false), inside(""), pass))
                .extracting(Finding::outcome)
                .containsExactly(Outcome.PASS);
        assertThat(evaluate(spec(), inside("docker"), pass))
                .extracting(Finding::outcome)
                .containsExactly(Outcome.PASS);
    }

    /** An installer that reboots its hosts makes a blocker of what the check only warns of. */
    @Test
    void whatOnlyWarnsFailsWhereTheProfileMakesItABlocker() {
        CheckSpec<NoParams> spec = spec().code("lost", Severity.WARNING).code("limited");
        assertThat(taken(spec, Map.of()))
                .containsExactly("warning warning", "warning info", "warning blocker", "pass blocker");
        assertThat(taken(spec, Map.of("lost", Severity.BLOCKER, "limited", Severity.BLOCKER, "ok", Severity.BLOCKER)))
                .as("not what the judge takes for information, nor what it only warns of with a code that blocks")
                .containsExactly("fail blocker", "warning blocker", "warning blocker", "pass blocker");
        assertThat(taken(spec, Map.of("lost", Severity.INFO)))
                .containsExactly("warning info", "warning info", "warning blocker", "pass blocker");
    }

    private static List<String> taken(CheckSpec<NoParams> spec, Map<String, Severity> severities) {
        List<Judgement> said = List.of(
                Judgement.warning("lost", Subject.HOST),
                Judgement.warning("lost", Subject.of("of", "unknown default")).withSeverity(Severity.INFO),
                Judgement.warning("limited", Subject.HOST),
                Judgement.pass(Subject.HOST));
        return evaluate(spec, Needs.none(), Map.of(), facts -> said, severities).stream()
                .map(finding ->
                        finding.outcome().code() + " " + finding.severity().code())
                .toList();
    }

    @Test
    void whereItIsNotKnownWhetherAHostIsAContainerNobodyIsAsked() {
        assertUnknown(
                evaluate(spec().notInContainer(params -> false), Reading.missing(Reason.TIMEOUT, ""), facts -> {
                    throw new AssertionError("asked");
                }),
                Reason.TIMEOUT);
    }

    @Test
    void whatAJudgeNamesNoFactForWasReadFromAllThatDecide() {
        FactRequest<String> other = FACT.withArguments(List.of("x"));
        FactRequest<String> seen = FACT.withArguments(List.of("seen"));
        List<Finding> findings = evaluate(
                Needs.none().required(FACT, other).each(seen),
                Map.of(FACT.key(), Reading.got("1"), other.key(), Reading.got("2"), seen.key(), Reading.got("3")),
                facts -> List.of(
                        Judgement.pass(Subject.HOST),
                        Judgement.pass(Subject.HOST).basedOn(other),
                        Judgement.pass(Subject.HOST).basedOn(seen)));
        assertThat(findings)
                .extracting(finding -> finding.judgement().readFrom())
                .containsExactly(List.of(FACT.key(), other.key()), List.of(other.key()), List.of(seen.key()));
    }

    @Test
    void aJudgeThatThrowsOrSaysNothingIsACheckErrorForItselfAlone() {
        assertUnknown(
                evaluate(Needs.none(), Map.of(), facts -> {
                    throw new IllegalStateException("bug");
                }),
                Reason.CHECK_ERROR);
        assertUnknown(evaluate(Needs.none(), Map.of(), facts -> List.of()), Reason.CHECK_ERROR);
    }

    @Test
    void aPassOnNothingIsACheckError() {
        assertUnknown(
                evaluate(Needs.none().each(FACT), Map.of(), facts -> List.of(Judgement.pass(Subject.HOST))),
                Reason.CHECK_ERROR);
        assertUnknown(
                evaluate(Needs.none().each(FACT), Map.of(), facts -> List.of(Judgement.warning("odd", Subject.HOST))),
                Reason.CHECK_ERROR);
    }

    @Test
    void ofAGroupOneFactIsEnough() {
        FactRequest<String> other = FACT.withArguments(List.of("x"));
        List<Finding> findings = evaluate(
                Needs.none().oneOf(List.of(FACT, other)),
                Map.of(FACT.key(), Reading.got("here")),
                facts -> List.of(Judgement.pass(Subject.HOST)));
        assertThat(findings).extracting(Finding::outcome).containsExactly(Outcome.PASS);
    }

    @Test
    void anIllustratingFactMayBeMissing() {
        List<Finding> findings =
                evaluate(Needs.none().optional(FACT), Map.of(), facts -> List.of(Judgement.pass(Subject.HOST)));
        assertThat(findings).extracting(Finding::outcome).containsExactly(Outcome.PASS);
    }

    @Test
    void askingForAMissingFactAsIfItDecidedIsACheckError() {
        assertUnknown(
                evaluate(Needs.none().each(FACT), Map.of(), facts -> {
                    facts.get(FACT);
                    return List.of(Judgement.pass(Subject.HOST));
                }),
                Reason.CHECK_ERROR);
    }
}
