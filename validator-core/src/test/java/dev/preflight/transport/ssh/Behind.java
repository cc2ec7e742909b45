package dev.preflight.transport.ssh;

import dev.preflight.inventory.Host;
import dev.preflight.sshconfig.SshLogin;
import dev.preflight.sshconfig.SshLogin.IdentityAgent;
import dev.preflight.sshconfig.SshLogin.Keys;
import dev.preflight.sshconfig.SshPath;
import dev.preflight.testing.RealSshd;
import dev.preflight.transport.Cancellation;
import dev.preflight.transport.CollectedOutput;
import dev.preflight.transport.HostFailure;
import dev.preflight.transport.Session;
import dev.preflight.transport.Transport;
import dev.preflight.transport.TransportException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/** What tests reach hosts with that are behind jump hosts. */
final class Behind {
    private Behind() {}

    /** A transport that goes this way to every host. */
    static SshTransport transport(SshOptions options, SshLogin... jumps) {
        return transport(options, Pulse.EVERY, jumps);
    }

    /** The same, which asks a silent jump host so often whether it is there. */
    static SshTransport transport(SshOptions options, Duration pulse, SshLogin... jumps) {
        List<SshLogin> known = Stream.of(jumps)
                .map(jump -> jump.withKnownFiles(options.knownHosts(), List.of()))
                .toList();
        SshPath path = new SshPath(Optional.empty(), known);
        return new SshTransport(options, host -> path, pulse);
    }

    /** A jump host of which a configuration names the key. */
    static SshLogin jump(String address, int port, String user, Path key) {
        SshLogin plain = SshLogin.plain(address, port, user, Path.of("/nonexistent"));
        Keys keys = new Keys(List.of(key), true, true, List.of(), IdentityAgent.NONE);
        return new SshLogin(plain.target(), keys, plain.known(), plain.proxy(), plain.patience(), plain.methods());
    }

    static SshLogin jump(RealSshd sshd, Path key) {
        return jump("127.0.0.1", sshd.port(), sshd.user(), key);
    }

    /** One of the addresses of a server's user. */
    static Host host(String address, RealSshd sshd, Path key) {
        return Client.host(address, sshd.port(), sshd.user(), Optional.of(key), Optional.empty());
    }

    /** Runs a command on a host. */
    static String run(Transport transport, Host host, String command) throws TransportException {
        CollectedOutput output = new CollectedOutput();
        try (Session session = transport.open(host, new Cancellation())) {
            Client.run(session, command, "", output);
        }
        return output.out();
    }

    /** Opens a session that must fail, and returns how it did. */
    static HostFailure failure(Transport transport, Host host) {
        try {
            throw new AssertionError("logged in: " + run(transport, host, "id"));
        } catch (TransportException e) {
            return e.unreachable();
        }
    }

    /** Does something so many times side by side. */
    static <T> List<T> together(int times, Callable<T> work) throws InterruptedException {
        List<Callable<T>> all = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            all.add(work);
        }
        return together(all);
    }

    static <T> List<T> together(List<Callable<T>> all) throws InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(all.size());
        try {
            List<T> results = new ArrayList<>();
            for (Future<T> one : threads.invokeAll(all)) {
                results.add(one.get());
            }
            return results;
        } catch (ExecutionException e) {
            throw new AssertionError(e.getCause());
        } finally {
            threads.shutdownNow();
        }
    }
}
