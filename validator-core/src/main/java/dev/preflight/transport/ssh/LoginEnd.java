package dev.preflight.transport.ssh;

/**
 * Ends a login from within jsch, which else would send empty answers to a prompt: each of them is a failed attempt that
 * counts towards the lock of an account.
 */
final class LoginEnd extends RuntimeException {
    private static final long serialVersionUID = 1L;

    LoginEnd() {
        super("no answer");
    }

    /** jsch sends it to the server as the reason why it hangs up. */
    @Override
    public String toString() {
        return "login given up";
    }
}
