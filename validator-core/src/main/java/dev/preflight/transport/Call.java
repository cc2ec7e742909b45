package dev.preflight.transport;

import java.util.Optional;

/**
 * A command to run on a session.
 *
 * @param command for the user's login shell, whichever that is
 * @param input its whole standard input; end of file follows it, but on a terminal, which has none
 * @param dialogue what has to be said before the input is sent; empty if it can be sent at once
 * @param terminal whether the command wants a terminal
 */
@SuppressWarnings("ArrayRecordComponent") // a carrier of bytes; nobody compares two calls
public record Call(String command, byte[] input, Optional<Dialogue> dialogue, boolean terminal) {

    /** A command whose input can be sent at once. */
    public static Call of(String command, byte[] input) {
        return new Call(command, input, Optional.empty(), false);
    }
}
