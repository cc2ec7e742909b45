package dev.preflight.result;

import dev.preflight.fact.Lane;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a host is busy with while a run goes on.
 *
 * @param host its name in the inventory
 * @param step what
 * @param lanes the scripts that have not ended; empty in other steps than {@link Step#READING}
 * @param since for how long
 * @param left how long this may yet take at most; empty if that depends on other hosts
 */
public record HostActivity(String host, Step step, List<Lane> lanes, Duration since, Optional<Duration> left) {
    /** What a host can be busy with. */
    public enum Step {
        /** Name, connection, keys, login. */
        CONNECTING,
        /** Its scripts run, or their answers are judged. */
        READING,
        /** It turned the login away and will be tried again. */
        WAITING,
        /** It waits for other hosts: for a free slot, or for those it exchanges packets with. */
        IN_LINE,
        /** It exchanges packets with other hosts. */
        EXCHANGING
    }

    public HostActivity {
        lanes = List.copyOf(lanes);
    }
}
