package dev.preflight.transport.ssh;

import dev.preflight.transport.HostFailure;
import dev.preflight.transport.TransportException;
import dev.preflight.transport.TransportFailure;
import java.io.Closeable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * One jump host as one user: a session that all hosts behind it share. It is opened when the first of them wants it, and
 * again for those that come after it has died. What failed is remembered: it is one failure for all of them, and neither
 * a dead jump host nor a refused login is tried once for each.
 */
final class Jump {
    /**
     * How long a jump host that could not be reached counts as that. Then it is tried again, for those who come later or
     * who try again because it may be booting.
     */
    private static final Duration DEAD_FOR = Duration.ofSeconds(60);

    /** How often a login may be turned away before it has begun; sshd draws lots ({@code MaxStartups}, sshd_config(5)). */
    private static final int TRIES = 8;

    private static final long FIRST_PAUSE_MILLIS = 250;
    private static final long LONGEST_PAUSE_MILLIS = 4_000;

    /** Opens the session; run once at a time. */
    interface Opener {
        Opened open(ConnectAttempt opening) throws TransportException;
    }

    /** An open session and the connections that it makes. */
    record Opened(SshSession session, Forwards forwards) {}

    private record Failed(HostFailure why, long until) {}

    private final String name;
    private final UnaryOperator<HostFailure> about;
    private final Opener opener;
    private final Set<Waiter> waiters = new HashSet<>();
    private Optional<Opened> opened = Optional.empty();
    private Optional<ConnectAttempt> opening = Optional.empty();
    private Optional<Failed> failed = Optional.empty();
    private final List<Opened> stalled = new ArrayList<>();
    private Optional<HostFailure> silence = Optional.empty();
    private boolean closed;
    private volatile boolean began;

    /**
     * Opens nothing yet.
     *
     * @param about says of a failure that it is this jump host's
     */
    Jump(String name, UnaryOperator<HostFailure> about, Opener opener) {
        this.name = name;
        this.about = about;
        this.opener = opener;
    }

    /** The session's connections, when it is open; waits for that until this caller's own attempt ends. */
    Forwards forwards(ConnectAttempt caller) throws TransportException {
        Waiter waiter = new Waiter();
        caller.waiting();
        if (!caller.track(waiter)) {
            throw ended();
        }
        try {
            Optional<Opened> there = awaitTurn(waiter);
            return there.isPresent() ? there.get().forwards() : openNow(waiter);
        } finally {
            waiter.close();
        }
    }

    /** Waits while another opens it; empty if it is this one's turn to do so. */
    private synchronized Optional<Opened> awaitTurn(Waiter waiter) throws TransportException {
        waiters.add(waiter);
        while (true) {
            if (closed || waiter.gone) {
                throw ended();
            }
            opened = opened.filter(this::serves);
            if (opened.isPresent()) {
                return opened;
            }
            failed = failed.filter(one -> one.until() - System.nanoTime() > 0);
            if (failed.isPresent()) {
                throw new TransportException(failed.get().why(), null);
            }
            if (opening.isEmpty()) {
                opening = Optional.of(new ConnectAttempt());
                return Optional.empty();
            }
            pause(0);
        }
    }

    /** Whether it makes more connections; one that hangs is kept for those that still hope for it. */
    private synchronized boolean serves(Opened one) {
        Optional<HostFailure> over = one.session().fate();
        if (over.isEmpty()) {
            one.forwards().stalled().ifPresent(why -> stalled.add(one));
        }
        Optional<HostFailure> why = over.or(one.forwards()::stalled);
        silence = why.filter(Jumps::isSilent).or(() -> silence);
        return why.isEmpty();
    }

    /** A caller's thread does it for all; whether that caller itself still waits is of no concern, if another does. */
    private Forwards openNow(Waiter waiter) throws TransportException {
        try {
            Opened now = open();
            settle(Optional.of(now), Optional.empty());
            return now.forwards();
        } catch (TransportException e) {
            HostFailure why = silentStill(e.unreachable());
            boolean given = why.failure() == TransportFailure.INTERRUPTED;
            settle(Optional.empty(), given ? Optional.empty() : Optional.of(remembered(why)));
            throw new TransportException(why, e);
        } catch (RuntimeException | Error e) {
            settle(Optional.empty(), Optional.empty());
            throw e;
        } finally {
            waiter.close();
        }
    }

