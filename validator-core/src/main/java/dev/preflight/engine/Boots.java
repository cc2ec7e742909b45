package dev.preflight.engine;

import dev.preflight.transport.TransportFailure;
import java.time.Duration;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/**
 * When a host is tried again that does not answer as it may still boot. A boot takes a minute or more, so waits grow to a
 * quarter of one, and hosts that are started together do not come back together.
 */
final class Boots {
    private static final Duration FIRST = Duration.ofSeconds(2);
    private static final Duration LONGEST = Duration.ofSeconds(15);

    private final LongSupplier nanos;
    private final DoubleSupplier random;
    private final long until;

    /**
     * Begins now.
     *
     * @param patience for how long hosts are tried again
     * @param nanos the time, from any origin
     * @param random numbers from 0 up to 1
     */
    Boots(Duration patience, LongSupplier nanos, DoubleSupplier random) {
        this.nanos = nanos;
        this.random = random;
        this.until = nanos.getAsLong() + patience.toNanos();
    }

    /**
     * How long to wait before the next try, the last of which begins when the time is over; empty if there is none.
     *
     * @param waits how many there were before
     */
    Optional<Duration> next(TransportFailure why, int waits) {
        Duration left = Duration.ofNanos(until - nanos.getAsLong());
        if (!why.mayBoot() || left.toMillis() <= 0) {
            return Optional.empty();
        }
        long longest = Math.min(FIRST.toMillis() << Math.min(waits, Byte.SIZE), LONGEST.toMillis());
        Duration wait = Duration.ofMillis(longest - (long) (random.getAsDouble() * longest / 2));
        return Optional.of(wait.compareTo(left) < 0 ? wait : left);
    }
}
