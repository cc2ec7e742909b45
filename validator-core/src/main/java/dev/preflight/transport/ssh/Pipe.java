package dev.preflight.transport.ssh;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What came through a channel and was not read yet. Its writer is the one thread that reads for all channels of a session,
 * so it never waits: to hold it up for one host would hold up all others behind the same jump host, and could lock both
 * sessions up for good. SSH's own windows bound what an honest server sends; one that sends more ends its own channel.
 */
final class Pipe {
    /** More than the windows of all lanes of a host together (jsch 2.28 gives each 1 MiB). */
    private static final int MOST = 16 << 20;

    private final Deque<byte[]> pieces = new ArrayDeque<>();
    private int begun;
    private long held;
    private boolean ended;

    /** The end to read from. */
    InputStream input() {
        return new Reader();
    }

    /**
     * The end to write to.
     *
     * @param onClose called when it is closed
     */
    OutputStream output(Runnable onClose) {
        return new Writer(onClose);
    }

    /** Ends it: what is in it can still be read. */
    synchronized void end() {
        ended = true;
        notifyAll();
    }

    private synchronized void put(byte[] bytes, int offset, int length) throws IOException {
        if (ended || held + length > MOST) {
            ended = true;
            notifyAll();
            throw new IOException("the channel is over");
        }
        byte[] piece = new byte[length];
        System.arraycopy(bytes, offset, piece, 0, length);
        pieces.add(piece);
        held += length;
        notifyAll();
    }

    private synchronized int take(byte[] bytes, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        try {
            while (pieces.isEmpty() && !ended) {
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
        byte[] first = pieces.peek();
        if (first == null) {
            return -1;
        }
        int count = Math.min(length, first.length - begun);
        System.arraycopy(first, begun, bytes, offset, count);
        begun += count;
        held -= count;
        if (begun == first.length) {
            pieces.remove();
            begun = 0;
        }
        return count;
    }

    private final class Reader extends InputStream {
        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return take(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            return take(bytes, offset, length);
        }
    }

    private final class Writer extends OutputStream {
        private final Runnable onClose;

        private Writer(Runnable onClose) {
            this.onClose = onClose;
        }

        @Override
        public void write(int b) throws IOException {
            put(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            put(bytes, offset, length);
        }

        @Override
        public void close() {
            end();
            onClose.run();
        }
    }
}
