package dev.preflight.transport.ssh;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Lets a command's input out until its output has ended. The server closes the channel right behind that, and ends the whole
 * session on a byte for a channel that is closed (seen with OpenSSH 9.2 where sudo refuses at once; jsch 2.28 looks at
 * neither of the two before it sends).
 */
final class InputGate {
    private static final long LOOK_MILLIS = 20;

    private final Lock writing = new ReentrantLock();
    private volatile boolean shut;
    private volatile @Nullable Thread writer;

    /** A piece of input on its way into the channel. */
    interface Piece {
        void send() throws IOException;
    }

    /**
     * Sends a piece.
     *
     * @throws IOException if the output has ended, and nothing was sent
     */
    void send(Piece piece) throws IOException {
        if (!sent(piece)) {
            throw new IOException("the command has ended");
        }
    }

    /** Sends a piece, unless the output has ended; whether it did. */
    boolean sent(Piece piece) throws IOException {
        writing.lock();
        try {
            if (shut) {
                return false;
            }
            writer = Thread.currentThread();
            piece.send();
            return true;
        } finally {
            writer = null;
            writing.unlock();
        }
    }

    /**
     * Lets nothing more out. Called by jsch's reader thread, which answers the server's close only behind this: a piece that
     * is being sent goes out first, however long a busy machine takes for it. A writer that waits for room in the channel
     * is left alone: this thread is the one that would make room, and jsch refuses to send once the channel is closed.
     */
    void shut() {
        shut = true;
        try {
            while (!writing.tryLock(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                if (waitsForRoom(writer)) {
                    return;
                }
            }
            writing.unlock();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** jsch waits for room, and for new keys, with a limit, and sends without one. */
    private static boolean waitsForRoom(@Nullable Thread writer) {
        return writer != null && writer.getState() == Thread.State.TIMED_WAITING;
    }
}
