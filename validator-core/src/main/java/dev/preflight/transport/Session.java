package dev.preflight.transport;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** One open way to one host. Lanes may run on it side by side, each in a thread of its own. */
public interface Session extends AutoCloseable {

    /** The IP address at the other end, in text form; empty for the machine that runs us. */
    String remoteAddress();

    /**
     * Runs one command with this standard input, and hands on what it prints as it comes. Returns when the sink has all
     * it wants, or when the command has ended.
     *
     * @param command for the user's login shell, whichever that is
     * @param input the whole standard input; end of file follows it
     * @return the exit status, if the host told one
     * @throws TransportException if the session breaks before either
     */
    default OptionalInt run(String command, byte[] input, OutputSink sink) throws TransportException {
        return run(Call.of(command, input), sink);
    }

    /**
     * The same for a command that something has to be said to first, or that wants a terminal. Where it is refused, the
     * sink gets what was said instead as standard error. Whether the call's later input was closed does not matter to
     * when this returns.
     */
    OptionalInt run(Call call, OutputSink sink) throws TransportException;

    /**
     * Makes a file and a directory in the directory where SFTP starts and in each of these, without a word on their
     * modes, looks at what came out, and removes both.
     *
     * @return empty if this way to the host has no SFTP
     * @throws TransportException if the session breaks
     */
    Optional<Upload> upload(List<String> directories) throws TransportException;

    /** Ends the session at once; never blocks on the host and never throws. */
    @Override
    void close();
}
