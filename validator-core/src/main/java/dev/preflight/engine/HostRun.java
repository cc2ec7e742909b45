package dev.preflight.engine;

import dev.preflight.transport.Cancellation;
import dev.preflight.transport.Transport;
import dev.preflight.transport.TransportFailure;
import java.time.Duration;
import java.util.Optional;

/**
 * One host of a run, from when it leaves the queue of the {@link HostScheduler} to its report:
 *
 * <pre>
 * QUEUED -> COLLECTING ----------------------------> DONE
 *                \-> PARKED -> EXCHANGING -----/
 * </pre>
 *
 * <p>Each of the middle states may end early. A host is reported once and gives its slot back once, whatever ends it: its
 * own thread, its deadline, or the end of the run. What comes after that is ignored. Safe for many threads; the state is
 * guarded by this object's lock, and nothing is called under that lock.
 */
final class HostRun implements ExchangeLane.Participant {
    /** How long the exchange between hosts may take, from when all of them are there. */
    static final Duration EXCHANGE_LIMIT = Duration.ofMinutes(2);

    /** How long a closed session may take to free its thread before what has been collected is judged as it is. */
    private static final Duration GRACE = Duration.ofMillis(300);

    /** How long judging may take beyond that before the host is reported without what was collected. */
    private static final Duration OWN_WORK = Duration.ofSeconds(2);

    private enum State {
        /** Its slot is free; nothing has been asked of the host. */
        QUEUED,
        /** Its session is open or being opened. It holds a slot, and its deadline counts. */
        COLLECTING,
        /** It waits for the other hosts of the exchange. Its slot is free, and this time is not its own. */
        PARKED,
        /** It takes part in the exchange, within {@link #EXCHANGE_LIMIT}. It holds no slot: there may be none. */
        EXCHANGING,
        /** Its result was handed over. */
        DONE
    }

    /**
     * What the hosts of a run have in common.
     *
     * @param turns when a host with much output is judged
     * @param exchangeSession the exchange of the run; empty if there is none
     * @param compared whether there are several hosts
     */
    record Shared(
            RunOptions options,
            RunJudging judging,
            Turns turns,
            HostScheduler scheduler,
            RunResults results,
            Optional<ExchangeSession> exchangeSession,
            boolean compared) {}

    private final HostPlan plan;
    private final Transport transport;
    private final ReaderMaker readers;
    private final Shared run;
    private final HostTimer timer;
    private final Cancellation cancellation = new Cancellation();
    private State state = State.QUEUED;

    HostRun(HostPlan plan, Transport transport, ReaderMaker readers, Shared run) {
        this.plan = plan;
        this.transport = transport;
        this.readers = readers;
        this.run = run;
        this.timer = run.scheduler().hostTimer();
    }

    @Override
    public String name() {
        return plan.host().name();
    }

    /** Begins in a thread of its own; the host holds a slot from here on. */
    void begin() {
        move(State.QUEUED, State.COLLECTING);
        HostCollection collection = new HostCollection(
                plan,
                transport,
                readers,
                new HostCollection.Manner(
                        run.scheduler().threads(), deadline(), run.options().becomePassword(), run.compared()),
                run.exchangeSession().flatMap(all -> all.lane(this, readers)));
        HostEnd end = new HostEnd(run.judging(), plan, collection, run.turns(), this::settle);
        cancellation.onAbort(() -> endSoon(end));
        Optional<TransportFailure> ended = cancellation.why();
        if (ended.isPresent()) {
            // The run ended between the queue and here: the host is not asked.
            inThread(() -> end.withWhatCame(ended));
        } else {
            inThread(() -> collect(collection, end));
        }
    }

    private void collect(HostCollection collection, HostEnd end) {
        try {
            run.results().started(name());
            // This machine's own work before the host is asked is not the host's time.
            collection.prepare();
            timer.after(deadline(), this::deadlinePassed);
            collection.collect(cancellation);
            end.withWhatCame(cancellation.why());
        } catch (Throwable e) {
            end.broken(Mishap.of(e));
        }
    }

    private Duration deadline() {
        return run.options().hostDeadline().plus(plan.sampleTime());
    }

    /** After the host has parked, {@link #EXCHANGE_LIMIT} counts in place of the deadline. */
    private void deadlinePassed() {
        if (state() == State.COLLECTING) {
            abort(TransportFailure.DEADLINE);
        }
    }

    @Override
    public void park() {
        if (move(State.COLLECTING, State.PARKED)) {
            run.scheduler().slotFreed();
        }
    }

    @Override
    public void resume() {
        if (move(State.PARKED, State.EXCHANGING)) {
            timer.after(EXCHANGE_LIMIT, () -> abort(TransportFailure.DEADLINE));
        }
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
            boolean heldSlot = finish();
            run.scheduler().done();
            if (heldSlot) {
                run.scheduler().slotFreed();
            }
        }
    }

    private synchronized State state() {
        return state;
    }

    /** Moves on, if it is in that state. */
    private synchronized boolean move(State from, State to) {
        if (state != from) {
            return false;
        }
        state = to;
        return true;
    }

    /** Moves to the last state, and says whether the slot was still held. */
    private synchronized boolean finish() {
        boolean heldSlot = state == State.COLLECTING;
        state = State.DONE;
        return heldSlot;
    }
}
