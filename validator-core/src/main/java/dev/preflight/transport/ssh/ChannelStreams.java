package dev.preflight.transport.ssh;

import dev.preflight.transport.CommandRun;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/** The streams of one exec channel, as jsch calls them: they hand what comes to the command's run. */
final class ChannelStreams {
    /** Longer than a piece of input takes that the channel has room for. */
    private static final long WRITE_MILLIS = 500;

    private final CommandRun run;
    private final Lock writing = new ReentrantLock();
    private volatile boolean outputEnded;

    ChannelStreams(CommandRun run) {
        this.run = run;
    }

    OutputStream out() {
        return new Out();
    }

    OutputStream err() {
        return new Err();
    }

    /**
     * The command's standard input. Nothing goes out once the command's output has ended: the server closes the channel
     * right behind that, and one that gets a byte for a channel that is closed ends the whole session (seen with OpenSSH
     * 9.2 where sudo refuses at once; jsch 2.28 looks at neither of the two before it sends).
     */
    OutputStream input(OutputStream stdin) {
        return new In(stdin);
    }

    private void hand(boolean standardOutput, byte[] bytes, int offset, int length) {
        if (!run.hand(standardOutput, bytes, offset, length)) {
            run.end();
        }
    }

    /** Called by jsch's reader thread, which answers the server's close only behind this. */
    private void outputEnded() {
        outputEnded = true;
        try {
            // What is being written goes out first. A writer that waits for room in the channel will not get any.
            if (writing.tryLock(WRITE_MILLIS, TimeUnit.MILLISECONDS)) {
                writing.unlock();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private final class In extends OutputStream {
        private final OutputStream stdin;

        private In(OutputStream stdin) {
            this.stdin = stdin;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            send(() -> stdin.write(bytes, offset, length));
        }

        @Override
        public void flush() throws IOException {
            send(stdin::flush);
        }

        @Override
        public void close() throws IOException {
            writing.lock();
            try {
                if (!outputEnded) {
                    stdin.close();
                }
            } finally {
                writing.unlock();
            }
        }

        private void send(Piece piece) throws IOException {
            writing.lock();
            try {
                if (outputEnded) {
                    throw new IOException("the command has ended");
                }
                piece.send();
            } finally {
                writing.unlock();
            }
        }
    }

    private interface Piece {
        void send() throws IOException;
    }

    private final class Out extends OutputStream {
        @Override
        public void close() {
            outputEnded();
        }

        @Override
        public void write(int b) {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            hand(true, bytes, offset, length);
        }
    }

    /** jsch closes this one, and only this one, when the channel is over; the other already at end of file. */
    private final class Err extends OutputStream {
        @Override
        public void write(int b) {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            hand(false, bytes, offset, length);
        }

        @Override
        public void close() {
            run.over();
        }
    }
}
