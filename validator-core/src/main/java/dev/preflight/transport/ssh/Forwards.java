package dev.preflight.transport.ssh;

import com.jcraft.jsch.JSchException;
import dev.preflight.transport.HostFailure;
import dev.preflight.transport.TransportException;
import dev.preflight.transport.TransportFailure;
import dev.preflight.transport.ssh.ChannelLink.Answer;
import dev.preflight.transport.ssh.ChannelLink.Carrier;
import dev.preflight.transport.ssh.ChannelLink.Refusal;
import java.io.Closeable;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The connections that one session of a jump host makes. OpenSSH makes any number of them; other servers allow so many at
 * once, which they tell only by refusing one more. Then the others wait until one is closed.
 */
final class Forwards {
    /** How the session is asked, so that a test needs no server. */
    interface Asking {
        Answer open(String address, int port, Runnable onClose) throws JSchException;
    }

    /** How often one that is prohibited is tried again when another has closed; meanwhile a third may have taken the place. */
    private static final int MOST_PROHIBITED = 3;

    private final Asking asking;
    private final Carrier carrier;
    private int limit = Integer.MAX_VALUE;
    private int places;
    private long closes;
    private boolean probing;
    private boolean over;
    private final Set<ConnectAttempt> attempts = ConcurrentHashMap.newKeySet();
    private volatile Optional<HostFailure> stalled = Optional.empty();

    Forwards(Carrier carrier) {
        this(carrier, (address, port, onClose) -> ChannelLink.open(carrier, address, port, onClose));
    }

    Forwards(Carrier carrier, Asking asking) {
        this.carrier = carrier;
        this.asking = asking;
    }

    /**
     * Connects to a host by way of the jump host, waiting for its turn if need be.
     *
     * @param timeout how long the jump host may take to connect, and the host to greet
     * @param opening ends the wait
     */
    Link to(String address, int port, Duration timeout, ConnectAttempt opening) throws TransportException {
        Turn turn = new Turn();
        attempts.add(opening);
        if (!opening.track(turn)) {
            throw ended();
        }
        while (true) {
            opening.waiting();
            enter(turn);
            opening.connecting(timeout);
            Answer answer = ask(address, port, turn);
            if (answer.link().isPresent()) {
                return tracked(answer.link().get(), opening);
            }
            opening.waiting();
            if (!mayBeTheirNumber(answer.refusal(), turn)) {
                throw new TransportException(failure(answer.refusal()), null);
            }
        }
    }

    private Link tracked(ChannelLink link, ConnectAttempt opening) throws TransportException {
        link.stalledBy(() -> stalled);
        if (!opening.track(link)) {
            link.close();
            throw ended();
        }
        return link;
    }

    /** Waits for a place and takes it. */
    private synchronized void enter(Turn turn) throws TransportException {
        while (places >= limit || (turn.suspects() && probing)) {
            pause(turn);
        }
        if (over(turn)) {
            throw ended();
        }
        places++;
        probing |= turn.suspects();
        turn.seen = closes;
    }

    @SuppressWarnings("WaitNotInLoop") // its caller looks again, in a loop
    private void pause(Turn turn) throws TransportException {
        try {
            if (!over(turn)) {
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            turn.gone = true;
        }
        if (over(turn)) {
            throw ended();
        }
    }

    private boolean over(Turn turn) {
        return over || turn.gone || stalled.isPresent();
    }

    private Answer ask(String address, int port, Turn turn) throws TransportException {
        boolean opened = false;
        try {
            Answer answer = asking.open(address, port, this::closed);
            opened = answer.link().isPresent();
            return answer;
        } catch (JSchException e) {
            throw new TransportException(
                    carrier.fate().get().orElseGet(() -> carrier.about().apply(Failures.midway(e))), e);
        } finally {
            asked(opened, turn);
        }
    }

    /** One that was prohibited, and opens when there are fewer, was refused for their number, and makes it full. */
    private synchronized void asked(boolean opened, Turn turn) {
        if (!opened) {
            places--;
        } else {
            limit = turn.suspects() ? Math.min(limit, places) : limit;
        }
        probing &= !turn.suspects();
        notifyAll();
    }

    private synchronized void closed() {
        places--;
        closes++;
        notifyAll();
    }

    /** After a refusal that may be for the number of connections, waits until one is closed; whether it may be. */
    private synchronized boolean mayBeTheirNumber(Refusal refusal, Turn turn) throws TransportException {
        boolean shortage = refusal.reason() == Refusal.SHORTAGE;
        boolean prohibited = refusal.reason() == Refusal.PROHIBITED;
        boolean alone = places == 0 && closes == turn.seen;
        if ((!shortage && !prohibited) || alone || turn.prohibited == MOST_PROHIBITED) {
            return false;
        }
        if (shortage) {
            // Those that are being asked for count too: the last of them that is refused finds the true number.
            limit = Math.min(limit, Math.max(1, places));
        } else {
            turn.prohibited++;
        }
        while (closes == turn.seen && places > 0) {
            pause(turn);
        }
        // Where nothing else was open in the end, it was not their number.
        return closes != turn.seen;
    }

    private TransportException ended() {
        return new TransportException(
                carrier.fate().get().or(() -> stalled).orElseGet(() -> HostFailure.of(TransportFailure.INTERRUPTED)),
                null);
    }

    /** Whether a host waits for an answer that has to come by way of the jump host, while its connect timeout runs. */
    boolean awaited() {
        attempts.removeIf(attempt -> !attempt.connects() && !attempt.waits());
        return attempts.stream().anyMatch(ConnectAttempt::connects);
    }

    /**
     * The jump host does not answer. Who waits for a connection fails with this; connections that are there stay, as it may
     * come back to itself.
     */
    void stall(HostFailure why) {
        synchronized (this) {
            stalled = Optional.of(why);
            notifyAll();
        }
        carrier.end();
    }

    /** Why no more connections are made here, though the session is open; empty unless the jump host has stalled. */
    Optional<HostFailure> stalled() {
        return stalled;
    }

    /** The session has ended, and with it all waiting. */
    void end() {
        synchronized (this) {
            over = true;
            notifyAll();
        }
        carrier.end();
    }

    private HostFailure failure(Refusal refusal) {
        return switch (refusal.reason()) {
            case Refusal.NO_ANSWER -> stalled.orElseGet(() -> HostFailure.of(TransportFailure.TIMED_OUT));
            case Refusal.CONNECT_FAILED -> HostFailure.of(TransportFailure.NOT_REACHED_BY_JUMP);
            default -> carrier.about().apply(HostFailure.of(TransportFailure.FORWARDING_REFUSED));
        };
    }

    /** One who waits here; guarded by the lock of the whole. */
    private final class Turn implements Closeable {
        private boolean gone;
        private int prohibited;
        private long seen;

        /** Some servers say that it is prohibited of what they never allow, and some of one too many. */
        private boolean suspects() {
            return prohibited > 0;
        }

        @Override
        public void close() {
            synchronized (Forwards.this) {
                gone = true;
                Forwards.this.notifyAll();
            }
        }
    }
}
