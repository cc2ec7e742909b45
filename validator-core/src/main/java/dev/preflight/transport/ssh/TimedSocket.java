package dev.preflight.transport.ssh;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Optional;

/** A socket that knows how long it took to connect: one round trip, in which no program of the other side has a part. */
final class TimedSocket extends Socket {
    private volatile Optional<Duration> connectedIn = Optional.empty();

    @Override
    public void connect(SocketAddress endpoint, int timeout) throws IOException {
        long begun = System.nanoTime();
        super.connect(endpoint, timeout);
        connectedIn = Optional.of(Duration.ofNanos(System.nanoTime() - begun));
    }

    /** How long that took; empty if it is not connected. */
    Optional<Duration> connectedIn() {
        return connectedIn;
    }
}
