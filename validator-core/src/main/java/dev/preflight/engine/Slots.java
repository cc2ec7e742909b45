package dev.preflight.engine;

import java.time.Duration;

/**
 * How many hosts are looked at side by side.
 *
 * @param first as long as hosts are near
 * @param most on a slow network, where each host only waits for longer; what this machine can carry
 */
public record Slots(int first, int most) {
    /**
     * A round trip that is worth as many hosts again: on a local network more than {@code first} at once only make each of
     * them slower, and at 50 ms, 100 at once are a tenth faster than 32 (measured).
     */
    private static final Duration FAR = Duration.ofMillis(20);

    public Slots {
        if (first < 1 || most < first) {
            throw new IllegalArgumentException("at least one host at a time: " + first + ", " + most);
        }
    }

    /** So many, whatever the network is like. */
    public static Slots exactly(int number) {
        return new Slots(number, number);
    }

    /** How many at this round-trip time. */
    int at(Duration roundTrip) {
        long more = first * Math.min(roundTrip.toMillis(), FAR.toMillis() * most) / FAR.toMillis();
        return (int) Math.min(most, first + more);
    }
}