    /** It fell silent on one connection, and answers no other: that is one failure, and no one need hang on the first any more. */
    private HostFailure silentStill(HostFailure why) {
        List<Opened> dead;
        HostFailure silent;
        synchronized (this) {
            if (why.failure() != TransportFailure.TIMED_OUT || silence.isEmpty()) {
                return why;
            }
            silent = silence.get();
            dead = List.copyOf(stalled);
            stalled.clear();
        }
        dead.forEach(one -> one.session().end(silent));
        return silent;
    }

    private Opened open() throws TransportException {
        long pause = FIRST_PAUSE_MILLIS;
        for (int i = 1; ; i++) {
            try {
                return attempt();
            } catch (TransportException e) {
                if (i == TRIES || !isTurnedAway(e.unreachable())) {
                    throw e;
                }
                awaitAnotherTry(pause);
                pause = Math.min(LONGEST_PAUSE_MILLIS, 2 * pause);
            }
        }
    }

    private Opened attempt() throws TransportException {
        ConnectAttempt now = new ConnectAttempt();
        synchronized (this) {
            if (closed || waiters.isEmpty()) {
                throw ended();
            }
            opening = Optional.of(now);
        }
        Opened[] made = new Opened[1];
        try {
            now.run("preflight-jump-" + name, attempt -> {
                made[0] = opener.open(attempt);
                return made[0].session();
            });
            return made[0];
        } catch (TransportException e) {
            began = now.loginBegan();
            // One further down the chain has said already that it is its own.
            boolean below = e.unreachable().details().containsKey(HostFailure.JUMP);
            throw below ? e : new TransportException(about.apply(e.unreachable()), e.getCause());
        }
    }

    private synchronized void awaitAnotherTry(long millis) throws TransportException {
        long until = System.nanoTime() + Duration.ofMillis(millis).toNanos();
        for (long left = millis;
                left > 0;
                left = Duration.ofNanos(until - System.nanoTime()).toMillis()) {
            if (closed || waiters.isEmpty()) {
                throw ended();
            }
            pause(left);
        }
    }

    /** The caller holds the lock. */
    @SuppressWarnings("WaitNotInLoop") // and looks again, in a loop
    private void pause(long millis) throws TransportException {
        try {
            wait(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw ended();
        }
    }

    private synchronized void settle(Optional<Opened> now, Optional<Failed> why) {
        opening = Optional.empty();
        opened = now;
        silence = now.isPresent() ? Optional.empty() : silence;
        failed = why;
        if (closed) {
            now.ifPresent(one -> one.session().close());
        }
        notifyAll();
    }

    /** Nothing was tried to log in with. */
    private boolean isTurnedAway(HostFailure why) {
        return why.failure() == TransportFailure.TURNED_AWAY && !began;
    }

    private Failed remembered(HostFailure why) {
        boolean passing = switch (why.failure()) {
            case CLOSED_MIDWAY -> true;
            case TURNED_AWAY -> !began;
            default -> why.failure().mayBoot();
        };
        // A century: as long as any run.
        Duration lasts = passing ? DEAD_FOR : Duration.ofDays(36_500);
        return new Failed(why, System.nanoTime() + lasts.toNanos());
    }

    private static TransportException ended() {
        return new TransportException(HostFailure.of(TransportFailure.INTERRUPTED), null);
    }

    /** Ends the session, and with it those behind it. */
    void close() {
        List<Opened> open;
        synchronized (this) {
            closed = true;
            open = new ArrayList<>(stalled);
            opened.ifPresent(open::add);
            opening.ifPresent(one -> one.end(HostFailure.of(TransportFailure.INTERRUPTED)));
            notifyAll();
        }
        open.forEach(one -> one.session().close());
    }

    /** One who waits; when the last one stops waiting, the opening ends. */
    private final class Waiter implements Closeable {
        private boolean gone;

        @Override
        public void close() {
            synchronized (Jump.this) {
                gone = true;
                waiters.remove(this);
                if (waiters.isEmpty()) {
                    opening.ifPresent(one -> one.end(HostFailure.of(TransportFailure.INTERRUPTED)));
                }
                Jump.this.notifyAll();
            }
        }
    }
}
