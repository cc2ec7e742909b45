package dev.preflight.transport;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Standard input that a command gets while it runs, after its {@link Call#input()}. For one command at a time; what one
 * did not read is kept for the next.
 *
 * <p>Send the first piece only after the command has answered. A program that reads a script by its length may also
 * read what follows it (seen with the head of busybox 1.35), and a command that was refused may read all there is.
 *
 * <p>Safe for use by many threads.
 */
public final class StdinFeed {
    /** How long the end of a run may go unnoticed. */
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final Queue<byte[]> pieces = new ArrayDeque<>();
    private boolean closed;

    /**
     * Adds input for the command; never blocks. Send little at a time, such as a line: a command that has stopped
     * reading blocks the thread in {@link #pour}.
     *
     * @throws IllegalStateException if it was closed
     */
    public synchronized void send(byte[] piece) {
        if (closed) {
            throw new IllegalStateException("the input was closed");
        }
        pieces.add(piece.clone());
        notifyAll();
    }

    /** Ends the input: end of file follows what was sent, except on a terminal, which has no end of file. */
    public synchronized void close() {
        closed = true;
        notifyAll();
    }

    /**
     * Writes each piece as soon as it was sent. Blocks until the feed is closed and all is written, or until the run is
     * over. Does not close the stream.
     *
     * @param over whether the run is over; nothing is taken from then on
     * @throws IOException if the command reads no more
     */
    public void pour(OutputStream stdin, BooleanSupplier over) throws IOException, InterruptedException {
        Optional<byte[]> piece = next(over);
        while (piece.isPresent()) {
            stdin.write(piece.get());
            stdin.flush();
            piece = next(over);
        }
    }

    private synchronized Optional<byte[]> next(BooleanSupplier over) throws InterruptedException {
        while (!over.getAsBoolean()) {
            if (!pieces.isEmpty()) {
                return Optional.of(pieces.remove());
            }
            if (closed) {
                break;
            }
            TimeUnit.NANOSECONDS.timedWait(this, LOOK_NANOS);
        }
        return Optional.empty();
    }
}
