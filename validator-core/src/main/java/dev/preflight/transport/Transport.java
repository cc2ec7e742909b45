package dev.preflight.transport;

import dev.preflight.inventory.Host;

/** A way to reach hosts. Safe for use by many threads. */
public interface Transport {
    /**
     * Does what {@link #open} needs from this machine alone, such as looking up the host's key. Touches no host; takes
     * as long as it takes, so callers that give hosts a deadline call it before that begins. {@link #open} works without it.
     */
    default void prepare(Host host) {}

    /**
     * Opens a session with a host: one connection, however many lanes run on it.
     *
     * @param cancellation ends this call, which then throws with the failure of the cancellation
     * @throws TransportException if the host cannot be reached
     */
    Session open(Host host, Cancellation cancellation) throws TransportException;
}
