package dev.preflight.engine;

import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

/** A clock that a test moves, and a timer whose work it does by hand. */
final class HandTimer {
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(16);

    /** What was to be done later. */
    private record Task(Duration delay, Runnable work) {}

    private final ScheduledExecutorService timer = mock(ScheduledExecutorService.class);
    private final BlockingQueue<Task> tasks = new LinkedBlockingQueue<>();
    private final AtomicLong nanos = new AtomicLong(1);

    HandTimer() {
        when(timer.schedule(any(Runnable.class), anyLong(), any())).thenAnswer(call -> {
            Duration delay = Duration.of(
                    call.getArgument(1), call.<TimeUnit>getArgument(2).toChronoUnit());
            tasks.add(new Task(delay, call.getArgument(0)));
            return mock(ScheduledFuture.class);
        });
    }

    /** What a scheduler takes its time from; nothing is left to chance. */
    HostScheduler.Timing timing() {
        return new HostScheduler.Timing(timer, nanos::get, () -> 0);
    }

    /** Lets time pass. */
    void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    /** Waits for the next try of a host, lets the time until then pass, and says how long it was. */
    Duration nextTry() throws InterruptedException {
        return next(delay -> delay.compareTo(LONGEST_WAIT) <= 0 && !delay.equals(HostRun.SLOW_TO_CONNECT));
    }

    /** Waits until a host connects, and lets it become slow. */
    void slow() throws InterruptedException {
        next(HostRun.SLOW_TO_CONNECT::equals);
    }

    private Duration next(Predicate<Duration> which) throws InterruptedException {
        Task task = tasks.take();
        while (!which.test(task.delay())) {
            task = tasks.take();
        }
        pass(task.delay());
        task.work().run();
        return task.delay();
    }
}
