package dev.preflight.transport.ssh;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.time.Duration;
import java.util.Optional;
import jdk.net.ExtendedSocketOptions;

/** A connection of this machine's own. */
final class SocketLink implements Link {
    /**
     * Seconds without a byte after which the kernel asks whether the other machine is still there, and between two such
     * questions: less than the five minutes after which the most impatient of firewalls forget a connection.
     */
    private static final int ALIVE_SECONDS = 60;

    /** How many questions may go without an answer; as {@code ServerAliveCountMax} of ssh_config(5). */
    private static final int ALIVE_COUNT = 3;

    private final TimedSocket socket;
    private final InputStream input;
    private final OutputStream output;

    /** Takes over a connected socket. */
    SocketLink(TimedSocket socket) throws IOException {
        this.socket = socket;
        this.input = new Acknowledging(socket);
        this.output = socket.getOutputStream();
        socket.setTcpNoDelay(true);
        keepAlive(socket);
    }

    /** A machine that is gone says nothing: without questions, who waits for its answer waits until the deadline. */
    private static void keepAlive(Socket socket) throws IOException {
        socket.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
        if (socket.supportedOptions().contains(ExtendedSocketOptions.TCP_KEEPIDLE)) {
            socket.setOption(ExtendedSocketOptions.TCP_KEEPIDLE, ALIVE_SECONDS);
            socket.setOption(ExtendedSocketOptions.TCP_KEEPINTERVAL, ALIVE_SECONDS);
            socket.setOption(ExtendedSocketOptions.TCP_KEEPCOUNT, ALIVE_COUNT);
        }
    }

    @Override
    public InputStream input() {
        return input;
    }

    @Override
    public OutputStream output() {
        return output;
    }

    @Override
    public String remoteAddress() {
        return socket.getInetAddress().getHostAddress();
    }

    @Override
    public Optional<Duration> roundTrip() {
        return socket.connectedIn();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            // It is of no use any more, whatever it says.
            return;
        }
    }

    /** Acknowledges at once. */
    private static final class Acknowledging extends FilterInputStream {
        private final Socket socket;
        private boolean quick;

        private Acknowledging(Socket socket) throws IOException {
            super(socket.getInputStream());
            this.socket = socket;
            this.quick = socket.supportedOptions().contains(ExtendedSocketOptions.TCP_QUICKACK);
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            acknowledge();
            return super.read(bytes, offset, length);
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
    }
}
