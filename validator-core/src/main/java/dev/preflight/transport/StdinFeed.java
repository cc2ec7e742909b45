package dev.preflight.transport;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Standard input that a command gets while it runs, behind its {@link Call#input()}. For one command at a time; what no
 * command took is there for the next.
 *
 * <p>Send the first piece once the command has answered: a program that reads the script by length may take along what
 * lies behind it already (seen with the head of busybox 1.35), and who is refused may take all that it can get.
 *
 * <p>Safe for use by many threads.
 */
public final class StdinFeed {
    /** How long the end of a run may go unnoticed. */
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final Queue<byte[]> pieces = new ArrayDeque<>();
    private boolean closed;

    /**
     * Gives the command more to read; never blocks. Little at a time, such as a line: a command that has to be left while
     * it does not read holds up who writes to it.
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

    /** Nothing more comes: behind what was sent stands the end of file, but on a terminal, which has none. */
    public synchronized void close() {
        closed = true;
        notifyAll();
    }

    /**
     * Writes what was sent and what is still to come, each piece at once. Returns when it was closed and all is written,
     * or when the run is over; closes nothing.
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
