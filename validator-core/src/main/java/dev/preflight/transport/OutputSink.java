package dev.preflight.transport;

/**
 * Receives the output of a command. {@link #out} and {@link #err} are called by one thread at a time, {@link #sent} by
 * any thread, even during such a call.
 */
public interface OutputSink {
    /**
     * Called just before the input is complete. A command that reads all of its input before it acts therefore acts
     * after this call.
     */
    default void sent() {}

    /**
     * Takes a piece of standard output.
     *
     * @return whether more is wanted
     */
    boolean out(byte[] bytes, int offset, int length);

    /** Takes a piece of standard error. */
    void err(byte[] bytes, int offset, int length);
}
