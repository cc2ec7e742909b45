package dev.preflight.evidence;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What came back of one probe, already redacted.
 *
 * @param key which request, see {@link dev.preflight.fact.FactRequest#key()}
 * @param format the fact's format number when it was collected
 * @param end how it ended
 * @param status exit status; present exactly for {@link FrameEnd#COMPLETE}
 * @param took how long it ran on the host, if the host has {@code /proc/uptime}
 * @param receivedAt when its end came, by the clock of the machine that ran us; empty if it did not, and in evidence of old
 * @param out standard output
 * @param err standard error, capped
 */
@SuppressWarnings("ArrayRecordComponent") // a carrier of bytes; two frames are never compared
public record Frame(
        String key,
        int format,
        FrameEnd end,
        OptionalInt status,
        Optional<Duration> took,
        Optional<Instant> receivedAt,
        byte[] out,
        byte[] err) {

    /** A frame that never came. */
    public static Frame never(String key, int format) {
        return new Frame(
                key,
                format,
                FrameEnd.NEVER,
                OptionalInt.empty(),
                Optional.empty(),
                Optional.empty(),
                new byte[0],
                new byte[0]);
    }

    /** A frame of saved evidence whose file is not the one that was written. */
    static Frame damaged(String key, int format, String file) {
        return new Frame(
                key,
                format,
                FrameEnd.DAMAGED,
                OptionalInt.empty(),
                Optional.empty(),
                Optional.empty(),
                new byte[0],
                file.getBytes(StandardCharsets.UTF_8));
    }
}
