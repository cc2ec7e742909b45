package dev.preflight.transport;

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
     * @throws TransportException if the session breaks before either
     */
    CommandEnd run(String command, byte[] input, OutputSink sink) throws TransportException;

    /** Ends the session at once; never blocks on the host and never throws. */
    @Override
    void close();
}
