package dev.preflight.transport;

import java.util.Optional;

/**
 * A command to run on a session.
 *
 * @param command for the user's login shell, whichever that is
 * @param input what it gets on standard input at once; end of file follows it, but where more comes later, and on a
 *     terminal, which has none
 * @param passwordPrompt what has to be said before the input is sent; empty if it can be sent at once
 * @param terminal whether the command wants a terminal
 * @param later what it gets behind that while it runs; empty if the input is all
 */
@SuppressWarnings("ArrayRecordComponent") // a carrier of bytes; two calls are never compared
public record Call(
        String command,
        byte[] input,
        Optional<PasswordPrompt> passwordPrompt,
        boolean terminal,
        Optional<StdinFeed> later) {

    /** A command whose input is all that it gets. */
    public Call(String command, byte[] input, Optional<PasswordPrompt> passwordPrompt, boolean terminal) {
        this(command, input, passwordPrompt, terminal, Optional.empty());
    }

    /** A command whose input can be sent at once. */
    public static Call of(String command, byte[] input) {
        return new Call(command, input, Optional.empty(), false);
    }

    /** The same command, which gets this too while it runs. */
    public Call with(StdinFeed more) {
        return new Call(command, input, passwordPrompt, terminal, Optional.of(more));
    }
}
