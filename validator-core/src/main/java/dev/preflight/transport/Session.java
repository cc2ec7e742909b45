package dev.preflight.transport;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** An open session with one host. Lanes may run on it at the same time, each in a thread of its own. */
public interface Session extends AutoCloseable {

    /** The IP address at the other end, in text form; empty for the machine that runs Preflight. */
    String remoteAddress();

    /** How long a packet takes to the other end and back; empty if it is not known. */
    default Optional<Duration> roundTrip() {
        return Optional.empty();
    }

    /**
     * Runs one command with this standard input, and passes its output to the sink as it arrives. Blocks until the sink
     * wants no more or the command has ended.
     *
     * @param command shell text for the user's login shell, which may be any
     * @param input the whole standard input; end of file follows it
     * @return the exit status; empty if the host sent none
     * @throws TransportException if the session breaks before that
     */
    default OptionalInt run(String command, byte[] input, OutputSink sink) throws TransportException {
        return run(Call.of(command, input), sink);
    }

    /**
     * The same for a command with a dialogue, a terminal or later input. If the dialogue fails, the sink gets what the
     * command printed during it as standard error. This returns even if the later input was not closed.
     */
    OptionalInt run(Call call, OutputSink sink) throws TransportException;

    /**
     * Creates a file and a directory through SFTP without giving their modes, reads which modes they got, and removes
     * both: in the directory where SFTP starts, and in each of these.
     *
     * @return empty if this kind of session has no SFTP
     * @throws TransportException if the session breaks
     */
    Optional<Upload> upload(List<String> directories) throws TransportException;

    /** Ends the session at once; never blocks on the host and never throws. */
    @Override
    void close();
}
