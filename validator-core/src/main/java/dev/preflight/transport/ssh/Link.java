package dev.preflight.transport.ssh;

import dev.preflight.transport.HostFailure;
import java.io.Closeable;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Optional;

/** A stream of bytes to an SSH server and back: a socket, a channel of another session, or a program's two ends. */
interface Link extends Closeable {
    /** What the server sends. */
    InputStream input();

    /** What it gets. */
    OutputStream output();

    /** The IP address at the other end, in text form; empty where this machine does not know it. */
    String remoteAddress();

    /** How long a packet takes to the other end and back; empty if that is not known. */
    default Optional<Duration> roundTrip() {
        return Optional.empty();
    }

    /** What became of that which carries it, if that has ended, and not the server. */
    default Optional<HostFailure> broken() {
        return Optional.empty();
    }

    /** A failure of the server at its other end, with what is known here of the way to it. */
    default HostFailure seen(HostFailure what) {
        return what;
    }

    /** Ends it; blocks on nothing and never throws. */
    @Override
    void close();
}
