package dev.preflight.engine;

import java.time.Duration;
import java.util.Optional;
import java.util.function.DoubleSupplier;

/**
 * When a host is tried again that turned a login away. Each wait is twice as long as the one before it, less a part by
 * chance: hosts that were turned away together must not come back together.
 */
final class Backoff {
    /**
     * How often an address is tried that let no host in during this run. With the waits between, an address that turns
     * everybody away (a ban) keeps a run for a few connect time-outs, and no longer.
     */
    static final int MOST_TRIES = 6;

    /** How often an address is tried that let others in: it is alive, and only has too many logins at once. */
    static final int MOST_TRIES_WHERE_OTHERS_GOT_IN = 12;

    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofSeconds(16);

    private final DoubleSupplier random;

    /** Takes chance from this, which gives numbers from 0 up to 1. */
    Backoff(DoubleSupplier random) {
        this.random = random;
    }

    /**
     * How long to wait before the next try; empty if there is none.
     *
     * @param tries how many there were
     * @param othersGotIn whether the address let others in during this run
     * @param left what is left of the host's time
     */
    Optional<Duration> next(int tries, boolean othersGotIn, Duration left) {
        if (tries >= (othersGotIn ? MOST_TRIES_WHERE_OTHERS_GOT_IN : MOST_TRIES)) {
            return Optional.empty();
        }
        long longest = Math.min(FIRST.toMillis() << (tries - 1), LONGEST.toMillis());
        Duration wait = Duration.ofMillis(longest - (long) (random.getAsDouble() * longest / 2));
        return wait.compareTo(left) < 0 ? Optional.of(wait) : Optional.empty();
    }
}
