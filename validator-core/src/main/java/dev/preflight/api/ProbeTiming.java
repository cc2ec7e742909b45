package dev.preflight.api;

import java.time.Duration;
import java.time.Instant;

/**
 * When a probe was read, by the clock of the machine that runs us: not before the one and not after the other instant.
 *
 * @param sentAt when the last of its script was sent
 * @param receivedAt when its answer had come
 */
public record ProbeTiming(Instant sentAt, Instant receivedAt) {

    /** How long it is between the two; negative if our clock was set back meanwhile. */
    public Duration width() {
        return Duration.between(sentAt, receivedAt);
    }
}
