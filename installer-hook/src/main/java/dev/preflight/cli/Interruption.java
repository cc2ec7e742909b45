package dev.preflight.cli;

import dev.preflight.verdict.ExitCode;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ends the process on SIGINT and SIGTERM. While a run goes on it is cancelled, and its report so far is waited for; at
 * any other time there is nothing to wait for.
 */
final class Interruption {
    /** The process has two seconds from the signal on; the rest is for the runtime to start its hooks. */
    private static final long WAIT_MILLIS = 1_500;

    private final CountDownLatch done = new CountDownLatch(1);
    private Optional<Runnable> cancel = Optional.empty();
    private OptionalInt code = OptionalInt.empty();

    /** From now on a signal cancels this, and waits for {@link #finished}. */
    synchronized void cancels(Runnable run) {
        this.cancel = Optional.of(run);
    }

    /** Everything is written, and the process ends with this code. */
    void finished(int exit) {
        synchronized (this) {
            code = OptionalInt.of(exit);
        }
        done.countDown();
    }

    /** Whether a signal comes too early: there is no run whose report could be waited for. */
    synchronized boolean early() {
        return code.isEmpty() && cancel.isEmpty();
    }

    /** To be called when the process is told to end; returns what to end with. */
    int signalled() {
        Optional<Runnable> running;
        synchronized (this) {
            running = code.isPresent() ? Optional.empty() : cancel;
        }
        if (running.isPresent()) {
            // Waking a host must not cost the time that the report needs.
            Thread waker = new Thread(running.get(), "preflight-cancel");
            waker.setDaemon(true);
            waker.start();
            await();
        }
        synchronized (this) {
            return code.orElse(ExitCode.INTERRUPTED.number());
        }
    }

    private void await() {
        try {
            var unused = done.await(WAIT_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
