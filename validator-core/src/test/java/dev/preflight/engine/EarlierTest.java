package dev.preflight.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import dev.preflight.api.Check;
import dev.preflight.api.CheckSpec;
import dev.preflight.api.FleetCheck;
import dev.preflight.api.FleetFacts;
import dev.preflight.api.HostInfo;
import dev.preflight.api.HostSelector;
import dev.preflight.api.Judgement;
import dev.preflight.api.LinkCheck;
import dev.preflight.api.LinkFacts;
import dev.preflight.api.Needs;
import dev.preflight.api.NoParams;
import dev.preflight.api.Scope;
import dev.preflight.api.Scoped;
import dev.preflight.api.Severity;
import dev.preflight.api.Subject;
import dev.preflight.evidence.Frame;
import dev.preflight.evidence.FrameEnd;
import dev.preflight.evidence.HostEvidence;
import dev.preflight.evidence.LaneEvidence;
import dev.preflight.evidence.RunEnd;
import dev.preflight.evidence.RunEnd.How;
import dev.preflight.evidence.SavedRun;
import dev.preflight.exchange.Traffic;
import dev.preflight.fact.Fact;
import dev.preflight.fact.Lane;
import dev.preflight.fact.Reading;
import dev.preflight.inventory.Host;
import dev.preflight.node.Place;
import dev.preflight.node.ProblemsException;
import dev.preflight.param.SettingValues;
import dev.preflight.profile.CheckInstance;
import dev.preflight.profile.Profile;
import dev.preflight.testing.TestHost;
import dev.preflight.transport.HostFailure;
import dev.preflight.transport.TransportFailure;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Which hosts a run that is resumed need not ask again. */
class EarlierTest {
    private static final Instant AT = Instant.parse("2026-11-23T12:00:00Z");
    private static final Fact<String> CLOCK =
            Fact.scripted("clock", "date\n").runFirst().parsedBy(output -> Reading.got(output.text()));
    private static final Fact<String> WORD =
            Fact.scripted("word", "echo a\n").parsedBy(output -> Reading.got(output.text()));

    /** Compares what hosts say in an exchange. */
    private static final class Links implements LinkCheck<NoParams> {
        @Override
        public CheckSpec<NoParams> spec() {
            return CheckSpec.of("links", NoParams.class, Severity.BLOCKER);
        }

        @Override
        public Needs needs(NoParams params) {
            return Needs.none();
        }

        @Override
        public Traffic traffic(NoParams params) {
            return Traffic.none();
        }

        @Override
        public List<Scoped> judge(LinkFacts facts, NoParams params) {
            return List.of(new Scoped(Scope.fleet(), Judgement.pass(Subject.HOST)));
        }
    }

    /** Compares what hosts say to one request. */
    private record Compared(Fact<String> fact) implements FleetCheck<NoParams> {
        @Override
        public CheckSpec<NoParams> spec() {
            return CheckSpec.of("compared", NoParams.class, Severity.BLOCKER);
        }

        @Override
        public Needs needs(NoParams params) {
            return Needs.none().required(fact.request());
        }

        @Override
        public List<Scoped> judge(FleetFacts facts, NoParams params) {
            return List.of(new Scoped(Scope.fleet(), Judgement.pass(Subject.HOST)));
        }
    }

    private final Map<String, HostEvidence> saved = new HashMap<>();
    private Optional<RunEnd> end = Optional.empty();

    private static CheckInstance<NoParams> instance(Check<NoParams> check, String group) {
        return new CheckInstance<>(
                check.spec().id(),
                check,
                new NoParams(),
                Optional.empty(),
                Map.of(),
                List.of(group),
                HostSelector.ALL,
                Place.of("test"));
    }

    /** Host c takes part in no exchange. */
    private static RunPlan plan(Fact<String> compared) throws ProblemsException {
        List<CheckInstance<?>> checks =
                List.of(instance(new Links(), "linked"), instance(new Compared(compared), "all"));
        Profile profile = new Profile("test", "", SettingValues.defaults(), checks, List.of(), false, false, List.of());
        return RunPlan.of(
                profile,
                List.of(
                        TestHost.named("a", "all", "linked"),
                        TestHost.named("b", "all", "linked"),
                        TestHost.named("c", "all")),
                List.of(),
                List.of());
    }

