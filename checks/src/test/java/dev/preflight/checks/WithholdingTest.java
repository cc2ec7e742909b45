package dev.preflight.checks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.api.Check;
import dev.preflight.api.CheckSpec;
import dev.preflight.api.Finding;
import dev.preflight.api.FleetCheck;
import dev.preflight.api.FleetFacts;
import dev.preflight.api.HostCheck;
import dev.preflight.api.HostFacts;
import dev.preflight.api.Judgement;
import dev.preflight.api.LinkCheck;
import dev.preflight.api.Needs;
import dev.preflight.api.NoParams;
import dev.preflight.api.Outcome;
import dev.preflight.api.Scope;
import dev.preflight.api.Scoped;
import dev.preflight.api.Severity;
import dev.preflight.api.Subject;
import dev.preflight.evidence.Frame;
import dev.preflight.evidence.FrameEnd;
import dev.preflight.evidence.HostEvidence;
import dev.preflight.exchange.ListenReport;
import dev.preflight.exchange.ReceiveReport;
import dev.preflight.exchange.SendReport;
import dev.preflight.exchange.Traffic;
import dev.preflight.fact.FactRequest;
import dev.preflight.fact.Reason;
import dev.preflight.host.HostIdentity;
import dev.preflight.testing.FixtureEvidence;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Generated: from every passing fixture, each required fact and each whole group is withheld in turn, of a fleet from
 * each of its hosts. No check may pass
 * then, and none may need the engine to stop it from passing.
 */
class WithholdingTest {

    /** One thing withheld from one host of one fixture. */
    private record Case(SpecFixture fixture, String host, List<String> keys) {
        List<Finding> findings() {
            SortedMap<String, HostEvidence> less = new TreeMap<>(fixture.evidence());
            less.computeIfPresent(host, (name, evidence) -> FixtureEvidence.without(evidence, keys));
            return fixture.findings(less);
        }

        @Override
        public String toString() {
            return fixture + " without " + keys + " of " + host;
        }
    }

    private static Stream<Case> cases(Check<?> check) {
        return SpecFixture.of(check).stream()
                .filter(fixture -> fixture.outcome().equals("pass"))
                .flatMap(fixture -> withheld(fixture, check));
    }

    private static Stream<Case> withheld(SpecFixture fixture, Check<?> check) {
        Needs needs = needs(check, fixture.params());
        List<List<String>> keys = new ArrayList<>();
        needs.required().forEach(request -> keys.add(List.of(request.key())));
        needs.groups()
                .forEach(group -> keys.add(group.stream().map(FactRequest::key).toList()));
        keys.addAll(ofLinks(check, fixture.params()));
        if (check instanceof FleetCheck && keys.isEmpty()) {
            // A sum: what the others have may be enough, but nothing may be made of what is withheld.
            needs.optional().forEach(request -> keys.add(List.of(request.key())));
        }
        return fixture.evidence().entrySet().stream()
                .flatMap(host -> keys.stream()
                        .filter(withheld -> !Collections.disjoint(whole(host.getValue()), withheld))
                        .map(withheld -> new Case(fixture, host.getKey(), withheld)));
    }

    /** The frames of a host that came whole: of the others there is nothing to withhold. */
    private static List<String> whole(HostEvidence evidence) {
        return evidence.lanes().stream()
                .flatMap(lane -> lane.frames().stream())
                .filter(frame -> frame.end() == FrameEnd.COMPLETE)
                .map(Frame::key)
                .toList();
    }

    /** What a host sent decides of its links; and what the others heard, where it is datagrams that must arrive. */
    private static <P extends Record> List<List<String>> ofLinks(Check<P> check, Record params) {
        if (!(check instanceof LinkCheck<P> link) || !link.exchanges()) {
            return List.of();
        }
        Traffic traffic = link.traffic(check.spec().params().cast(params));
        boolean datagrams = !traffic.udpPorts().isEmpty() || !traffic.sizes().isEmpty();
        return datagrams
                ? List.of(
                        List.of(SendReport.REQUEST.key()),
                        List.of(ReceiveReport.REQUEST.key()),
                        List.of(ListenReport.REQUEST.key()))
                : List.of(List.of(SendReport.REQUEST.key()));
    }

    private static <P extends Record> List<FactRequest<?>> requests(Check<P> check, Record params) {
        return SpecFixture.requests(check, check.spec().params().cast(params));
    }

    private static <P extends Record> Needs needs(Check<P> check, Record params) {
        return check.needs(check.spec().params().cast(params));
    }

