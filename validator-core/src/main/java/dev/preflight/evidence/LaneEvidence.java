package dev.preflight.evidence;

import dev.preflight.fact.Lane;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What one lane brought.
 *
 * @param lane which
 * @param script the script as sent, with its nonce; empty where there was none, and in evidence that was read back
 * @param sentAt when the last of it was sent, or earlier where the transport does not tell: the script runs after it
 * @param receivedAt when its last byte came
 * @param frames a frame for every probe of the script, in its order
 * @param noise what was printed outside the frames, the first of it: banners, start-up files; redacted, untrusted
 * @param rebooted whether the host's boot id changed between the first line and the last
 * @param failure why the lane did not end as it should
 */
public record LaneEvidence(
        Lane lane,
        String script,
        Instant sentAt,
        Instant receivedAt,
        List<Frame> frames,
        String noise,
        boolean rebooted,
        Optional<LaneFailure> failure) {
    /** The same without the frame of this request. */
    public LaneEvidence without(String key) {
        return new LaneEvidence(
                lane,
                script,
                sentAt,
                receivedAt,
                frames.stream().filter(frame -> !frame.key().equals(key)).toList(),
                noise,
                rebooted,
                failure);
    }

    public LaneEvidence {
        frames = List.copyOf(frames);
    }
}
