package dev.preflight.checks.accounts;

import dev.preflight.api.ByteSize;
import java.util.Optional;

/**
 * A value of a limit: a number, a size with its unit, or none.
 *
 * @param number pieces or bytes; {@link #UNLIMITED} if there is no limit
 * @param isSize whether it was written with a unit
 */
record LimitValue(long number, boolean isSize) {
    /** RLIM_INFINITY of setrlimit(2), as far as a long has numbers. */
    static final long UNLIMITED = Long.MAX_VALUE;

    private static final String WORD = "unlimited";

    /**
     * A value of a profile.
     *
     * @throws IllegalArgumentException if it is anything else
     */
    static LimitValue parse(String text) {
        if (text.equals(WORD)) {
            return new LimitValue(UNLIMITED, false);
        }
        if (text.matches("\\d{1,18}")) {
            return new LimitValue(Long.parseLong(text), false);
        }
        try {
            return new LimitValue(ByteSize.parse(text).bytes(), true);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "expected a number such as 65535, a size such as 64MiB, or unlimited", e);
        }
    }

    /** What a host says: digits, or a word for no limit; empty for anything else. */
    static Optional<Long> ofHost(String text) {
        if (text.matches(WORD + "|infinity|-1|1[89]\\d{18}")) {
            return Optional.of(UNLIMITED);
        }
        return text.matches("\\d{1,18}") ? Optional.of(Long.parseLong(text)) : Optional.empty();
    }

    /** A value of this limit, as people read it. */
    static String shown(long number, Limit limit) {
        return number == UNLIMITED ? WORD : limit.isSize() ? new ByteSize(number).toString() : Long.toString(number);
    }
}
