package dev.preflight.engine;

import dev.preflight.transport.TransportFailure;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** Finishes a host once, whether its own thread or its deadline comes first. */
final class Once {
    private final AtomicBoolean done = new AtomicBoolean();
    private final Consumer<Optional<TransportFailure>> action;

    Once(Consumer<Optional<TransportFailure>> action) {
        this.action = action;
    }

    /** Runs the action, with what ended the host early; only the first call does. */
    void run(Optional<TransportFailure> endedBy) {
        if (done.compareAndSet(false, true)) {
            action.accept(endedBy);
        }
    }
}
