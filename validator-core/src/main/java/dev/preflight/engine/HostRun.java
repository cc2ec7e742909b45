package dev.preflight.engine;

import dev.preflight.fact.Lane;
import dev.preflight.result.HostActivity;
import dev.preflight.transport.Cancellation;
import dev.preflight.transport.HostFailure;
import dev.preflight.transport.Transport;
import dev.preflight.transport.TransportFailure;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * One host of a run, from when it leaves the queue of the {@link HostScheduler} to its report, in the states of {@link
 * HostState}. A host is reported once and gives its slot back once, whatever ends it: its own thread, its deadline, or the
 * end of the run. What comes after that is ignored. Safe for many threads, and nothing is called under a lock.
 */
final class HostRun implements ExchangeLane.Participant {
    /** How long the exchange between hosts may take, from when all of them are there. */
    static final Duration EXCHANGE_LIMIT = Duration.ofMinutes(2);

    /** How long a closed session may take to free its thread before what has been collected is judged as it is. */
    private static final Duration GRACE = Duration.ofMillis(300);

    /** How long judging may take beyond that before the host is reported without what was collected. */
    private static final Duration OWN_WORK = Duration.ofSeconds(2);

    /** A lost SYN is sent again after 1 s (RFC 6298): a host that takes longer than the answer to that is hardly there. */
    static final Duration SLOW_TO_CONNECT = Duration.ofMillis(1500);

    private final HostPlan plan;
    private final Transport transport;
    private final ReaderMaker readers;
    private final SharedByHosts run;
    private final HostTimer timer;
    private final Tries tries;
    private final HostStage stage;
    private final Cancellation cancellation = new Cancellation();
    private volatile Optional<Work> work = Optional.empty();
    private volatile Duration wait = Duration.ZERO;
    private Optional<HostQueue.Turn> turn = Optional.empty();

    /** What it is collected with, however often it is tried. */
    private record Work(HostCollection collection, HostEnd end) {}

    HostRun(HostPlan plan, Transport transport, ReaderMaker readers, SharedByHosts run) {
        this.plan = plan;
        this.transport = transport;
        this.readers = readers;
        this.run = run;
        this.timer = run.scheduler().hostTimer();
        this.tries = new Tries(run.scheduler().nanos());
        this.stage = new HostStage(run.scheduler().nanos());
    }

    @Override
    public String name() {
        return plan.host().name();
    }

    /** Begins in a thread of its own, or begins again; the host holds a slot from here on. */
    void begin(HostQueue.Turn its) {
        Work now = its.entry().begun() ? work.orElseThrow() : work();
        synchronized (this) {
            turn = Optional.of(its);
            work = Optional.of(now);
        }
        if (!stage.move(HostState.QUEUED, HostState.CONNECTING)) {
            // The run ended it while it was in line.
            run.scheduler().loginEnded(its, LoginGate.End.OTHER);
            run.scheduler().slotFreed();
            return;
        }
        if (!its.entry().begun()) {
            cancellation.onAbort(() -> endSoon(now.end()));
        }
        Optional<TransportFailure> ended = cancellation.why();
        if (ended.isPresent()) {
            // The run ended between the queue and here: the host is not asked.
            inThread(() -> now.end().withWhatCame(ended));
        } else {
            inThread(() -> collect(now, its));
        }
    }

    private Work work() {
        HostCollection collection = new HostCollection(
                plan,
                transport,
                readers,
                new HostCollection.Manner(
                        run.scheduler().threads(), deadline(), run.options().becomePassword(), run.compared()),
                run.exchangeSession().flatMap(all -> all.lane(this, readers)));
        return new Work(collection, new HostEnd(run.judging(), plan, collection, run.turns(), this::settle));
    }

    private void collect(Work now, HostQueue.Turn its) {
        try {
            if (!its.entry().begun()) {
                run.results().started(name());
                // This machine's own work before the host is asked is not the host's time.
                now.collection().prepare();
            }
            tries.begin();
            timer.after(left(), this::deadlinePassed);
            int which = tries.count();
            timer.after(SLOW_TO_CONNECT, () -> lendSlot(which));
            Optional<HostFailure> outside =
                    now.collection().collect(cancellation, session -> loggedIn(its, session.roundTrip()));
            if (outside.isEmpty() || !later(now.collection(), its, outside.get())) {
                now.end().withWhatCame(cancellation.why());
            }
        } catch (Throwable e) {
            now.end().broken(Mishap.of(e));
        }
    }

    private void lendSlot(int which) {
        if (tries.count() != which
                || stage.now() != HostState.CONNECTING
                || !run.scheduler().slots().mayLend()) {
            return;
        }
        if (stage.move(HostState.CONNECTING, HostState.SLOW)) {
            run.scheduler().slotFreed();
        } else {
            run.scheduler().slots().lendingOver();
        }
    }

    /** It has a session; if it has lent its slot, it waits for one before it asks anything of the host. */
    private void loggedIn(HostQueue.Turn its, Optional<Duration> roundTrip) {
        run.scheduler().loggedIn(its, roundTrip);
        if (stage.move(HostState.CONNECTING, HostState.COLLECTING) || stage.now() != HostState.SLOW) {
            return;
        }
        tries.pause();
        try {
            run.scheduler().slots().takeBack();
        } catch (InterruptedException e) {
            // The run is over, and this host with it.
            Thread.currentThread().interrupt();
            return;
        }
        tries.resume();
        if (stage.move(HostState.SLOW, HostState.COLLECTING)) {
            run.scheduler().slots().lendingOver();
            timer.after(left(), this::deadlinePassed);
        } else {
            run.scheduler().slotFreed();
        }
    }

