package dev.preflight.transport;

import dev.preflight.inventory.Host;
import java.time.Duration;
import java.util.Optional;

/** A way to reach hosts. Safe for use by many threads. */
public interface Transport extends AutoCloseable {
    /**
     * Does what {@link #open} needs from this machine alone, such as looking up the host's key. Touches no host; takes
     * as long as it takes, so callers that give hosts a deadline call it before that begins. {@link #open} works without it.
     */
    default void prepare(Host host) {}

    /**
     * Where a host is, for who decides how many are opened at once and what is tried again.
     *
     * @param address the very address that is connected to, in any form that is equal for equal ones
     * @param gate what limits how many logins may be in progress at once: the address itself, or a jump host on the way;
     *     empty if nothing does
     */
    record Way(String address, String gate) {
        /** A host that is reached directly. */
        public static Way direct(String address) {
            return new Way(address, address);
        }
    }

    /** Where this host is. Looks nothing up. */
    default Way way(Host host) {
        return new Way("", "");
    }

    /** How long {@link #open} may take before it knows whether anything is there; empty if that has no limit. */
    default Optional<Duration> openLimit() {
        return Optional.empty();
    }

    /**
     * Opens a session with a host: one connection, however many lanes run on it.
     *
     * @param cancellation ends this call, which then throws with the failure of the cancellation
     * @throws TransportException if the host cannot be reached
     */
    Session open(Host host, Cancellation cancellation) throws TransportException;

    /** Ends what the sessions of a run shared; called once, at its end. Never blocks on a host and never throws. */
    @Override
    default void close() {}
}
