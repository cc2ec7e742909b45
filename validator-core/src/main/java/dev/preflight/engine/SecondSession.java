package dev.preflight.engine;

import dev.preflight.inventory.Host;
import dev.preflight.transport.Cancellation;
import dev.preflight.transport.Session;
import dev.preflight.transport.Transport;
import dev.preflight.transport.TransportException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** One session more with a host that had one; it keeps its slot while it is turned away, for it is nearly done. */
final class SecondSession {
    /** At most so long in all: the host's own deadline comes before that, or ends it. */
    private static final Duration LONG = Duration.ofMinutes(1);

    private final Transport transport;
    private final Cancellation cancellation;
    private final Backoff backoff =
            new Backoff(() -> ThreadLocalRandom.current().nextDouble());

    SecondSession(Transport transport, Cancellation cancellation) {
        this.transport = transport;
        this.cancellation = cancellation;
    }

    /** Opens it. */
    Session open(Host host) throws TransportException, InterruptedException {
        for (int tries = 1; ; tries++) {
            try {
                return transport.open(host, cancellation);
            } catch (TransportException e) {
                Optional<Duration> wait =
                        e.unreachable().mayPass(true) ? backoff.next(tries, false, LONG) : Optional.empty();
                if (wait.isEmpty() || ended(wait.get())) {
                    throw e;
                }
            }
        }
    }

    /** Waits, and says whether the work was ended meanwhile. */
    private boolean ended(Duration wait) throws InterruptedException {
        CountDownLatch aborted = new CountDownLatch(1);
        cancellation.onAbort(aborted::countDown);
        return aborted.await(wait.toMillis(), TimeUnit.MILLISECONDS);
    }
}
