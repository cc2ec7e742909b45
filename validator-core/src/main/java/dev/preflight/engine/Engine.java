package dev.preflight.engine;

import dev.preflight.api.Catalogue;
import dev.preflight.evidence.HostEvidence;
import dev.preflight.inventory.Host.Connection;
import dev.preflight.probe.Redactor;
import dev.preflight.probe.RunRoom;
import dev.preflight.result.HostReport;
import dev.preflight.result.RunReport;
import dev.preflight.transport.Abort;
import dev.preflight.transport.Transport;
import dev.preflight.transport.TransportFailure;
import dev.preflight.transport.Unreachable;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One run over many hosts, side by side. A host that hangs delays no other: at its deadline its session is
 * closed, and if even that does not free its thread, the thread is left behind and the run goes on.
 *
 * <p>An engine runs once.
 */
public final class Engine {
    /** How long a closed session may take to free its thread before what has come is taken as it is. */
    private static final Duration GRACE = Duration.ofMillis(300);

    /**
     * How long hosts that are being judged or saved when the user ends the run may take to finish it. Whoever sent the
     * signal waits, and the report has to be written after that.
     */
    private static final Duration LAST_WORDS = Duration.ofMillis(1500);

    /** How long judging what came may take beyond that before the host is reported without it. */
    private static final Duration OWN_WORK = Duration.ofSeconds(2);

    /** Specs section 2: the whole exchange between hosts, from when all have come. */
    private static final Duration EXCHANGE_LIMIT = Duration.ofMinutes(2);

