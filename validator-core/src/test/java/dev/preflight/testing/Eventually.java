package dev.preflight.testing;

import java.util.function.BooleanSupplier;

/** Waits for a condition that signals nothing when it becomes true: the state of a process, a queue of the kernel. */
public final class Eventually {
    private static final long LOOK_EVERY_MILLIS = 20;

    private Eventually() {}

    /** Returns once this holds; if it never does, the test ends at the limit that tells an end from a hang. */
    public static void is(BooleanSupplier condition) {
        try {
            while (!condition.getAsBoolean()) {
                Thread.sleep(LOOK_EVERY_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
