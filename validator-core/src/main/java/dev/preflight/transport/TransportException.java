package dev.preflight.transport;

import org.jspecify.annotations.Nullable;

/** A host was not reached, or not read to the end. */
public final class TransportException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient HostFailure unreachable;

    /** Carries the typed failure and its cause. */
    public TransportException(HostFailure unreachable, @Nullable Throwable cause) {
        super(unreachable.failure().code() + " " + unreachable.details(), cause);
        this.unreachable = unreachable;
    }

    /** The typed failure. */
    public HostFailure unreachable() {
        return unreachable;
    }
}
