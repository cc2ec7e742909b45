package dev.preflight.transport;

import dev.preflight.fact.Excerpt;
import java.util.Collections;
import java.util.List;
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

    /** The detail that is the name under which the key of a host was looked up in known_hosts: with its port, or its alias. */
    public static final String TARGET = "target";

    /** The detail that says that the way went through a program; what that said and its exit status may be there, too. */
    public static final String PROXY = "proxy";

    /** The detail that says which of several things is wrong, where each is mended in another way. */
    public static final String FLAW = "flaw";

    /** The detail that names the jump hosts on the way to the host, or to the jump host, that failed. */
    public static final String VIA = "via";

    /**
     * What ssh prints, as a proxy command, when a server hangs up on it before the SSH version; before OpenSSH 8.2 the first
     * word was another. No login was tried then.
     */
    private static final List<String> TURNED_AWAY =
            List.of("_exchange_identification: Connection closed", "_exchange_identification: read: Connection reset");

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

    /**
     * Whether another try may find the host; see {@link TransportFailure#mayPass}. A jump host is no matter of the hosts behind
     * it: it was tried again for all of them.
     */
    public boolean mayPass(boolean othersGotIn) {
        if (failure == TransportFailure.PROXY_COMMAND_FAILED) {
            String said = details.getOrDefault("said", "");
            return TURNED_AWAY.stream().anyMatch(said::contains);
        }
        return failure.mayPass(othersGotIn) && !details.containsKey(JUMP);
    }

    /** The same with one detail more. */
    public HostFailure with(String name, String value) {
        SortedMap<String, String> more = new TreeMap<>(details);
        more.put(name, value);
        return new HostFailure(failure, more);
    }
}
