package dev.preflight.transport;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Ends the work on one host: at its deadline, at the deadline of the run, or because the user ended the run. All
 * methods may be called by any thread. A thread that waits for the host registers an action that wakes it.
 */
public final class Cancellation {
    private final List<Runnable> actions = new ArrayList<>();
    private Optional<TransportFailure> why = Optional.empty();

    /**
     * Registers an action, which is run once: by the thread that calls {@link #abort}, or now, by the caller, if that
     * was called before. The action must not block.
     */
    public void onAbort(Runnable action) {
        synchronized (this) {
            if (why.isEmpty()) {
                actions.add(action);
                return;
            }
        }
        action.run();
    }

    /** Ends the work for this reason, and runs the actions. Only the first call has an effect. */
    public void abort(TransportFailure failure) {
        List<Runnable> todo;
        synchronized (this) {
            if (why.isPresent()) {
                return;
            }
            why = Optional.of(failure);
            todo = List.copyOf(actions);
            actions.clear();
        }
        todo.forEach(Runnable::run);
    }

    /** Why the work was ended; empty if it was not. */
    public synchronized Optional<TransportFailure> why() {
        return why;
    }
}