    /** Whether it is tried again later; if not, why it was not reached is noted. */
    private boolean later(HostCollection collection, HostQueue.Turn its, HostFailure why) {
        boolean ended = cancellation.why().isPresent();
        Optional<Duration> turnedAway =
                ended ? Optional.empty() : run.scheduler().again(its, why, tries.count(), left());
        run.scheduler().loginEnded(its, turnedAway.isPresent() ? LoginGate.End.TURNED_AWAY : LoginGate.End.OTHER);
        Optional<Duration> next = ended ? Optional.empty() : turnedAway.or(() -> boot(why));
        if (next.isEmpty()) {
            collection.notReached(tries.told(why));
        } else {
            wait = next.get();
            HostState before = stage.leave(HostState.WAITING);
            giveBack(before);
            if (before != HostState.DONE) {
                timer.after(wait, () -> again(its));
            }
        }
        return next.isPresent();
    }

    /** Until when it is waited for as it may boot. It has all of its time from when it is there. */
    private Optional<Duration> boot(HostFailure why) {
        Optional<Duration> wait = run.scheduler().boots().next(why.failure(), tries.boots());
        if (wait.isPresent()) {
            tries.awaitBoot();
        }
        return wait;
    }

    private void again(HostQueue.Turn before) {
        if (stage.move(HostState.WAITING, HostState.QUEUED)) {
            tries.pause();
            run.scheduler().inLineAgain(before);
        }
    }

    private Duration left() {
        return deadline().minus(tries.spent());
    }

    private Duration deadline() {
        return run.options().hostDeadline().plus(plan.sampleTime());
    }

    /**
     * After the host has parked, {@link #EXCHANGE_LIMIT} counts in place of the deadline. One that was in line meanwhile has
     * time left, and another timer.
     */
    private void deadlinePassed() {
        if (stage.now().ownTime() && left().toMillis() <= 0) {
            abort(TransportFailure.DEADLINE);
        }
    }

    @Override
    public void park() {
        if (stage.move(HostState.COLLECTING, HostState.PARKED)) {
            run.scheduler().slotFreed();
        }
    }

    @Override
    public void resume() {
        if (stage.move(HostState.PARKED, HostState.EXCHANGING)) {
            timer.after(EXCHANGE_LIMIT, () -> abort(TransportFailure.DEADLINE));
        }
    }

    /** What it is busy with. */
    HostActivity activity() {
        HostState now = stage.now();
        List<Lane> lanes = now == HostState.COLLECTING
                ? work.map(its -> its.collection().running()).orElse(List.of())
                : List.of();
        return new HostActivity(name(), now.step(), lanes, stage.lasts(), leftOf(now));
    }

    private Optional<Duration> leftOf(HostState now) {
        Duration lasts = stage.lasts();
        return switch (now) {
            case CONNECTING, SLOW ->
                transport
                        .openLimit()
                        .map(limit -> Collections.min(List.of(left(), limit.minus(lasts))))
                        .or(() -> Optional.of(left()));
            case COLLECTING -> Optional.of(left());
            case WAITING -> Optional.of(wait.minus(lasts));
            case EXCHANGING -> Optional.of(EXCHANGE_LIMIT.minus(lasts));
            case QUEUED, PARKED, DONE -> Optional.empty();
        };
    }

    /** Ends the host early, from any thread; the first reason counts. */
    void abort(TransportFailure why) {
        cancellation.abort(why);
    }

    /**
     * The session is being closed. Its thread gets a moment to report what was collected. If it is blocked, another thread
     * does; and if judging blocks too, in the end the host is reported by one that takes no lock of either.
     */
    private void endSoon(HostEnd end) {
        timer.after(GRACE, () -> inThread(() -> end.withWhatCame(cancellation.why())));
        timer.after(GRACE.plus(OWN_WORK), () -> inThread(() -> end.withNothing(cancellation.why())));
        timer.after(GRACE.plus(OWN_WORK.multipliedBy(2)), () -> inThread(() -> end.undecided(cancellation.why())));
    }

    private void inThread(Runnable work) {
        run.scheduler().threads().execute(work);
    }

    /** Hands the result over; called once. Whatever the listener does, the slot and the memory are given back. */
    private void settle(HostOutcome outcome) {
        try {
            run.scheduler().settled(this);
            if (!run.results().closed()) {
                run.exchangeSession().ifPresent(all -> all.gone(name()));
                run.results().finished(plan, outcome);
            }
        } finally {
            timer.done();
            readers.room().close();
            HostState before = stage.leave(HostState.DONE);
            turn().ifPresent(its -> run.scheduler().loginEnded(its, LoginGate.End.OTHER));
            run.scheduler().done();
            giveBack(before);
        }
    }

    private synchronized Optional<HostQueue.Turn> turn() {
        return turn;
    }

    /** Gives back what the host held in that state. */
    private void giveBack(HostState before) {
        if (before == HostState.SLOW) {
            run.scheduler().slots().lendingOver();
        } else if (before.holdsSlot()) {
            run.scheduler().slotFreed();
        }
    }
}
