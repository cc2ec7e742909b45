package dev.preflight.sshconfig;

import java.io.IOException;
import java.util.List;

/** OpenSSH's client on this machine. Safe for use by many threads. */
public interface SshClient {
    /**
     * What a call said.
     *
     * @param status its exit status
     * @param out standard output
     * @param err standard error
     */
    record Said(int status, String out, String err) {}

    /**
     * Runs it without standard input and waits for its end.
     *
     * @param arguments its arguments
     * @throws IOException if it cannot be started, or does not end in time
     */
    Said call(List<String> arguments) throws IOException, InterruptedException;
}