    private final Catalogue catalogue;
    private final Map<Connection, Transport> transports;
    private final RunOptions options;
    private final Clock clock;
    private final ExecutorService threads = Executors.newCachedThreadPool(Engine::daemon);
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, Engine::daemon);
    private final Turns turns = new Turns();
    private final Queue<HostPlan> waiting = new ArrayDeque<>();
    private final Map<String, HostReport> reports = new HashMap<>();
    private final List<Abort> active = new ArrayList<>();
    private volatile CountDownLatch open = new CountDownLatch(0);
    private volatile boolean over;
    private Optional<TransportFailure> ended = Optional.empty();
    private volatile boolean several;

    /** An engine with these checks and transports. */
    public Engine(Catalogue catalogue, Map<Connection, Transport> transports, RunOptions options, Clock clock) {
        this.catalogue = catalogue;
        this.transports = Map.copyOf(transports);
        this.options = options;
        this.clock = clock;
        timer.setRemoveOnCancelPolicy(true);
    }

    /**
     * Looks at every host of the plan and returns when all are judged, the time is over, or the run was cancelled; in
     * every case with a report that speaks of every host.
     */
    public RunReport run(RunPlan plan, RunListener listener) {
        Instant startedAt = clock.instant();
        several = plan.hosts().size() > 1;
        RunJudging judging = new RunJudging(plan, catalogue, options, startedAt);
        Redactor redactor = new Redactor(options.secrets());
        RunRoom room = RunRoom.of(Runtime.getRuntime().maxMemory(), atOnce(plan));
        synchronized (this) {
            open = new CountDownLatch(ended.isPresent() ? 0 : plan.hosts().size());
            if (ended.isEmpty()) {
                waiting.addAll(plan.hosts());
            }
        }
        Optional<Meeting> meeting = Meeting.of(plan, this::after);
        Duration exchange = meeting.isPresent() ? EXCHANGE_LIMIT : Duration.ZERO;
        after(options.runDeadline().plus(sampleTime(plan)).plus(exchange), () -> end(TransportFailure.RUN_DEADLINE));
        Runnable next = new Runnable() {
            @Override
            public void run() {
                take().ifPresent(host -> {
                    ReaderMaker readers = new ReaderMaker(redactor, clock, room.host());
                    start(host, readers, judging, listener, meeting, this, open::countDown);
                });
            }
        };
        for (int i = 0; i < Math.min(options.concurrency(), plan.hosts().size()); i++) {
            next.run();
        }
        await(open);
        timer.shutdownNow();
        threads.shutdownNow();
        Optional<TransportFailure> why;
        synchronized (this) {
            over = true;
            why = ended;
        }
        leftOut(plan, judging, listener, why.orElse(TransportFailure.OTHER));
        return judging.report(plan, reports, clock.instant(), interrupted());
    }

    /** A host that waits for the exchange gives its place to another, but what it said stays. */
    private int atOnce(RunPlan plan) {
        return Math.max(options.concurrency(), plan.exchanging().size());
    }

    /** Hosts that never had their turn, or were not done when the user's patience was: nothing is known of them. */
    private void leftOut(RunPlan plan, RunJudging judging, RunListener listener, TransportFailure why) {
        for (HostPlan host : plan.hosts()) {
            if (reports.containsKey(host.host().name())) {
                continue;
            }
            HostEvidence nothing = BareEvidence.of(host.host(), clock.instant(), Unreachable.of(why));
            HostReport report = judging.judge(host, nothing, Duration.ZERO);
            reports.put(report.name(), report);
            // To save and to show that nothing is known of hundreds of hosts takes the time that the report needs.
            if (why != TransportFailure.INTERRUPTED) {
                listener.finished(report, nothing);
            }
        }
    }

    /** Ends the run: what is known so far is reported, and what is not is undecided. From any thread. */
    public void cancel() {
        end(TransportFailure.INTERRUPTED);
    }

    /** What sampling adds to a run: hosts are watched as many at a time as are looked at. */
    private Duration sampleTime(RunPlan plan) {
        Duration longest = plan.hosts().stream()
                .map(HostPlan::sampleTime)
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
        int hosts = plan.hosts().size();
        return longest.multipliedBy((hosts + options.concurrency() - 1) / options.concurrency());
    }

    private synchronized boolean interrupted() {
        return ended.filter(TransportFailure.INTERRUPTED::equals).isPresent();
    }

    private void end(TransportFailure why) {
        List<Abort> running;
        int unstarted;
        synchronized (this) {
            if (ended.isPresent()) {
                return;
            }
            ended = Optional.of(why);
            running = List.copyOf(active);
            unstarted = waiting.size();
            waiting.clear();
        }
        if (why == TransportFailure.INTERRUPTED) {
            after(LAST_WORDS, () -> doneWith(open.getCount()));
        }
        running.forEach(abort -> abort.abort(why));
        doneWith(unstarted);
    }

    private void doneWith(long hosts) {
        for (long i = 0; i < hosts; i++) {
            open.countDown();
        }
    }

    private synchronized Optional<HostPlan> take() {
        return Optional.ofNullable(waiting.poll());
    }

    private void start(
            HostPlan host,
            ReaderMaker readers,
            RunJudging judging,
            RunListener listener,
            Optional<Meeting> meeting,
            Runnable next,
            Runnable done) {
        Transport transport = transports.get(host.host().connection());
        if (transport == null) {
            throw new IllegalArgumentException("no transport for " + host.host().connection());
        }
        String name = host.host().name();
        Duration deadline = options.hostDeadline().plus(host.sampleTime());
        Abort abort = new Abort();
        HostTimer its = new HostTimer(timer);
        AtomicBoolean freed = new AtomicBoolean();
        Runnable free = () -> {
            if (!freed.getAndSet(true)) {
                next.run();
            }
        };
        // What a host waits for others is not its own time, and another one may be looked at meanwhile.
        AtomicBoolean waits = new AtomicBoolean();
        Optional<ExchangeLane> exchange = meeting.flatMap(all -> all.lane(
                name,
                readers,
                () -> {
                    waits.set(true);
                    free.run();
                },
                () -> its.after(EXCHANGE_LIMIT, () -> abort.abort(TransportFailure.DEADLINE))));
        HostCollection collection = new HostCollection(
                host, transport, readers, threads, deadline, options.becomePassword(), exchange, several);
        HostEnd end = new HostEnd(judging, host, collection, turns, outcome -> {
            try {
                deactivate(abort);
                if (over) {
                    return;
                }
                meeting.ifPresent(all -> all.gone(name));
                finished(outcome, judging, host, listener);
            } finally {
                its.done();
                readers.room().close();
                done.run();
                free.run();
            }
        });
        abort.onAbort(() -> {
            its.after(GRACE, () -> threads.execute(() -> end.withWhatCame(abort.why())));
            // Whatever its thread does with what came, and whoever holds what that needs: the host is reported.
            its.after(GRACE.plus(OWN_WORK), () -> threads.execute(() -> end.withNothing(abort.why())));
            its.after(GRACE.plus(OWN_WORK.multipliedBy(2)), () -> threads.execute(() -> end.untold(abort.why())));
        });
        Optional<TransportFailure> over = activate(abort);
        if (over.isPresent()) {
            threads.execute(() -> end.withWhatCame(over));
            return;
        }
        threads.execute(() -> {
            try {
                tellStarted(name, listener);
                // This machine's own work before the host is asked is not the host's time.
                collection.prepare();
                its.after(deadline, () -> {
                    if (!waits.get()) {
                        abort.abort(TransportFailure.DEADLINE);
                    }
                });
                collection.collect(abort);
                end.withWhatCame(abort.why());
            } catch (Throwable e) {
                end.broken(Mishap.of(e));
            }
        });
    }

    private static void tellStarted(String name, RunListener listener) {
        synchronized (listener) {
            listener.started(name);
        }
    }

    private void after(Duration delay, Runnable action) {
        try {
            var unused = timer.schedule(action, delay.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            // The run is over, and with it whatever this was to end.
            return;
        }
    }

    /** Notes what has to be woken when the run ends; if it has ended already, says why. */
    private synchronized Optional<TransportFailure> activate(Abort abort) {
        if (ended.isEmpty()) {
            active.add(abort);
        }
        return ended;
    }

    private synchronized void deactivate(Abort abort) {
        active.remove(abort);
    }

    /** A listener that throws may not have kept what it was to keep: the host is not taken for done. */
    private void finished(HostOutcome outcome, RunJudging judging, HostPlan host, RunListener listener) {
        if (!keep(outcome)) {
            return;
        }
        try {
            synchronized (listener) {
                listener.finished(outcome.report(), outcome.evidence());
            }
        } catch (Throwable e) {
            boolean unused = keep(outcome.failed(judging, host, Mishap.of(e)));
        }
    }

    /** Keeps what came of a host; not when the run has ended without it. */
    private synchronized boolean keep(HostOutcome outcome) {
        if (over) {
            return false;
        }
        reports.put(outcome.report().name(), outcome.report());
        return true;
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
