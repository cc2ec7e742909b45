package dev.preflight.transport.ssh;

import dev.preflight.transport.HostFailure;
import dev.preflight.transport.TransportException;
import dev.preflight.transport.TransportFailure;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * One session being opened: a thread of its own does it, as name look-ups, agents and jsch cannot all be interrupted,
 * and the caller waits here for the first of success, failure, connect timeout and abort.
 */
final class ConnectAttempt {
    /** What opens the session, telling this as it goes. */
    interface Work {
        SshSession open(ConnectAttempt opening) throws TransportException;
    }

    private Optional<Closeable> tracked = Optional.empty();
    private Optional<SshSession> session = Optional.empty();
    private Optional<TransportException> failed = Optional.empty();
    private long connectBy = Long.MAX_VALUE;
    private boolean began;

    /** Opens in a daemon thread and waits. */
    SshSession run(String name, Work work) throws TransportException {
        Thread thread = new Thread(() -> work(work), name);
        thread.setDaemon(true);
        thread.start();
        return await();
    }

    private void work(Work work) {
        try {
            done(work.open(this));
        } catch (TransportException e) {
            fail(e);
        } catch (RuntimeException | LinkageError | OutOfMemoryError e) {
            // Of memory, too: jsch makes as large an array as a server says that it has prompts.
            fail(new TransportException(
                    HostFailure.of(TransportFailure.OTHER).with("said", RemoteText.clean(e.toString())), e));
        }
    }

    /** From now on the connect timeout counts. */
    synchronized void connecting(Duration timeout) {
        connectBy = System.nanoTime() + timeout.toNanos();
        notifyAll();
    }

    /** The other side is an SSH server, and the right one: the connect timeout is over. */
    synchronized void loginBegins() {
        began = true;
        connectBy = Long.MAX_VALUE;
        notifyAll();
    }

    /** Whether it is under way, and something else comes before the connect timeout counts. */
    synchronized boolean waits() {
        return connectBy == Long.MAX_VALUE && !began && failed.isEmpty() && session.isEmpty();
    }

    /** Whether it is under way, and the connect timeout counts. */
    synchronized boolean connects() {
        return connectBy != Long.MAX_VALUE && failed.isEmpty() && session.isEmpty();
    }

    /** Whether the login had begun: something may have been tried to log in with. */
    synchronized boolean loginBegan() {
        return began;
    }

    /** The time is not the other side's: something else comes first. */
    synchronized void waiting() {
        connectBy = Long.MAX_VALUE;
        notifyAll();
    }

    /**
     * Takes what to close when this ends early, in place of what it had; returns whether it has not ended yet. To close it
     * must not block.
     */
    synchronized boolean track(Closeable next) {
        tracked = Optional.of(next);
        return failed.isEmpty();
    }

    /** Ends it, or the session if that is open already; the first end counts. Does not block. */
    void end(HostFailure why) {
        Optional<SshSession> open;
        synchronized (this) {
            open = session;
        }
        if (open.isPresent()) {
            open.get().end(why);
        } else {
            fail(new TransportException(why, null));
        }
    }

    private void done(SshSession opened) {
        boolean late;
        synchronized (this) {
            late = failed.isPresent();
            if (!late) {
                session = Optional.of(opened);
                notifyAll();
            }
        }
        if (late) {
            opened.close();
        }
    }

    private synchronized void fail(TransportException e) {
        if (failed.isEmpty() && session.isEmpty()) {
            failed = Optional.of(e);
            tracked.ifPresent(ConnectAttempt::close);
            notifyAll();
        }
    }

    private static void close(Closeable open) {
        try {
            open.close();
        } catch (IOException e) {
            // It is of no use any more, whatever it says.
            return;
        }
    }

    private HostFailure late() {
        HostFailure late = HostFailure.of(TransportFailure.TIMED_OUT);
        return tracked.filter(Link.class::isInstance)
                .map(Link.class::cast)
                .map(link -> link.seen(late))
                .orElse(late);
    }

    private synchronized SshSession await() throws TransportException {
        while (session.isEmpty() && failed.isEmpty()) {
            long left = connectBy == Long.MAX_VALUE ? 0 : connectBy - System.nanoTime();
            if (connectBy != Long.MAX_VALUE && left <= 0) {
                fail(new TransportException(late(), null));
                continue;
            }
            try {
                wait(left / 1_000_000, (int) (left % 1_000_000));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                fail(new TransportException(HostFailure.of(TransportFailure.INTERRUPTED), e));
            }
        }
        if (failed.isPresent()) {
            throw failed.get();
        }
        return session.orElseThrow();
    }
}
