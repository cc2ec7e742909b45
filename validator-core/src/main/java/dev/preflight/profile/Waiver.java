package dev.preflight.profile;

import dev.preflight.node.Place;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;

/**
 * A failure that is accepted for a time.
 *
 * @param fingerprint the finding it covers, or empty
 * @param check name of the instance it covers, or empty; exactly one of the two is there
 * @param hosts the hosts it covers, by name; empty exactly with a fingerprint
 * @param reason why it is accepted
 * @param owner who answers for it
 * @param until when it ends; from then on it has no effect
 * @param place where the profile states it
 */
public record Waiver(
        Optional<String> fingerprint,
        Optional<String> check,
        List<String> hosts,
        String reason,
        String owner,
        OffsetDateTime until,
        Place place) {
    public Waiver {
        hosts = List.copyOf(hosts);
    }
}
