package dev.preflight.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import dev.preflight.api.ProbeTiming;
import dev.preflight.evidence.Frame;
import dev.preflight.evidence.FrameEnd;
import dev.preflight.evidence.LaneEvidence;
import dev.preflight.fact.Fact;
import dev.preflight.fact.FactRequest;
import dev.preflight.fact.Lane;
import dev.preflight.fact.Reading;
import dev.preflight.probe.HostRoom;
import dev.preflight.probe.Redactor;
import dev.preflight.transport.Call;
import dev.preflight.transport.HostFailure;
import dev.preflight.transport.OutputSink;
import dev.preflight.transport.Session;
import dev.preflight.transport.TransportException;
import dev.preflight.transport.TransportFailure;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** A clock is read until its answer was fast: with readings injected, and a clock of our own that runs as they say. */
class AgainLaneTest {
    private static final FactRequest<String> CLOCK = Fact.scripted("clock", "date\n")
            .runFirst()
            .parsedBy(output -> Reading.got(output.text()))
            .request();

    /** The clock of this machine; it moves when an answer arrives. */
    private static final class Participant extends Clock {
        private Instant now = Instant.EPOCH;

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    private final Participant participant = new Participant();
    private final AgainLane lane =
            new AgainLane(CLOCK, new ReaderMaker(new Redactor(List.of()), participant, HostRoom.alone()));

    /** A host whose answers take so many milliseconds, one after another; how often it was asked. */
    private int asked(int... millis) throws TransportException {
        Session session = mock(Session.class);
        List<Integer> asked = new ArrayList<>();
        when(session.run(any(Call.class), any())).thenAnswer(run -> {
            Call call = run.getArgument(0);
            OutputSink sink = run.getArgument(1);
            String nonce = new String(call.input(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> line.startsWith("N="))
                    .findFirst()
                    .orElseThrow()
                    .substring(2);
            answer(sink, nonce, 1, millis[0]);
            asked.add(1);
            call.later()
                    .orElseThrow()
                    .pour(
                            new OutputStream() {
                                @Override
                                public void write(int b) {
                                    if (b == '\n') {
                                        answer(
                                                sink,
                                                nonce,
                                                asked.size() + 1,
                                                millis[Math.min(asked.size(), millis.length - 1)]);
                                        asked.add(1);
                                    }
                                }
                            },
                            () -> false);
            return OptionalInt.of(0);
        });
        lane.run(session);
        return asked.size();
    }

    private void answer(OutputSink sink, String nonce, int number, int millis) {
        participant.now = participant.now.plusMillis(millis);
        String text = "\n@@" + nonce + " B " + number + "\n" + number + "\n\n@@" + nonce + " R 0\n\n@@" + nonce + " E "
                + number + " 0\n";
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        sink.out(bytes, 0, bytes.length);
    }

    private static LaneEvidence first(Duration width) {
        Frame frame = new Frame(
                CLOCK.key(),
                1,
                FrameEnd.COMPLETE,
                OptionalInt.of(0),
                Optional.empty(),
                Optional.of(Instant.EPOCH.plus(width)),
                new byte[0],
                new byte[0]);
        return new LaneEvidence(
                Lane.USER, "", Instant.EPOCH, Instant.EPOCH, List.of(frame), "", false, Optional.empty());
    }

    private String better(int than) {
        return lane.better(first(Duration.ofMillis(than)))
                .map(found -> new String(found.frames().get(0).out(), StandardCharsets.UTF_8).strip() + " in "
                        + Duration.between(found.sentAt(), found.receivedAt()).toMillis())
                .orElse("");
    }

    @Test
    void theFirstFastAnswerIsTheLast() throws TransportException {
        assertThat(asked(900, 20)).isEqualTo(2);
        assertThat(better(3000)).isEqualTo("2 in 20");
        assertThat(better(20)).isEmpty();
    }

    @Test
    void whereNoneIsFastTheShortestRoundTripCounts() throws TransportException {
        assertThat(asked(9000, 3000, 700, 5000, 2000, 4000, 6000, 800)).isEqualTo(AgainLane.MOST);
        assertThat(better(12_000)).isEqualTo("3 in 700");
    }

    @Test
    void aNetworkThatIsNoFasterIsAskedAFewTimes() throws TransportException {
        assertThat(asked(350)).isEqualTo(AgainLane.SOME);
        assertThat(better(3000)).isEqualTo("1 in 350");
    }

    @Test
    void onlyALongAnswerIsWorthAnother() {
        Instant sent = Instant.EPOCH;
        assertThat(AgainLane.blurred(new ProbeTiming(sent, sent.plusMillis(100))))
                .isFalse();
        assertThat(AgainLane.blurred(new ProbeTiming(sent, sent.plusMillis(101))))
                .isTrue();
        assertThat(AgainLane.blurred(new ProbeTiming(sent, sent.minusMillis(1))))
                .isTrue();
    }

    @Test
    void aSessionThatBreaksLeavesWhatThereWas() throws TransportException {
        Session session = mock(Session.class);
        when(session.run(any(Call.class), any()))
                .thenThrow(new TransportException(HostFailure.of(TransportFailure.CLOSED_MIDWAY), null));
        assertThatCode(() -> lane.run(session)).doesNotThrowAnyException();
        assertThat(better(3000)).isEmpty();
    }
}
