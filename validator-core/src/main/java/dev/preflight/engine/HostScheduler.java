package dev.preflight.engine;

import dev.preflight.transport.TransportFailure;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

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

    private final ExecutorService threads = Executors.newCachedThreadPool(HostScheduler::daemon);
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, HostScheduler::daemon);
    private final Queue<Supplier<HostRun>> waiting = new ArrayDeque<>();
    private final Set<HostRun> running = new LinkedHashSet<>();
    private volatile CountDownLatch open = new CountDownLatch(0);
    private Optional<TransportFailure> ended = Optional.empty();

    HostScheduler() {
        timer.setRemoveOnCancelPolicy(true);
    }

    /**
     * Begins the hosts in this order, and returns when all are done or the run has ended without them.
     *
     * @param hosts each makes its host's run when a slot is free, so that nothing is held for hosts that wait or are done
     */
    void run(List<Supplier<HostRun>> hosts, int slots) {
        synchronized (this) {
            open = new CountDownLatch(ended.isPresent() ? 0 : hosts.size());
            if (ended.isEmpty()) {
                waiting.addAll(hosts);
            }
        }
        for (int i = 0; i < Math.min(slots, hosts.size()); i++) {
            slotFreed();
        }
        await(open);
        timer.shutdownNow();
        threads.shutdownNow();
    }

    /** A slot is free: the next host in line begins. */
    void slotFreed() {
        next().ifPresent(HostRun::begin);
    }

    /** From here on the host is aborted when the run ends; one that still waits is dropped instead. */
    private synchronized Optional<HostRun> next() {
        Optional<HostRun> next = Optional.ofNullable(waiting.poll()).map(Supplier::get);
        next.ifPresent(running::add);
        return next;
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
            aborted = List.copyOf(running);
            unstarted = waiting.size();
            waiting.clear();
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
            var unused = timer.schedule(action, delay.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            // The run is over, and so is what this was to end.
            return;
        }
    }

    /** A timer for one host. */
    HostTimer hostTimer() {
        return new HostTimer(timer);
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
