package dev.preflight.transport;

import dev.preflight.fact.Excerpt;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * That a host was not reached, or not to the end.
 *
 * @param failure which of the typed list
 * @param details what its message names, such as {@code address}, {@code port}, {@code fingerprint}, {@code expected},
 *     {@code said}; untrusted
 *     where it comes from the host
 */
public record HostFailure(TransportFailure failure, SortedMap<String, String> details) {
    public HostFailure {
        details = Collections.unmodifiableSortedMap(new TreeMap<>(details));
    }

    /** A failure whose message names nothing yet. */
    public static HostFailure of(TransportFailure failure) {
        return new HostFailure(failure, new TreeMap<>());
    }

    /** The same with the beginning of each detail; keys, addresses and fingerprints are shorter than that. */
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
