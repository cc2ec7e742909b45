package dev.preflight.cli;

import dev.preflight.verdict.ExitCode;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Ends the process on SIGINT, SIGTERM and SIGHUP. While a run goes on it is cancelled, and its report so far is waited
 * for; at any other time there is nothing to wait for.
 */
final class Interruption {
    /**
     * The process has five seconds from the signal on; the rest is for the runtime to start its hooks. The engine needs
     * two at most, and what remains is for writing the report.
     */
    private static final Duration WAIT = Duration.ofMillis(4_700);

    /** A report that is still growing then, on a machine that is out of breath, is worth more than to be punctual. */
    private static final Duration MOST = Duration.ofSeconds(30);

    private static final long STEP_MILLIS = 50;

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

    /** Whether everything was written. */
    synchronized boolean finished() {
        return code.isPresent();
    }

    /** Whether a signal comes too early: there is no run whose report could be waited for. */
    synchronized boolean early() {
        return code.isEmpty() && cancel.isEmpty();
    }

    /**
     * To be called when the process is told to end.
     *
     * @param stuck whether whoever should read the report has stopped to
     * @return what to end with: 70 if the report was not written in time
     */
    int signalled(BooleanSupplier stuck) {
        Optional<Runnable> running;
        synchronized (this) {
            running = code.isPresent() ? Optional.empty() : cancel;
        }
        if (running.isPresent()) {
            // Waking a host must not cost the time that the report needs.
            Thread waker = new Thread(running.get(), "preflight-cancel");
            waker.setDaemon(true);
            waker.start();
            await(stuck);
        }
        synchronized (this) {
            return code.orElse((running.isPresent() ? ExitCode.INTERNAL_ERROR : ExitCode.INTERRUPTED).number());
        }
    }

    private void await(BooleanSupplier stuck) {
        long begun = System.nanoTime();
        try {
            while (!done.await(STEP_MILLIS, TimeUnit.MILLISECONDS)) {
                Duration waited = Duration.ofNanos(System.nanoTime() - begun);
                if (waited.compareTo(stuck.getAsBoolean() ? WAIT : MOST) >= 0) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
