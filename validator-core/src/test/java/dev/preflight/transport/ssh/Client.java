package dev.preflight.transport.ssh;

import dev.preflight.inventory.Become;
import dev.preflight.inventory.Host;
import dev.preflight.inventory.Secret;
import dev.preflight.node.Place;
import dev.preflight.testing.EmbeddedSshServer;
import dev.preflight.testing.RealSshd;
import dev.preflight.transport.Cancellation;
import dev.preflight.transport.CollectedOutput;
import dev.preflight.transport.HostFailure;
import dev.preflight.transport.Session;
import dev.preflight.transport.TransportException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** What tests log in with: nothing from the home or environment of the user who runs them. */
public final class Client {
    private Client() {}

    /** Options that know no hosts but these. */
    public static SshOptions options(Path knownHosts) {
        return new SshOptions(
                List.of(knownHosts), false, Duration.ofMinutes(5), LoginSecrets.NONE, List.of(), Optional.empty());
    }

    /** The same with this server known alone, by a file in this folder. */
    public static SshOptions options(Path folder, RealSshd sshd) {
        return options(knownHosts(folder, sshd.knownHostsLine()));
    }

    /** A file of known hosts in a folder. */
    public static Path knownHosts(Path folder, String... lines) {
        try {
            return Files.write(folder.resolve("known_hosts"), List.of(lines));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Host host(String address, int port, String user, Optional<Path> key, Optional<String> password) {
        return new Host(
                "target",
                address,
                port,
                Optional.of(user),
                key.map(Path::toString),
                password.map(Secret::of),
                Host.Connection.SSH,
                Become.NONE,
                List.of("all"),
                Map.of(),
                Place.of("test"));
    }

    static Host host(EmbeddedSshServer server) {
        return host(server, EmbeddedSshServer.PASSWORD);
    }

    static Host host(EmbeddedSshServer server, String password) {
        return host("127.0.0.1", server.port(), "tester", Optional.empty(), Optional.of(password));
    }

    /** The user of a real sshd, with a key. */
    public static Host host(RealSshd sshd, Path key) {
        return host("127.0.0.1", sshd.port(), sshd.user(), Optional.of(key), Optional.empty());
    }

    /** Opens a session, runs one command and closes. */
    static CollectedOutput run(SshOptions options, Host host, String command) throws TransportException {
        CollectedOutput output = new CollectedOutput();
        try (Session session = new SshTransport(options).open(host, new Cancellation())) {
            run(session, command, "", output);
        }
        return output;
    }

    static OptionalInt run(Session session, String command, String input, CollectedOutput output)
            throws TransportException {
        return session.run(command, input.getBytes(StandardCharsets.UTF_8), output);
    }

    /** Opens a session that must fail, and returns how it did. */
    static HostFailure failure(SshOptions options, Host host) {
        return failure(options, host, new Cancellation());
    }

    static HostFailure failure(SshOptions options, Host host, Cancellation cancellation) {
        try (Session session = new SshTransport(options).open(host, cancellation)) {
            throw new AssertionError("logged in to " + session.remoteAddress());
        } catch (TransportException e) {
            return e.unreachable();
        }
    }
}
