package dev.preflight.evidence;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * By which clock a run measures those of hosts. Times of two parts of a run are comparable if it is one clock that was not
 * set in between: one boot of one machine, whose beginning both parts see at the same time.
 *
 * @param boot which boot of which machine, see random(4): boot_id
 * @param zero when that boot began, by this clock; proc(5): uptime goes on whatever the clock is set to
 */
public record OwnClock(String boot, Instant zero) {
    /** What a comparison of clocks can do without: from this round trip on, the clock of a host is read again. */
    private static final Duration SAME = Duration.ofMillis(100);

    private static final Path BOOT = Path.of("/proc/sys/kernel/random/boot_id");
    private static final Path UPTIME = Path.of("/proc/uptime");
    private static final double MILLIS = 1000.0;

    /** That of this machine; empty if it is not Linux. */
    public static Optional<OwnClock> of(Clock clock) {
        try {
            String boot = Files.readString(BOOT).strip();
            String uptime = Files.readString(UPTIME).strip().split(" ", 2)[0];
            Duration since = Duration.ofMillis(Math.round(Double.parseDouble(uptime) * MILLIS));
            return Optional.of(new OwnClock(boot, clock.instant().minus(since)));
        } catch (IOException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** Whether both are one clock that was not set in between. */
    public boolean same(OwnClock other) {
        return boot.equals(other.boot)
                && Duration.between(zero, other.zero).abs().compareTo(SAME) <= 0;
    }
}
