package dev.preflight.engine;

import dev.preflight.result.HostActivity;
import dev.preflight.transport.HostFailure;
import dev.preflight.transport.TransportFailure;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/**
 * Decides when each host of a run begins, and ends them all when the run ends. There are so many slots; a host that begins
 * takes one, and {@link #slotFreed} gives it to the next in line. Schedules one run. Safe for many threads.
 *
 * <p>A host that hangs delays no other: the run waits for {@link #done}, which a host reports at its deadline even if its
 * thread is still blocked. All threads are daemons, so one that is left behind does not keep the JVM alive.
 */
final class HostScheduler {
    /**
     * How long hosts that are being judged or saved when the user ends the run may take to finish. Ctrl-C has to end a run
     * within two seconds, and the report is written after this.
     */
    private static final Duration LAST_WORDS = Duration.ofMillis(1500);

    /**
     * Time and chance.
     *
     * @param timer does what is to be done later; must drop what is cancelled
     * @param nanos the time, in nanoseconds from any origin
     * @param random numbers from 0 up to 1
     */
    record Timing(ScheduledExecutorService timer, LongSupplier nanos, DoubleSupplier random) {
        private static Timing usual() {
            ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, HostScheduler::daemon);
            timer.setRemoveOnCancelPolicy(true);
            return new Timing(
                    timer, System::nanoTime, () -> ThreadLocalRandom.current().nextDouble());
        }
    }

    private final ExecutorService threads = Executors.newCachedThreadPool(HostScheduler::daemon);
    private final Timing timing;
    private final Backoff backoff;
    private final HostQueue queue = new HostQueue();
    private final HostSlots slots = new HostSlots();
    private final Set<HostRun> running = new LinkedHashSet<>();
    private volatile CountDownLatch open = new CountDownLatch(0);
    private Optional<TransportFailure> ended = Optional.empty();
    private volatile Boots boots;

    HostScheduler() {
        this(Timing.usual());
    }

    HostScheduler(Timing timing) {
        this.timing = timing;
        this.backoff = new Backoff(timing.random());
        this.boots = new Boots(Duration.ZERO, timing.nanos(), timing.random());
    }

    /**
     * Begins the hosts in this order, and returns when all are done or the run has ended without them.
     *
     * @param hosts each makes its host's run when a slot is free, so that nothing is held for hosts that wait or are done
     */
    void run(List<HostQueue.Entry> hosts, Slots allowed) {
        synchronized (this) {
            open = new CountDownLatch(ended.isPresent() ? 0 : hosts.size());
            slots.allow(allowed);
            if (ended.isEmpty()) {
                hosts.forEach(queue::add);
            }
        }
        beginNext();
        await(open);
        timing.timer().shutdownNow();
        threads.shutdownNow();
    }

    /** The slots of this run. Who frees one does it by {@link #slotFreed}. */
    HostSlots slots() {
        return slots;
    }

    /** A slot is free: the next host in line begins. */
    void slotFreed() {
        slots.free();
        beginNext();
    }

    private void beginNext() {
        for (Optional<HostQueue.Turn> next = next(); next.isPresent(); next = next()) {
            next.get().host().begin(next.get());
        }
    }

    /** From here on the host is aborted when the run ends; one that still waits is dropped instead. */
    private synchronized Optional<HostQueue.Turn> next() {
        if (!slots.take()) {
            return Optional.empty();
        }
        Optional<HostQueue.Turn> next = queue.poll();
        if (next.isPresent()) {
            running.add(next.get().host());
        } else {
            slots.free();
        }
        return next;
    }

    /** A host is logged in: others may follow by the same door, and more at once if it is far away. */
    void loggedIn(HostQueue.Turn turn, Optional<Duration> roundTrip) {
        roundTrip.ifPresent(slots::seen);
        loginEnded(turn, LoginGate.End.LOGGED_IN);
    }

    /** A login has ended; what is said of it later is ignored. */
    void loginEnded(HostQueue.Turn turn, LoginGate.End how) {
        if (queue.ended(turn, how)) {
            beginNext();
        }
    }

    /**
     * When a host may be tried again that was not reached; empty if it is not.
     *
     * @param left what is left of its time
     */
    Optional<Duration> again(HostQueue.Turn turn, HostFailure why, int tries, Duration left) {
        boolean othersGotIn = queue.reached(turn.entry());
        return why.mayPass(othersGotIn) ? backoff.next(tries, othersGotIn, left) : Optional.empty();
    }

    /** From now on and for so long hosts are tried again that may still boot. */
    void awaitBoots(Duration patience) {
        boots = new Boots(patience, timing.nanos(), timing.random());
    }

    /** When a host may be tried again that may still boot. */
    Boots boots() {
        return boots;
    }

    /** A host that has waited long enough gets in line again. */
    void inLineAgain(HostQueue.Turn before) {
        synchronized (this) {
            if (ended.isPresent()) {
                // It is among those that were aborted.
                return;
            }
            queue.addAgain(before.entry().again(before.host()));
        }
        beginNext();
    }

    /** The host has its result and is not aborted any more. */
    synchronized void settled(HostRun host) {
        running.remove(host);
    }

    /** One host is done; called once for each that began. */
    void done() {
        open.countDown();
    }

    /** Ends the run, from any thread; the first reason counts. Hosts that run are aborted, and none begins any more. */
    void end(TransportFailure why) {
        List<HostRun> aborted;
        int unstarted;
        synchronized (this) {
            if (ended.isPresent()) {
                return;
            }
            ended = Optional.of(why);
            slots.end();
            aborted = List.copyOf(running);
            unstarted = queue.clear();
        }
        if (why == TransportFailure.INTERRUPTED) {
            after(LAST_WORDS, () -> waitForNoMore(open.getCount()));
        }
        aborted.forEach(host -> host.abort(why));
        waitForNoMore(unstarted);
    }

    private void waitForNoMore(long hosts) {
        for (long i = 0; i < hosts; i++) {
            open.countDown();
        }
    }

    /** Why the run ended before all hosts were done; empty if it has not. */
    synchronized Optional<TransportFailure> ended() {
        return ended;
    }

    /** Runs this after a time, unless the run is over by then. It must not block. */
    void after(Duration delay, Runnable action) {
        try {
            var unused = timing.timer().schedule(action, delay.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            // The run is over, and so is what this was to end.
            return;
        }
    }

    /** A timer for one host. */
    HostTimer hostTimer() {
        return new HostTimer(timing.timer());
    }

    /** The time, in nanoseconds from any origin. */
    LongSupplier nanos() {
        return timing.nanos();
    }

    /** What the hosts that began and are not done are busy with. */
    List<HostActivity> activities() {
        List<HostRun> now;
        synchronized (this) {
            now = List.copyOf(running);
        }
        return now.stream().map(HostRun::activity).toList();
    }

    /** The threads that hosts and their lanes run in. */
    Executor threads() {
        return threads;
    }

    private static void await(CountDownLatch open) {
        boolean interrupted = false;
        while (true) {
            try {
                open.await();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "preflight");
        thread.setDaemon(true);
        return thread;
    }
}
