package dev.preflight.transport.ssh;

import dev.preflight.sshconfig.SshLogin.Family;
import dev.preflight.sshconfig.SshLogin.Target;
import dev.preflight.transport.TransportException;
import java.io.IOException;
import java.net.BindException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds a host's addresses and connects to the first that answers. */
final class Dialer {
    /** Takes each socket before it connects, so that another thread can close it; says whether to go on. */
    interface Tracker {
        boolean track(Socket socket);
    }

    private Dialer() {}

    /** Connects within the time given, shared out among the addresses of the family that is asked for. */
    static Link dial(Target to, Duration timeout, Tracker tracker) throws TransportException {
        long end = System.nanoTime() + timeout.toNanos();
        List<InetAddress> targets;
        try {
            targets = Stream.of(InetAddress.getAllByName(to.address()))
                    .filter(found -> fits(to.family(), found))
                    .toList();
        } catch (IOException e) {
            throw new TransportException(Failures.ofName(e), e);
        }
        if (targets.isEmpty()) {
            IOException none = new UnknownHostException(to.address() + ": no address of the family " + to.family());
            throw new TransportException(Failures.ofName(none), none);
        }
        IOException last = new IOException("no address");
        for (int i = 0; i < targets.size(); i++) {
            try {
                return new SocketLink(
                        connect(to, targets.get(i), (end - System.nanoTime()) / (targets.size() - i), tracker));
            } catch (IOException e) {
                // The next address may answer; if none does, the failure of the last one is reported.
                last = e;
            }
        }
        throw new TransportException(Failures.ofConnect(last), last);
    }

    private static boolean fits(Family family, InetAddress address) {
        return switch (family) {
            case ANY -> true;
            case INET -> address instanceof Inet4Address;
            case INET6 -> address instanceof Inet6Address;
        };
    }

    /** The address of this machine that the connection is to come from, of the family of the other side; null: any. */
    private static @Nullable SocketAddress from(Target to, InetAddress other) throws IOException {
        Stream<InetAddress> own;
        if (to.bindAddress().isPresent()) {
            own = Stream.of(InetAddress.getAllByName(to.bindAddress().get()));
        } else if (to.bindInterface().isPresent()) {
            NetworkInterface nic = NetworkInterface.getByName(to.bindInterface().get());
            own = nic == null ? Stream.empty() : nic.inetAddresses();
        } else {
            return null;
        }
        return own.filter(address -> (address instanceof Inet4Address) == (other instanceof Inet4Address))
                .findFirst()
                .map(address -> new InetSocketAddress(address, 0))
                .orElseThrow(() -> new BindException("this machine has no such address (BindAddress, BindInterface)"));
    }

    private static TimedSocket connect(Target to, InetAddress target, long nanos, Tracker tracker) throws IOException {
        TimedSocket socket = new TimedSocket();
        try {
            if (!tracker.track(socket)) {
                throw new IOException("given up");
            }
            SocketAddress from = from(to, target);
            if (from != null) {
                socket.bind(from);
            }
            socket.connect(new InetSocketAddress(target, to.port()), (int) Math.max(1, nanos / 1_000_000));
            return socket;
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }
}
