package dev.preflight.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.api.HostFacts;
import dev.preflight.api.HostInfo;
import dev.preflight.fact.Fact;
import dev.preflight.fact.FactRequest;
import dev.preflight.fact.Lane;
import dev.preflight.fact.Reading;
import dev.preflight.fact.Reason;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class ReadingsTest {
    private static final FactRequest<String> WATCHED = Fact.scripted("watched", "echo x\n")
            .slow()
            .parsedBy(output -> Reading.got(output.text()))
            .request();

    private static final FactRequest<String> LOOKED_AT = Fact.scripted("looked-at", "echo x\n")
            .parsedBy(output -> Reading.got(output.text()))
            .request();

    private static HostFacts facts(boolean rebooted) {
        List<Frame> frames = List.of(frame(WATCHED), frame(LOOKED_AT));
        LaneEvidence lane =
                new LaneEvidence(Lane.SLOW, "", Instant.EPOCH, Instant.EPOCH, frames, "", rebooted, Optional.empty());
        HostEvidence evidence = new HostEvidence(
                new HostInfo("h1", "", List.of()), "local", Instant.EPOCH, List.of(lane), Optional.empty());
        return Readings.of(evidence, List.of(WATCHED, LOOKED_AT));
    }

    private static Frame frame(FactRequest<?> request) {
        return new Frame(
                request.key(),
                1,
                FrameEnd.COMPLETE,
                OptionalInt.of(0),
                Optional.of(Duration.ofSeconds(1)),
                Optional.empty(),
                "x\n".getBytes(StandardCharsets.UTF_8),
                new byte[0]);
    }

    @Test
    void whatWasWatchedOverARebootTellsNothing() {
        assertThat(facts(true).reading(WATCHED))
                .isInstanceOfSatisfying(
                        Reading.Missing.class,
                        missing -> assertThat(missing.reason()).isEqualTo(Reason.REBOOTED_MIDWAY));
        assertThat(facts(true).get(LOOKED_AT)).isEqualTo("x\n");
        assertThat(facts(false).get(WATCHED)).isEqualTo("x\n");
    }
}
