package dev.preflight.inventory;

/** A secret that was to come from somewhere did not; the message says why, and holds none of it. */
public final class SecretUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Says why. */
    public SecretUnavailableException(String message) {
        super(message);
    }
}
