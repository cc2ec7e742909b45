package dev.preflight.evidence;

import java.time.Instant;
import java.util.List;

/**
 * The evidence of one run.
 *
 * @param startedAt when the run began
 * @param hosts what was read of each host, sorted by folder
 */
public record SavedRun(Instant startedAt, List<HostEvidence> hosts) {
    /** Copies what it is given. */
    public SavedRun {
        hosts = List.copyOf(hosts);
    }
}
