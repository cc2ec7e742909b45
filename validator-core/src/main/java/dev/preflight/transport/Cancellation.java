package dev.preflight.transport;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Ends what goes on with one host, from any thread: at its deadline, at the run's, or because the user ended the run. A thread
 * that waits for the host registers how to wake it.
 */
public final class Cancellation {
    private final List<Runnable> actions = new ArrayList<>();
    private Optional<TransportFailure> why = Optional.empty();

    /** Runs the action once at the abort, or right now if that is past. It must not block. */
    public void onAbort(Runnable action) {
        synchronized (this) {
            if (why.isEmpty()) {
                actions.add(action);
                return;
            }
        }
        action.run();
    }

    /** Ends it; the first call counts. */
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

    /** Why it was ended, or empty while it goes on. */
    public synchronized Optional<TransportFailure> why() {
        return why;
    }
}
