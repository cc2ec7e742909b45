package dev.preflight.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/** A port of 127.0.0.1 that refuses connections: it is held, so that no other process listens there meanwhile. */
public final class DeadPort implements AutoCloseable {
    private final Socket holder;

    private DeadPort(Socket holder) {
        this.holder = holder;
    }

    /** Takes one. A socket that is bound and does not listen is answered for with a reset (tcp(7)). */
    public static DeadPort take() {
        try {
            Socket socket = new Socket();
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            return new DeadPort(socket);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Its number. */
    public int port() {
        return holder.getLocalPort();
    }

    @Override
    public void close() {
        try {
            holder.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
