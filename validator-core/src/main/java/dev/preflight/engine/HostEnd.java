package dev.preflight.engine;

import dev.preflight.evidence.HostEvidence;
import dev.preflight.transport.HostFailure;
import dev.preflight.transport.TransportFailure;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Reports a host exactly once, whichever is first: its own thread, with all that was read; its deadline, with what was read
 * until then; or, where both are stuck in their work, a timer that needs nothing of theirs.
 */
final class HostEnd {
    private final RunJudging judging;
    private final HostPlan plan;
    private final HostCollection collection;
    private final Turns turns;
    private final Consumer<HostOutcome> report;
    private final AtomicBoolean begun = new AtomicBoolean();
    private final AtomicBoolean reported = new AtomicBoolean();
    private final long since = System.nanoTime();

    /**
     * The end of a host.
     *
     * @param turns when a host that said much is judged
     * @param report takes what came of it; called once
     */
    HostEnd(RunJudging judging, HostPlan plan, HostCollection collection, Turns turns, Consumer<HostOutcome> report) {
        this.turns = turns;
        this.judging = judging;
        this.plan = plan;
        this.collection = collection;
        this.report = report;
    }

    /**
     * Judges the evidence received so far. Does nothing if this host is judged already or is being judged by another
     * thread.
     */
    void withWhatCame(Optional<TransportFailure> endedBy) {
        if (!begun.compareAndSet(false, true)) {
            return;
        }
        try {
            turns.take(collection.kept(), () -> judged(endedBy));
        } catch (InterruptedException e) {
            // The run is over, and does not wait for this host.
            Thread.currentThread().interrupt();
        } catch (Throwable e) {
            broken(Mishap.of(e));
        }
    }

    private void judged(Optional<TransportFailure> endedBy) {
        HostEvidence found = endedBy.map(collection::evidence).orElseGet(collection::evidence);
        report(HostOutcome.of(judging, plan, found, took()));
    }

    /** Reports a host that an internal error ended. */
    void broken(HostFailure why) {
        report(HostOutcome.undecided(judging, plan, collection.nothing(why), took()));
    }

    /** Judges the host as one of which nothing came. */
    void withNothing(Optional<TransportFailure> endedBy) {
        if (!reported.get()) {
            broken(HostFailure.of(endedBy.orElse(TransportFailure.DEADLINE)));
        }
    }

    /** Reports the host without asking any judge. */
    void undecided(Optional<TransportFailure> endedBy) {
        HostEvidence nothing = collection.nothing(HostFailure.of(endedBy.orElse(TransportFailure.DEADLINE)));
        report(new HostOutcome(judging.undecided(plan, nothing, took()), nothing));
    }

    private void report(HostOutcome outcome) {
        if (reported.compareAndSet(false, true)) {
            report.accept(outcome);
        }
    }

    private Duration took() {
        return Duration.ofNanos(System.nanoTime() - since);
    }
}
