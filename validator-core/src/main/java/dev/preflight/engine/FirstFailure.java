package dev.preflight.engine;

import dev.preflight.transport.HostFailure;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a host failed for, which is what it failed for first. Safe for many threads. */
final class FirstFailure {
    private @Nullable HostFailure first;

    /** Notes a failure, unless there was one. */
    synchronized void note(HostFailure why) {
        if (first == null) {
            first = why;
        }
    }

    /** The first; empty if there was none. */
    synchronized Optional<HostFailure> get() {
        return Optional.ofNullable(first);
    }

    /** Whether there was one. */
    boolean any() {
        return get().isPresent();
    }
}
