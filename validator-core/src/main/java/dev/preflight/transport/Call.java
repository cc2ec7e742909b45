package dev.preflight.transport;

import java.util.Optional;

/**
 * A command to run on a session.
 *
 * @param command shell text for the user's login shell, which may be any
 * @param input its standard input; end of file follows, unless there is {@code later} input or a terminal, which has no
 *     end of file
 * @param passwordPrompt the dialogue before the input is sent; empty if the input can be sent at once
 * @param terminal whether the command wants a terminal
 * @param later further input while the command runs, after {@code input}; empty if there is none
 */
@SuppressWarnings("ArrayRecordComponent") // a carrier of bytes; two calls are never compared
public record Call(
        String command,
        byte[] input,
        Optional<PasswordPrompt> passwordPrompt,
        boolean terminal,
        Optional<StdinFeed> later) {

    /** A command without later input. */
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
