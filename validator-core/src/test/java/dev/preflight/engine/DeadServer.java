package dev.preflight.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Something on one port of every address of this machine that is no SSH server; counts who comes. */
final class DeadServer implements AutoCloseable {
    /** What it does. */
    enum Way {
        /** Answers no connection. */
        BLACK_HOLE,
        /** Resets the connection. */
        RESETS,
        /** Says nothing. */
        MUTE,
        /** Says something else, and waits. */
        GARBAGE,
        /** Says its SSH version and hangs up. */
        CLOSES_AFTER_BANNER
    }

    private final Way way;
    private final ServerSocket server;
    private final List<Socket> sockets = Collections.synchronizedList(new ArrayList<>());
    private final AtomicInteger connections = new AtomicInteger();

    DeadServer(Way way) {
        this.way = way;
        try {
            server = new ServerSocket();
            server.bind(new InetSocketAddress(0), way == Way.BLACK_HOLE ? 1 : 50);
            if (way == Way.BLACK_HOLE) {
                // With its queue full the kernel answers no further SYN (listen(2)).
                for (int i = 0; i < 2; i++) {
                    sockets.add(new Socket(InetAddress.getLoopbackAddress(), port()));
                }
                return;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread accepting = new Thread(this::accept, "dead-server");
        accepting.setDaemon(true);
        accepting.start();
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = server.accept();
                connections.incrementAndGet();
                sockets.add(socket);
                answer(socket);
            }
        } catch (IOException e) {
            // Closed: the test is over.
            return;
        }
    }

    private void answer(Socket socket) throws IOException {
        switch (way) {
            case RESETS -> {
                socket.setSoLinger(true, 0);
                socket.close();
            }
            case GARBAGE -> say(socket, "HTTP/1.1 400 Bad Request\r\n\r\n");
            case CLOSES_AFTER_BANNER -> {
                say(socket, "SSH-2.0-Dead\r\n");
                socket.close();
            }
            default -> {}
        }
    }

    private static void say(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
    }

    int port() {
        return server.getLocalPort();
    }

    /** How many connections came; none of those that were not answered. */
    int connections() {
        return connections.get();
    }

    @Override
    public void close() {
        try {
            server.close();
            synchronized (sockets) {
                for (Socket socket : sockets) {
                    socket.close();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
