package dev.preflight.transport;

/** Takes what a command prints. Calls come from one thread at a time, but for {@link #sent()}. */
public interface OutputSink {
    /**
     * Told, from any thread, just before the last of the input goes out: a command that reads all of it first runs after
     * this.
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