    private static Frame frame(String key, FrameEnd end) {
        return new Frame(
                key,
                1,
                end,
                end == FrameEnd.COMPLETE ? OptionalInt.of(0) : OptionalInt.empty(),
                Optional.empty(),
                Optional.empty(),
                new byte[0],
                new byte[0]);
    }

    /** What is saved of a host whose exchange came to this end. */
    private void saved(String host, FrameEnd exchange, TransportFailure... failure) {
        List<Frame> frames = new ArrayList<>(List.of(frame("word@clean", FrameEnd.COMPLETE)));
        LinkFacts.EXCHANGED.forEach(request -> frames.add(frame(request.key(), exchange)));
        LaneEvidence lane = new LaneEvidence(Lane.USER, "", AT, AT, frames, "", false, Optional.empty());
        saved.put(
                host,
                new HostEvidence(
                        new HostInfo(host, "", List.of("all")),
                        "ssh",
                        AT,
                        List.of(lane),
                        Stream.of(failure).findFirst().map(HostFailure::of)));
    }

    private void nothing(String host, TransportFailure failure) {
        saved.put(
                host,
                new HostEvidence(
                        new HostInfo(host, "", List.of("all")),
                        "ssh",
                        AT,
                        List.of(),
                        Optional.of(HostFailure.of(failure))));
    }

    private Set<String> done(Fact<String> compared, boolean clockIsComparable) throws ProblemsException {
        SavedRun run = mock(SavedRun.class);
        when(run.read(any()))
                .thenAnswer(call -> saved.get(call.getArgument(0, Host.class).name()));
        when(run.end()).thenReturn(end);
        return Earlier.of(plan(compared), run, host -> clockIsComparable).hosts();
    }

    private void all() {
        saved("a", FrameEnd.COMPLETE);
        saved("b", FrameEnd.COMPLETE);
        saved("c", FrameEnd.NEVER);
    }

    @Test
    void whatIsThereIsNotAskedAgain() throws ProblemsException {
        all();
        assertThat(done(WORD, false)).containsExactlyInAnyOrder("a", "b", "c");
    }

    @ParameterizedTest
    @EnumSource(TransportFailure.class)
    void aHostIsDoneUnlessTheRunEndedFirstOrItsEvidenceIsNotWhole(TransportFailure failure) throws ProblemsException {
        all();
        saved("c", FrameEnd.NEVER, failure);
        boolean again = failure.ofEvidence()
                || failure == TransportFailure.INTERRUPTED
                || failure == TransportFailure.RUN_DEADLINE;
        assertThat(done(WORD, false).contains("c")).isEqualTo(!again);
        assertThat(done(WORD, false)).contains("a", "b");
    }

    @Test
    void ofAnExchangeThatLacksOneHostAllAreAskedAgain() throws ProblemsException {
        all();
        nothing("b", TransportFailure.NOT_COLLECTED);
        assertThat(done(WORD, false)).containsExactly("c");
    }

    @Test
    void aHostThatCouldNotBeReachedTookNoPartAndIsDone() throws ProblemsException {
        all();
        nothing("b", TransportFailure.REFUSED);
        assertThat(done(WORD, false)).containsExactlyInAnyOrder("a", "b", "c");
    }

    /** Ctrl-C in the middle of an exchange is no failure of a host that had answered all else. */
    @ParameterizedTest
    @EnumSource(
            value = FrameEnd.class,
            names = {"NEVER", "CUT", "TIMED_OUT"})
    void anExchangeThatTheEndOfTheRunCutIsMadeAgain(FrameEnd exchange) throws ProblemsException {
        all();
        saved("a", exchange);
        assertThat(done(WORD, false)).containsExactly("c");
        for (How how : How.values()) {
            end = Optional.of(new RunEnd(how, AT, 3, 3));
            assertThat(done(WORD, false).contains("a")).isEqualTo(how == How.COMPLETE);
        }
    }

    @Test
    void clocksAreComparedByOneClockOnly() throws ProblemsException {
        all();
        assertThat(done(CLOCK, true)).hasSize(3);
        assertThat(done(CLOCK, false)).isEmpty();
        nothing("c", TransportFailure.REFUSED);
        assertThat(done(CLOCK, false)).containsExactly("c");
    }
}
