package dev.preflight.transport;

/** Takes what a command prints. Calls come from one thread at a time. */
public interface OutputSink {
    /**
     * Takes a piece of standard output.
     *
     * @return whether more is wanted
     */
    boolean out(byte[] bytes, int offset, int length);

    /** Takes a piece of standard error. */
    void err(byte[] bytes, int offset, int length);
}
