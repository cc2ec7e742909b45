package dev.preflight.checks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.api.Catalogue;
import dev.preflight.api.Check;
import dev.preflight.api.Finding;
import dev.preflight.evidence.Frame;
import dev.preflight.evidence.FrameEnd;
import dev.preflight.evidence.HostEvidence;
import dev.preflight.fact.Reason;
import dev.preflight.testing.FixtureEvidence;
import dev.preflight.testing.Fuzz;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The judge of every check, on fixtures in which one frame is changed: parser and judge end as they should. */
@Tag(Fuzz.TAG)
class JudgesFuzzTest {

    static Collection<Check<?>> checks() {
        return Catalogue.load().checks().values();
    }

    /** One frame of a fixture. */
    private record Spot(SpecFixture fixture, SortedMap<String, HostEvidence> evidence, String host, Frame frame) {

        /** First line of an input that belongs here. */
        String header() {
            return fixture.name() + " " + host + " " + frame.key();
        }

        byte[] seed() {
            byte[] line = (header() + "\n").getBytes(StandardCharsets.UTF_8);
            byte[] seed = Arrays.copyOf(line, line.length + frame.out().length);
            System.arraycopy(frame.out(), 0, seed, line.length, frame.out().length);
            return seed;
        }

        List<Finding> findings(byte[] out) {
            Frame changed = new Frame(
                    frame.key(),
                    frame.format(),
                    FrameEnd.COMPLETE,
                    OptionalInt.of(frame.status().orElse(0)),
                    frame.took(),
                    frame.receivedAt(),
                    out,
                    frame.err());
            SortedMap<String, HostEvidence> other = new TreeMap<>(evidence);
            other.computeIfPresent(host, (name, whole) -> FixtureEvidence.with(whole, changed));
            return fixture.findings(other);
        }
    }

    private static List<Spot> spots(Check<?> check) {
        List<Spot> spots = new ArrayList<>();
        for (SpecFixture fixture : SpecFixture.of(check)) {
            SortedMap<String, HostEvidence> evidence = fixture.evidence();
            evidence.forEach((host, whole) -> whole.lanes()
                    .get(0)
                    .frames()
                    .forEach(frame -> spots.add(new Spot(fixture, evidence, host, frame))));
        }
        return spots;
    }

    private static void judge(List<Spot> spots, byte[] input) {
        String header =
                new String(input, StandardCharsets.UTF_8).lines().findFirst().orElse("");
        Spot spot = spots.stream()
                .filter(one -> one.header().equals(header))
                .findFirst()
                .orElse(spots.get(0));
        int from = Math.min(input.length, header.getBytes(StandardCharsets.UTF_8).length + 1);
        List<Finding> findings = spot.findings(Arrays.copyOfRange(input, from, input.length));
        assertThat(findings).isNotEmpty();
        for (Finding finding : findings) {
            String detail = String.valueOf(finding.args().get("detail"));
            if (finding.reason().filter(Reason.CHECK_ERROR::equals).isPresent() || detail.contains("failed: java.")) {
                throw new AssertionError("an internal error: " + detail);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("checks")
    void anyFrameIsJudged(Check<?> check) {
        List<Spot> spots = spots(check);
        Fuzz.of("judge-" + check.spec().id())
                .inputs(4_000)
                .seeds(spots.stream().map(Spot::seed).toList())
                .run(input -> judge(spots, input));
    }
}
