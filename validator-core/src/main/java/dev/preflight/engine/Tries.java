package dev.preflight.engine;

import dev.preflight.transport.HostFailure;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * How often a host was tried, and how much of its time that took: what it waits in line for others is not its own. Safe for
 * many threads.
 */
final class Tries {
    private final LongSupplier nanos;
    private int count;
    private int boots;
    private boolean running;
    private long begun;
    private long since;
    private long spent;

    /** Takes the time from this, in nanoseconds from any origin. */
    Tries(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** One more begins. */
    synchronized void begin() {
        since = nanos.getAsLong();
        if (count == 0) {
            begun = since;
        }
        count++;
        running = true;
    }

    /** The host is in line. */
    synchronized void pause() {
        spent = spent().toNanos();
        running = false;
    }

    /** It is its turn once more, in the same try. */
    synchronized void resume() {
        since = nanos.getAsLong();
        running = true;
    }

    /** How often the host was awaited as it may boot. */
    synchronized int boots() {
        return boots;
    }

    /** The host is awaited, and has all of its time again: it was not there so far. */
    synchronized void awaitBoot() {
        boots++;
        spent = 0;
        running = false;
    }

    synchronized int count() {
        return count;
    }

    /** How much of its own time is over. */
    synchronized Duration spent() {
        return Duration.ofNanos(running ? spent + nanos.getAsLong() - since : spent);
    }

    /** Adds to a failure how often it came, if it did more than once. */
    synchronized HostFailure told(HostFailure why) {
        if (count < 2) {
            return why;
        }
        long seconds = Duration.ofNanos(nanos.getAsLong() - begun).toSeconds();
        return why.with("tries", Integer.toString(count)).with("seconds", Long.toString(seconds));
    }
}