    /** Whether a check is caught: it passed, or the engine had to step in. */
    private static boolean passesOnNothing(List<Finding> findings) {
        return SpecFixtureTest.worst(findings) == Outcome.PASS
                || SpecFixtureTest.worst(findings) == Outcome.WARNING
                || findings.stream()
                        .anyMatch(f ->
                                f.reason().filter(Reason.CHECK_ERROR::equals).isPresent());
    }

    @Test
    void noCheckPassesWithoutWhatDecidesIt() {
        List<Check<?>> checks = ChecksUnderTest.all();
        int tried = 0;
        for (Check<?> check : checks) {
            List<Case> cases = cases(check).toList();
            assertThat(cases)
                    .as(check.spec().id() + " has something to withhold")
                    .isNotEmpty();
            for (Case one : cases) {
                assertThat(passesOnNothing(one.findings())).as(one.toString()).isFalse();
                tried++;
            }
        }
        assertThat(tried).isGreaterThanOrEqualTo(checks.size());
    }

    /** The engine takes it from a judge without any fact that its parameters apply to no host. */
    @Test
    void noHostCheckThatAppliesSaysOfNothingThatItDoesNot() {
        for (Check<?> check : ChecksUnderTest.all()) {
            if (check instanceof HostCheck) {
                for (SpecFixture fixture : SpecFixture.of(check)) {
                    List<String> all = requests(check, fixture.params()).stream()
                            .map(FactRequest::key)
                            .toList();
                    boolean applies = fixture.outcome().equals("pass")
                            || fixture.outcome().equals("fail");
                    fixture.evidence().keySet().stream()
                            .filter(host -> applies)
                            .map(host -> new Case(fixture, host, all))
                            .forEach(nothing -> assertThat(nothing.findings())
                                    .as(nothing.toString())
                                    .anyMatch(finding -> finding.outcome() != Outcome.NOT_APPLICABLE));
                }
            }
        }
    }

    @Test
    void everyFrameOfAFixtureIsOneThatItsCheckAsksFor() {
        for (Check<?> check : ChecksUnderTest.all()) {
            for (SpecFixture fixture : SpecFixture.of(check)) {
                List<String> asked = Stream.concat(
                                requests(check, fixture.params()).stream(), Stream.of(HostIdentity.REQUEST))
                        .map(FactRequest::key)
                        .toList();
                assertThat(fixture.frames())
                        .as(fixture.toString())
                        .allSatisfy(frame -> assertThat(asked).contains(frame.key()));
            }
        }
    }

    /** Takes a missing fact for a good one. */
    private static final class BadCheck implements HostCheck<dev.preflight.api.NoParams> {
        @Override
        public CheckSpec<dev.preflight.api.NoParams> spec() {
            return CheckSpec.of("bad-check", dev.preflight.api.NoParams.class, Severity.BLOCKER);
        }

        @Override
        public Needs needs(dev.preflight.api.NoParams params) {
            return Needs.none().each(HostIdentity.REQUEST);
        }

        @Override
        public List<Judgement> judge(HostFacts facts, dev.preflight.api.NoParams params) {
            return facts.reading(HostIdentity.REQUEST)
                    .fold(
                            host -> List.of(Judgement.pass(Subject.HOST)),
                            missing -> List.of(Judgement.pass(Subject.HOST)));
        }
    }

    /** Passes for the hosts that it knows of, and forgets the others. */
    private static final class ForgetfulFleetCheck implements FleetCheck<NoParams> {
        @Override
        public CheckSpec<NoParams> spec() {
            return CheckSpec.of("forgetful-check", NoParams.class, Severity.BLOCKER);
        }

        @Override
        public Needs needs(NoParams params) {
            return Needs.none().required(HostIdentity.REQUEST);
        }

        @Override
        public List<Scoped> judge(FleetFacts facts, NoParams params) {
            List<Scoped> judged = new ArrayList<>();
            facts.hosts().forEach((name, host) -> {
                if (!host.reading(HostIdentity.REQUEST).isMissing()) {
                    judged.add(new Scoped(Scope.host(name), Judgement.pass(Subject.HOST)));
                }
            });
            return judged;
        }
    }

    @Test
    void aPlantedFleetCheckThatForgetsAHostIsCaught() {
        List<Case> cases = cases(new ForgetfulFleetCheck()).toList();
        assertThat(cases).hasSize(2);
        assertThat(cases)
                .allSatisfy(one -> assertThat(passesOnNothing(one.findings()))
                        .as(one.toString())
                        .isTrue());
    }

    @Test
    void aPlantedCheckThatTakesAbsenceForGoodIsCaught() {
        List<Case> cases = cases(new BadCheck()).toList();
        assertThat(cases).hasSize(1);
        assertThat(passesOnNothing(cases.get(0).findings())).isTrue();
    }
}
