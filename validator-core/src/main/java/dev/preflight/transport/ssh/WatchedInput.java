package dev.preflight.transport.ssh;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** What comes from the server: notes when it came, whether the server hung up, and the first words it said. */
final class WatchedInput extends FilterInputStream {
    /** A version line has at most this many bytes (RFC 4253 section 4.2). */
    private static final int GREETING = 255;

    private final StringBuilder greeting = new StringBuilder();
    private volatile boolean ended;
    private volatile long heard;

    WatchedInput(InputStream input) {
        super(input);
    }

    /** Whether the other side closed or broke the connection. */
    boolean ended() {
        return ended;
    }

    /** Whether the server has said that it speaks SSH. */
    synchronized boolean greeted() {
        return greeting.indexOf("SSH-") >= 0;
    }

    /** How many pieces came so far: whether it grows tells whether the server still speaks. */
    long heard() {
        return heard;
    }

    /** What the server said instead of an SSH version; empty if it said that, or nothing. */
    synchronized Optional<String> strangeGreeting() {
        String said = RemoteText.clean(greeting.toString());
        return said.isEmpty() || greeted() ? Optional.empty() : Optional.of(said);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate") // only jsch's one reader reads
    public int read(byte[] bytes, int offset, int length) throws IOException {
        try {
            int count = super.read(bytes, offset, length);
            if (count < 0) {
                ended = true;
            } else {
                heard++;
                note(bytes, offset, count);
            }
            return count;
        } catch (IOException e) {
            ended = true;
            throw e;
        }
    }

    private synchronized void note(byte[] bytes, int offset, int count) {
        int room = GREETING - greeting.length();
        if (room > 0) {
            greeting.append(new String(bytes, offset, Math.min(room, count), StandardCharsets.ISO_8859_1));
        }
    }
}
