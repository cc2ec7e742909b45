package dev.preflight.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * What is to happen to one host after a time. When the host is done none of it is left: a deadline that is still to come
 * would hold all that the host said until then, and a run is over many hosts within one deadline.
 */
final class HostTimer {
    private final ScheduledExecutorService timer;
    private final List<Future<?>> pending = new ArrayList<>();
    private boolean done;

    /** Counts the time with this, which must drop what is cancelled. */
    HostTimer(ScheduledExecutorService timer) {
        this.timer = timer;
    }

    /** Does this after a time, unless the host is done by then. It must not block. */
    synchronized void after(Duration delay, Runnable action) {
        if (done) {
            return;
        }
        try {
            pending.add(timer.schedule(action, delay.toMillis(), TimeUnit.MILLISECONDS));
        } catch (RejectedExecutionException e) {
            // The run is over, and with it whatever this was to end.
            done = true;
        }
    }

    /** The host is done. */
    synchronized void done() {
        done = true;
        pending.forEach(one -> one.cancel(false));
        pending.clear();
    }
}
