package dev.preflight.transport.local;

import dev.preflight.inventory.Host;
import dev.preflight.transport.Cancellation;
import dev.preflight.transport.Session;
import dev.preflight.transport.Transport;

/**
 * Runs commands on the machine that runs Preflight, in the environment of its process, with the same contract as SSH.
 */
public final class LocalTransport implements Transport {
    @Override
    public Session open(Host host, Cancellation cancellation) {
        LocalSession session = new LocalSession();
        cancellation.onAbort(() -> cancellation.why().ifPresent(session::end));
        return session;
    }
}
