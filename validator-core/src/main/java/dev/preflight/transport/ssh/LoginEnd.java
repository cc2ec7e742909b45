package dev.preflight.transport.ssh;

/**
 * Ends a login from within jsch, which else would send empty answers to a prompt: each of them is a failed attempt that
 * counts towards the lock of an account.
 */
final class LoginEnd extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** jsch sends its text to the server as the reason why it hangs up. */
    LoginEnd() {
        super("no answer");
    }
}
