package dev.preflight.cli;

import dev.preflight.verdict.ExitCode;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Ends the process on SIGINT, SIGTERM and SIGHUP. During a run it cancels the run first and waits until the report is
 * written; at any other time it does not wait.
 */
final class Interruption {
    /**
     * The limit where nothing reads the report. The process must end within five seconds of the signal, and the JVM
     * needs some of them to start its shutdown hooks. The engine ends within two; the remaining time is for the report.
     */
    private static final Duration WAIT = Duration.ofMillis(4_700);

    /** The limit while the report is being read: on an overloaded machine a late report is better than none. */
    private static final Duration MOST = Duration.ofSeconds(30);

    private static final long STEP_MILLIS = 50;

    private final Runnable begun;
    private final CountDownLatch done = new CountDownLatch(1);
    private boolean ended;
    private Optional<Runnable> cancel = Optional.empty();
    private OptionalInt code = OptionalInt.empty();

    /** Does nothing of its own. */
    Interruption() {
        this(() -> {});
    }

    /** @param begun what to do when a run begins, which a signal has to wait for from then on */
    Interruption(Runnable begun) {
        this.begun = begun;
    }

    /**
     * From now on a signal runs this, and waits for {@link #finished(int)}. Does not return where a signal came before: the
     * process ends, and what it says of that is said.
     */
    void cancels(Runnable run) {
        begun.run();
        if (!begins(run)) {
            while (true) {
                LockSupport.park(this);
            }
        }
    }

    private synchronized boolean begins(Runnable run) {
        cancel = ended ? Optional.empty() : Optional.of(run);
        return !ended;
    }

    /** Call this when all output is written; the process will end with this code. */
    void finished(int exit) {
        synchronized (this) {
            code = OptionalInt.of(exit);
        }
        done.countDown();
    }

    /** Whether all output is written. */
    synchronized boolean finished() {
        return code.isPresent();
    }

    /** Whether no run has started, so that there is no report to wait for; from now on none starts. */
    synchronized boolean endsEarly() {
        ended = code.isEmpty() && cancel.isEmpty();
        return ended;
    }

    /**
     * Called by the shutdown hook. Cancels the run, if there is one, and waits for its report.
     *
     * @param stuck whether the reader of standard output no longer reads
     * @return the exit code: 70 if the report was not written in time
     */
    int signalled(BooleanSupplier stuck) {
        Optional<Runnable> running;
        synchronized (this) {
            running = code.isPresent() ? Optional.empty() : cancel;
        }
        if (running.isPresent()) {
            // In its own thread: if cancelling blocks, waiting for the report must go on.
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
        long since = System.nanoTime();
        try {
            while (!done.await(STEP_MILLIS, TimeUnit.MILLISECONDS)) {
                Duration waited = Duration.ofNanos(System.nanoTime() - since);
                if (waited.compareTo(stuck.getAsBoolean() ? WAIT : MOST) >= 0) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
