package dev.preflight.engine;

import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** A timer whose clock runs faster. */
final class FastTimer extends ScheduledThreadPoolExecutor {
    private final int times;

    FastTimer(int times) {
        super(1, work -> {
            Thread thread = new Thread(work, "fast-timer");
            thread.setDaemon(true);
            return thread;
        });
        setRemoveOnCancelPolicy(true);
        this.times = times;
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable work, long delay, TimeUnit unit) {
        return super.schedule(work, unit.toNanos(delay) / times, TimeUnit.NANOSECONDS);
    }
}
