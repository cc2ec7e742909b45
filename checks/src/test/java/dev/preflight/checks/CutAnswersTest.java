package dev.preflight.checks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.api.Check;
import dev.preflight.api.Outcome;
import dev.preflight.checks.fact.DockerDaemon;
import dev.preflight.evidence.Frame;
import dev.preflight.evidence.HostEvidence;
import dev.preflight.fact.Fact;
import dev.preflight.host.HostIdentity;
import dev.preflight.testing.FixtureEvidence;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Generated: the answer of every probe in every fixture is cut at each of 20 places and emptied, and still said to be
 * whole, as if what the probe called had died in the middle of it. A cut answer may be as bad as the whole one, or not be
 * understood; it never looks better.
 */
class CutAnswersTest {
    private static final int PLACES = 20;

    /** What ends an answer that had no end in the format before. */
    private static final byte[] END = "\ndone\n".getBytes(StandardCharsets.US_ASCII);

    /** How bad an outcome is, worst first: fail, unknown, warning, pass. */
    private static final List<Outcome> WORST_FIRST = List.of(Outcome.FAIL, Outcome.UNKNOWN, Outcome.WARNING);

    /** A fixture, read once. */
    private record Whole(SpecFixture fixture, Record params, SortedMap<String, HostEvidence> evidence) {
        static Whole of(SpecFixture fixture) {
            SortedMap<String, HostEvidence> evidence = new TreeMap<>(fixture.evidence());
            Stream<Fact<?>> ended = Stream.of(HostIdentity.FACT, DockerDaemon.FACT);
            ended.forEach(fact -> evidence.replaceAll((host, of) -> {
                Optional<Frame> frame = of.frame(fact.request().key());
                return frame.filter(old -> old.format() < fact.format())
                        .map(old -> FixtureEvidence.with(of, asToday(old, fact)))
                        .orElse(of);
            }));
            return new Whole(fixture, fixture.params(), evidence);
        }

        /** Older fixtures are kept as they were recorded; what is cut here is what a probe of today sends. */
        private static Frame asToday(Frame old, Fact<?> fact) {
            byte[] out = Arrays.copyOf(old.out(), old.out().length + END.length);
            System.arraycopy(END, 0, out, old.out().length, END.length);
            return new Frame(
                    old.key(), fact.format(), old.end(), old.status(), old.took(), old.receivedAt(), out, old.err());
        }

        Outcome outcome() {
            return worst(evidence);
        }

        private Outcome worst(SortedMap<String, HostEvidence> of) {
            return SpecFixtureTest.worst(SpecFixture.judge(fixture.check(), params, of));
        }
    }

    /** One answer of one fixture, cut behind so many bytes. */
    private record Cut(Whole whole, String host, Frame frame, int at, int status) {
        Outcome outcome() {
            SortedMap<String, HostEvidence> cut = new TreeMap<>(whole.evidence());
            cut.computeIfPresent(
                    host, (name, evidence) -> FixtureEvidence.with(evidence, cutFrame(Arrays.copyOf(frame.out(), at))));
            return whole.worst(cut);
        }

        private Frame cutFrame(byte[] out) {
            return new Frame(
                    frame.key(),
                    frame.format(),
                    frame.end(),
                    frame.status().isPresent() ? OptionalInt.of(status) : frame.status(),
                    frame.took(),
                    frame.receivedAt(),
                    out,
                    frame.err());
        }

        @Override
        public String toString() {
            return frame.key().replaceFirst("@.*", "") + " of " + whole.fixture() + " on " + host + " cut at " + at
                    + " of " + frame.out().length;
        }
    }

    private static List<Cut> cuts(Whole fixture, OptionalInt status) {
        List<Cut> cuts = new ArrayList<>();
        fixture.evidence()
                .forEach((host, evidence) -> evidence.lanes().stream()
                        .flatMap(lane -> lane.frames().stream())
                        .forEach(frame -> {
                            TreeSet<Integer> places = new TreeSet<>();
                            for (int i = 0; i <= PLACES; i++) {
                                places.add(frame.out().length * i / (PLACES + 1));
                            }
                            places.remove(frame.out().length);
                            places.forEach(at -> cuts.add(new Cut(
                                    fixture,
                                    host,
                                    frame,
                                    at,
                                    status.orElse(frame.status().orElse(-1)))));
                        }));
        return cuts;
    }

    /** Whether the outcome got better. Unknown is no better than fail: neither lets an installer proceed. */
    private static boolean better(Outcome cut, Outcome whole) {
        return cut != Outcome.UNKNOWN && badness(cut) < badness(whole);
    }

    private static int badness(Outcome outcome) {
        int at = WORST_FIRST.indexOf(outcome);
        return at < 0 ? 0 : WORST_FIRST.size() - at;
    }

    private static List<String> better(OptionalInt status) {
        List<String> better = new ArrayList<>();
        int tried = 0;
        for (Check<?> check : new AllChecks().checks()) {
            for (SpecFixture fixture : SpecFixture.of(check)) {
                Whole whole = Whole.of(fixture);
                Outcome before = whole.outcome();
                for (Cut cut : cuts(whole, status)) {
                    Outcome after = cut.outcome();
                    tried++;
                    if (better(after, before)) {
                        better.add(cut + ": " + before.code() + " became " + after.code());
                    }
                }
            }
        }
        assertThat(tried).isGreaterThan(2_000);
        return better;
    }

    /** What the kernel does where memory is short: the probe is gone in the middle, and its shell says by which signal. */
    @Test
    void noAnswerThatWasCutByAKillLooksBetterThanTheWholeOne() {
        assertThat(better(OptionalInt.of(128 + 9))).isEmpty();
    }

    /** No host sends this, because the status is printed last: it is evidence made by hand. */
    @Test
    void noAnswerThatIsCutAndSaidToBeWholeLooksBetter() {
        assertThat(better(OptionalInt.empty())).isEmpty();
    }
}
