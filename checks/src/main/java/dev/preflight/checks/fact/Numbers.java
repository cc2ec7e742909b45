package dev.preflight.checks.fact;

import dev.preflight.fact.FactFormatException;

/** Numbers as the kernel and our probes print them; anything else is not guessed at. */
public final class Numbers {
    private Numbers() {}

    /** A number of no more digits than a long holds for certain, without a sign. */
    public static long whole(String text) throws FactFormatException {
        if (!text.matches("\\d{1,18}")) {
            throw new FactFormatException("expected a number, found: " + text);
        }
        return Long.parseLong(text);
    }

    /** A number of no more digits than an int holds for certain, without a sign. */
    public static int small(String text) throws FactFormatException {
        if (!text.matches("\\d{1,9}")) {
            throw new FactFormatException("expected a number of nine digits at most, found: " + text);
        }
        return Integer.parseInt(text);
    }

    /** Such as an uptime or a load of {@code /proc} (proc(5)). */
    public static double decimal(String text) throws FactFormatException {
        if (!text.matches("\\d{1,12}(\\.\\d{1,6})?")) {
            throw new FactFormatException("expected a number, with decimals or without, found: " + text);
        }
        return Double.parseDouble(text);
    }
}
