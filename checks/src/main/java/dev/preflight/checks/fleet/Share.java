package dev.preflight.checks.fleet;

import dev.preflight.fact.Reading;
import java.util.Optional;

/**
 * What one host has of what is added up.
 *
 * @param shown what was measured
 * @param least what it has at least
 * @param most what it has at most
 * @param unsure why this is not one number
 */
record Share(long shown, long least, long most, Optional<Reading.Missing<?>> unsure) {
    /** Of a host that did not say; so much that no sum with another runs over. */
    static final long ANY = Long.MAX_VALUE / 1_000_000;

    /** Exactly this much. */
    static Share of(long amount) {
        long bounded = Math.min(amount, ANY);
        return new Share(bounded, bounded, bounded, Optional.empty());
    }

    /** Between these, for this reason. */
    static Share between(long least, long most, Reading.Missing<?> why) {
        return new Share(least, least, most, Optional.of(why));
    }

    /** Of a host that did not say: it counts nothing, and may have any amount. */
    static Share unknown(Reading.Missing<?> why) {
        return new Share(0, 0, ANY, Optional.of(why));
    }

    /** Whether the host said nothing at all. */
    boolean unread() {
        return most == ANY && unsure.isPresent();
    }
}
