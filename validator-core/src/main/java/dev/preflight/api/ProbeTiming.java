package dev.preflight.api;

import java.time.Duration;
import java.time.Instant;

/**
 * When a probe ran: between these two instants, by the clock of the machine that runs Preflight.
 *
 * @param sentAt when the last of its script was sent
 * @param receivedAt when its answer had come
 */
public record ProbeTiming(Instant sentAt, Instant receivedAt) {

    /** The time between the two; negative if the clock of that machine was set back meanwhile. */
    public Duration width() {
        return Duration.between(sentAt, receivedAt);
    }
}
