package dev.preflight.evidence;

import dev.preflight.api.HostInfo;
import dev.preflight.transport.HostFailure;
import dev.preflight.transport.TransportFailure;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Everything that was read of one host: what is saved, and what judges see in the end.
 *
 * @param host who
 * @param transport how it was reached, for people: {@code ssh ops@10.0.0.7:22}, {@code local}
 * @param collectedAt when: "now" for the judges
 * @param lanes what each lane brought; empty if the host was not reached at all
 * @param failure why the host was not reached, or not to the end
 */
public record HostEvidence(
        HostInfo host, String transport, Instant collectedAt, List<LaneEvidence> lanes, Optional<HostFailure> failure) {
    public HostEvidence {
        lanes = List.copyOf(lanes);
    }

    /**
     * Why nothing came of the host, whether its lanes were begun or not; empty if a single probe so much as began, or was
     * saved and is damaged.
     */
    public Optional<HostFailure> nothingCame() {
        boolean none =
                lanes.stream().flatMap(lane -> lane.frames().stream()).allMatch(frame -> frame.end() == FrameEnd.NEVER);
        return none ? failure : Optional.empty();
    }

    /**
     * Whether the run was done with the host, for good or ill. It was not where the run itself ended first, or where saved
     * evidence is not whole: resuming the run asks such a host again.
     */
    public boolean done() {
        return failure.map(HostFailure::failure)
                .filter(why ->
                        why.ofEvidence() || why == TransportFailure.INTERRUPTED || why == TransportFailure.RUN_DEADLINE)
                .isEmpty();
    }

    /** The frame of this request, from whichever lane; empty if it was not requested. */
    public Optional<Frame> frame(String key) {
        return lanes.stream()
                .flatMap(lane -> lane.frames().stream())
                .filter(frame -> frame.key().equals(key))
                .findFirst();
    }
}
