package dev.preflight.transport.ssh;

import dev.preflight.transport.TransportException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;

/** Finds a host's addresses and connects to the first that answers. */
final class Dialer {
    /** Takes each socket before it connects, so that another thread can close it; says whether to go on. */
    interface Tracker {
        boolean track(Socket socket);
    }

    private Dialer() {}

    /** Connects within the time given, shared out among the addresses. */
    static Socket dial(String address, int port, Duration timeout, Tracker tracker) throws TransportException {
        long end = System.nanoTime() + timeout.toNanos();
        List<InetAddress> targets;
        try {
            targets = List.of(InetAddress.getAllByName(address));
        } catch (IOException e) {
            throw new TransportException(Failures.ofName(e), e);
        }
        IOException last = new IOException("no address");
        for (int i = 0; i < targets.size(); i++) {
            try {
                return connect(targets.get(i), port, (end - System.nanoTime()) / (targets.size() - i), tracker);
            } catch (IOException e) {
                // The next address may answer; if none does, the failure of the last one is reported.
                last = e;
            }
        }
        throw new TransportException(Failures.ofConnect(last), last);
    }

    private static Socket connect(InetAddress target, int port, long nanos, Tracker tracker) throws IOException {
        Socket socket = new TimedSocket();
        try {
            if (!tracker.track(socket)) {
                throw new IOException("given up");
            }
            socket.connect(new InetSocketAddress(target, port), (int) Math.max(1, nanos / 1_000_000));
            return socket;
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }
}
