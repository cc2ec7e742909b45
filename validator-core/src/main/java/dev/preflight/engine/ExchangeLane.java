package dev.preflight.engine;

import dev.preflight.evidence.Frame;
import dev.preflight.evidence.LaneEvidence;
import dev.preflight.evidence.Readings;
import dev.preflight.exchange.ListenReport;
import dev.preflight.exchange.SendReport;
import dev.preflight.fact.Lane;
import dev.preflight.fact.Reason;
import dev.preflight.inventory.Become;
import dev.preflight.probe.FrameReader;
import dev.preflight.probe.LaneScript;
import dev.preflight.transport.HostFailure;
import dev.preflight.transport.Session;
import dev.preflight.transport.StdinFeed;
import dev.preflight.transport.TransportException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A host's part in the exchange, on one channel of a session that has done all else. Its failure affects only the links
 * of this host.
 */
final class ExchangeLane {
    /** The script ends by itself a little after its listener would. */
    private static final Duration ALARM = ExchangeScript.LISTENING.plusSeconds(5);

    /** The host whose part it is. */
    interface Participant {
        /** Its name in the inventory. */
        String name();

        /** It begins to wait for the other hosts. */
        void park();

        /** All hosts are there, or will not come: it goes on. */
        void resume();
    }

    private final Participant host;
    private final ExchangeBarrier barrier;
    private final LaneTranscript transcript;
    private final StdinFeed later = new StdinFeed();
    private volatile boolean begun;
    private volatile @Nullable HostFailure broken;

    /** A host's part. */
    ExchangeLane(Participant host, LaneScript script, ExchangeBarrier barrier, ReaderMaker readers) {
        this.host = host;
        this.barrier = barrier;
        this.transcript = new LaneTranscript(script, ALARM, readers);
    }

    /**
     * Waits for the other hosts, and does this host's part.
     *
     * @param address where the others reach it
     * @param become how it becomes root; empty: as the login user
     */
    void run(Session session, String address, Optional<Become> become) {
        try {
            barrier.come(host.name(), address, this);
            host.park();
            barrier.awaitAll();
            host.resume();
            transcript.begin();
            begun = true;
            if (become.isPresent()) {
                new PrivilegeEscalation(become.get(), Lane.EXCHANGE, transcript.text(), Optional.of(later))
                        .enter(session, this::fresh);
            }
            if (!transcript.reader().began()) {
                asUser(session);
            }
        } catch (TransportException e) {
            broken = e.unreachable();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Throwable e) {
            // What the host said, or what we make of it, costs this host its links and no other host's.
            broken = Mishap.of(e);
        } finally {
            transcript.end();
            barrier.gone(host.name());
        }
    }

    private void asUser(Session session) throws TransportException {
        FrameReader reader = fresh();
        transcript.run(session, reader, later);
    }

    private FrameReader fresh() {
        FrameReader next = transcript.fresh();
        next.onFrame(this::ended);
        return next;
    }

    private void ended(Frame frame) {
        if (frame.key().equals(ListenReport.REQUEST.key())) {
            barrier.listens(
                    host.name(),
                    Readings.parsed(ListenReport.REQUEST, frame, Optional.empty())
                            .fold(Optional::of, missing -> Optional.empty()));
        } else if (frame.key().equals(SendReport.REQUEST.key())) {
            barrier.sent(host.name());
        }
    }

    /** Tells the host who its peers are: it sends. */
    void send(String peers) {
        later.send(peers.getBytes(StandardCharsets.UTF_8));
    }

    /** Tells the host that all have sent: it says what it heard. */
    void report() {
        later.send("end\n".getBytes(StandardCharsets.UTF_8));
        later.close();
    }

    /** Ends the exchange on the host, without a report of what it received. */
    void leave() {
        later.close();
    }

    /** What came of it so far; empty if it never began. */
    Optional<LaneEvidence> evidence() {
        if (!begun) {
            return Optional.empty();
        }
        FrameReader heard = transcript.reader();
        return Optional.of(transcript.evidence(
                heard.frames(), LaneFailures.of(heard, Optional.ofNullable(broken), heard.noise(), Reason.NO_SHELL)));
    }
}
