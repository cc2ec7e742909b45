package dev.preflight.transport.ssh;

import java.io.FilterInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import jdk.net.ExtendedSocketOptions;

/**
 * What comes from the server: notes whether the server hung up and the first words it said, and acknowledges at once.
 */
final class WatchedInput extends FilterInputStream {
    /** A version line has at most this many bytes (RFC 4253 section 4.2). */
    private static final int GREETING = 255;

    private final Socket socket;
    private final StringBuilder greeting = new StringBuilder();
    private boolean quick;
    private volatile boolean ended;

    WatchedInput(Socket socket) throws IOException {
        super(socket.getInputStream());
        this.socket = socket;
        this.quick = socket.supportedOptions().contains(ExtendedSocketOptions.TCP_QUICKACK);
    }

    /** Whether the other side closed or broke the connection. */
    boolean ended() {
        return ended;
    }

    /** Whether the server has said that it speaks SSH. */
    synchronized boolean greeted() {
        return greeting.indexOf("SSH-") >= 0;
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
    public int read(byte[] bytes, int offset, int length) throws IOException {
        try {
            acknowledge();
            int count = super.read(bytes, offset, length);
            if (count < 0) {
                ended = true;
            } else {
                note(bytes, offset, count);
            }
            return count;
        } catch (IOException e) {
            ended = true;
            throw e;
        }
    }

    /** Linux forgets it after some packets; without it a delayed ACK holds back sshd's next packet for 40 ms. */
    private void acknowledge() {
        if (quick) {
            try {
                socket.setOption(ExtendedSocketOptions.TCP_QUICKACK, true);
            } catch (IOException e) {
                // Slower, not wrong; if the socket is dead, the read will say so.
                quick = false;
            }
        }
    }

    private synchronized void note(byte[] bytes, int offset, int count) {
        int room = GREETING - greeting.length();
        if (room > 0) {
            greeting.append(new String(bytes, offset, Math.min(room, count), StandardCharsets.ISO_8859_1));
        }
    }
}
