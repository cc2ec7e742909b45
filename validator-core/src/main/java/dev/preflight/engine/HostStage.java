package dev.preflight.engine;

import java.time.Duration;
import java.util.function.LongSupplier;

/** In which state one host is, and since when. Safe for many threads; calls nothing of others under its lock. */
final class HostStage {
    private final LongSupplier nanos;
    private HostState state = HostState.QUEUED;
    private long since;

    /** Takes the time from this, in nanoseconds from any origin. */
    HostStage(LongSupplier nanos) {
        this.nanos = nanos;
        this.since = nanos.getAsLong();
    }

    synchronized HostState now() {
        return state;
    }

    /** For how long it is in this state. */
    synchronized Duration lasts() {
        return Duration.ofNanos(nanos.getAsLong() - since);
    }

    /** Moves on, if it is in that state. */
    synchronized boolean move(HostState from, HostState to) {
        if (state != from) {
            return false;
        }
        state = to;
        if (to != HostState.SLOW) {
            // It does what it did before.
            since = nanos.getAsLong();
        }
        return true;
    }

    /** Moves there from any state but the last, and says from which. */
    synchronized HostState leave(HostState to) {
        HostState before = state;
        boolean moved = before != HostState.DONE && move(before, to);
        return moved ? before : HostState.DONE;
    }
}
