package dev.preflight.engine;

import dev.preflight.api.ProbeTiming;
import dev.preflight.evidence.Frame;
import dev.preflight.evidence.FrameEnd;
import dev.preflight.evidence.LaneEvidence;
import dev.preflight.fact.FactRequest;
import dev.preflight.fact.Lane;
import dev.preflight.probe.FrameReader;
import dev.preflight.probe.ScriptCompiler;
import dev.preflight.transport.Session;
import dev.preflight.transport.StdinFeed;
import dev.preflight.transport.TransportException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Reads once more what the time blurs that an answer takes, such as a clock: the first answer waited for a login, a
 * shell and all of a script. Here a shell waits for a line, and each line is one reading. Of all readings that with the
 * shortest round trip counts (RFC 5905, section 10: a reply that waited nowhere is the most exact), so that a busy
 * machine on either side does no harm as long as it has one quiet moment.
 */
final class AgainLane {
    /** An error of half of this is far below what anybody asks of clocks; no more is read then. */
    static final Duration SHARP = Duration.ofMillis(100);

    /** What is good enough after some readings: a network may be no faster. */
    static final Duration FAIR = Duration.ofMillis(400);

    /** Readings behind which a fair one is good enough. */
    static final int SOME = 3;

    /** Readings behind which it stays as it is; NTP keeps as many samples (RFC 5905, NSTAGE). */
    static final int MOST = 8;

    private static final Duration ALARM = Duration.ofSeconds(20);

    private static final byte[] ONCE_MORE = "again\n".getBytes(StandardCharsets.US_ASCII);

    private final LaneTranscript transcript;
    private final Clock clock;
    private final StdinFeed later = new StdinFeed();
    private Instant asked = Instant.MIN;
    private int readings;
    private Optional<Reading> best = Optional.empty();

    /** One answer, and when it was asked for. */
    private record Reading(Frame frame, ProbeTiming exchange) {}

    /** Reads this again. */
    AgainLane(FactRequest<?> request, ReaderMaker readers) {
        this.transcript = new LaneTranscript(ScriptCompiler.again(request, MOST), ALARM, readers);
        this.clock = readers.clock();
    }

    /** Whether an answer that took so long is worth another reading. */
    static boolean blurred(ProbeTiming exchange) {
        return exchange.width().isNegative() || exchange.width().compareTo(SHARP) > 0;
    }

    /** Reads until it is exact enough; that it fails leaves things as they were. */
    void run(Session session) {
        FrameReader reader = transcript.reader();
        reader.onFrame(this::came);
        synchronized (this) {
            asked = clock.instant();
        }
        try {
            transcript.run(session, reader, later);
        } catch (TransportException e) {
            // What was read before is kept; the next use of the session sees that it broke.
        }
    }

    private synchronized void came(Frame frame) {
        readings++;
        frame.receivedAt()
                .map(at -> new ProbeTiming(asked, at))
                .filter(exchange ->
                        frame.end() == FrameEnd.COMPLETE && !exchange.width().isNegative())
                .filter(exchange -> best.map(other ->
                                exchange.width().compareTo(other.exchange().width()) < 0)
                        .orElse(true))
                .ifPresent(exchange -> best = Optional.of(new Reading(frame, exchange)));
        if (readings >= MOST || best.filter(this::exact).isPresent()) {
            later.close();
        } else {
            asked = clock.instant();
            later.send(ONCE_MORE);
        }
    }

    private boolean exact(Reading reading) {
        Duration enough = readings < SOME ? SHARP : FAIR;
        return reading.exchange().width().compareTo(enough) <= 0;
    }

    /** The best reading, if that lane has one and it took more time; empty otherwise. */
    synchronized Optional<LaneEvidence> better(LaneEvidence than) {
        return best.filter(reading -> first(than)
                        .filter(other ->
                                other.isNegative() || reading.exchange().width().compareTo(other) < 0)
                        .isPresent())
                .map(reading -> new LaneEvidence(
                        Lane.AGAIN,
                        transcript.text(),
                        reading.exchange().sentAt(),
                        reading.exchange().receivedAt(),
                        List.of(reading.frame()),
                        "",
                        false,
                        Optional.empty()));
    }

    private Optional<Duration> first(LaneEvidence lane) {
        return lane.frames().stream()
                .filter(frame ->
                        frame.key().equals(transcript.script().expected().get(0).key()))
                .flatMap(frame -> frame.receivedAt().stream())
                .map(at -> Duration.between(lane.sentAt(), at))
                .findFirst();
    }
}
