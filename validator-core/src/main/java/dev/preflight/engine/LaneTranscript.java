package dev.preflight.engine;

import dev.preflight.evidence.Frame;
import dev.preflight.evidence.LaneEvidence;
import dev.preflight.evidence.LaneFailure;
import dev.preflight.probe.FrameReader;
import dev.preflight.probe.LaneScript;
import dev.preflight.probe.Nonce;
import dev.preflight.transport.Call;
import dev.preflight.transport.Session;
import dev.preflight.transport.StdinFeed;
import dev.preflight.transport.TransportException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The script of one lane as it is sent to a host, and what comes back. A lane may be tried in several ways, as root and as
 * the login user; each try has a reader of its own, and the last one counts. Safe for many threads.
 */
final class LaneTranscript {
    private final LaneScript script;
    private final Duration alarm;
    private final ReaderMaker readers;
    private final Nonce nonce = Nonce.fresh();
    private volatile Instant begun;
    private volatile FrameReader reader;
    private volatile @Nullable Instant receivedAt;

    /**
     * The transcript of a lane that begins now.
     *
     * @param alarm after this the script ends itself on the host
     */
    LaneTranscript(LaneScript script, Duration alarm, ReaderMaker readers) {
        this.script = script;
        this.alarm = alarm;
        this.readers = readers;
        this.begun = now();
        this.reader = readers.reader(script, nonce);
    }

    private Instant now() {
        return readers.clock().instant();
    }

    LaneScript script() {
        return script;
    }

    /** Made when it is asked for: hosts that wait for others, or are slow, would each hold a copy. */
    String text() {
        return script.text(nonce, alarm);
    }

    private byte[] bytes() {
        return text().getBytes(StandardCharsets.UTF_8);
    }

    /** It begins now, and not when it was made. */
    void begin() {
        begun = now();
    }

    /** Nothing more comes. */
    void end() {
        receivedAt = now();
    }

    /** What the last try brings. */
    FrameReader reader() {
        return reader;
    }

    /** The reader of the next try; what the last one holds is dropped. */
    FrameReader fresh() {
        reader.drop();
        FrameReader next = readers.reader(script, nonce);
        reader = next;
        return next;
    }

    /** Runs it as the login user. */
    void run(Session session) throws TransportException {
        var unused = session.run(script.command(), bytes(), reader);
    }

    /**
     * Runs it as the login user.
     *
     * @param to takes what comes; the one of this try
     * @param later what the script reads while it runs
     */
    void run(Session session, FrameReader to, StdinFeed later) throws TransportException {
        byte[] bytes = bytes();
        var unused =
                session.run(Call.of(LaneScript.command(bytes.length), bytes).with(later), to);
    }

    /** When it was sent: the last byte if the transport said, or else when it began. */
    Instant sentAt() {
        return reader.sentAt().orElse(begun);
    }

    /** What came of it so far, with these frames and this failure. */
    LaneEvidence evidence(List<Frame> frames, Optional<LaneFailure> failure) {
        Instant received = receivedAt;
        return new LaneEvidence(
                script.lane(),
                text(),
                sentAt(),
                received == null ? now() : received,
                frames,
                reader.noise(),
                reader.rebooted(),
                failure);
    }
}
