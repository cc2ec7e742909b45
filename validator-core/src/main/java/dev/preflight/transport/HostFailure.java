package dev.preflight.transport;

import dev.preflight.fact.Excerpt;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The failure to reach a host, or to read all that was planned.
 *
 * @param failure what kind of failure
 * @param details values for its message, such as {@code address}, {@code port}, {@code fingerprint}, {@code expected},
 *     {@code said}; untrusted where they are from the host
 */
public record HostFailure(TransportFailure failure, SortedMap<String, String> details) {
    /** The detail that names a jump host, {@code name:port}: what failed is the jump host, for all hosts behind it. */
    public static final String JUMP = "jump";

    /** The detail that names the jump hosts on the way to the host, or to the jump host, that failed. */
    public static final String VIA = "via";

    public HostFailure {
        details = Collections.unmodifiableSortedMap(new TreeMap<>(details));
    }

    /** A failure without details. */
    public static HostFailure of(TransportFailure failure) {
        return new HostFailure(failure, new TreeMap<>());
    }

    /** The same with long details cut; keys, addresses and fingerprints are shorter than the limit. */
    public HostFailure excerpt() {
        SortedMap<String, String> shown = new TreeMap<>(details);
        shown.replaceAll((name, value) -> Excerpt.of(value));
        return new HostFailure(failure, shown);
    }

    /** The same with one detail more. */
    public HostFailure with(String name, String value) {
        SortedMap<String, String> more = new TreeMap<>(details);
        more.put(name, value);
        return new HostFailure(failure, more);
    }
}
