package dev.preflight.checks.fleet;

import dev.preflight.api.ByteSize;

/**
 * How much of something a group of hosts has to have: a number, or a size with its unit.
 *
 * @param number how many, or bytes
 * @param size whether it was written with a unit
 */
record Amount(long number, boolean size) {
    /** More than any fleet has of anything that is counted. */
    private static final String COUNT = "\\d{1,9}";

    /**
     * Reads one.
     *
     * @throws IllegalArgumentException if it is neither
     */
    static Amount parse(String text) {
        return text.matches(COUNT)
                ? new Amount(Long.parseLong(text), false)
                : new Amount(ByteSize.parse(text).bytes(), true);
    }

    boolean atMost(Amount other) {
        return number <= other.number;
    }

    @Override
    public String toString() {
        return size ? new ByteSize(number).toString() : Long.toString(number);
    }
}
