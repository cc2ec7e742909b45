package dev.preflight.transport.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.preflight.inventory.Host;
import dev.preflight.sshconfig.SshLogin;
import dev.preflight.testing.DeadPort;
import dev.preflight.testing.Eventually;
import dev.preflight.testing.RealSshd;
import dev.preflight.transport.Cancellation;
import dev.preflight.transport.CollectedOutput;
import dev.preflight.transport.HostFailure;
import dev.preflight.transport.Session;
import dev.preflight.transport.TransportException;
import dev.preflight.transport.TransportFailure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against real servers: each is another machine to the client, with a user, a key and a host key of its own. */
class JumpHostTest {
    private static final int MANY = 30;
    private static final String LOGIN = "Accepted publickey";
    private static final String VERBOSE = "LogLevel VERBOSE";

    private static RealSshd target;
    private static Path targetKey;

    @TempDir
    Path folder;

    private static String address(int i) {
        return "127.0.9." + i;
    }

    @BeforeAll
    static void start() {
        // All addresses at once: sshd takes no more than 16 apart.
        target = RealSshd.launch("/bin/bash", VERBOSE, "MaxStartups 200", "ListenAddress 0.0.0.0");
        targetKey = target.newKey("target", "", "-t", "ed25519");
    }

    @AfterAll
    static void stop() {
        if (target != null) {
            target.close();
        }
    }

    /** Options that know the target at all of its addresses, and these servers. */
    private SshOptions knowing(RealSshd... others) {
        List<String> lines = new ArrayList<>(List.of(target.knownHostsLine()));
        IntStream.rangeClosed(1, MANY).forEach(i -> lines.add(target.knownHostsLine(address(i))));
        List.of(others).forEach(other -> lines.add(other.knownHostsLine()));
        return Client.options(Client.knownHosts(folder, lines.toArray(String[]::new)));
    }

    private static List<Host> many() {
        return IntStream.rangeClosed(1, MANY)
                .mapToObj(i -> Behind.host(address(i), target, targetKey))
                .toList();
    }

    private static Path key(RealSshd sshd) {
        return sshd.newKey("own", "", "-t", "ed25519");
    }

    private static RealSshd sshd(String... config) {
        List<String> lines = new ArrayList<>(List.of(config));
        lines.add(VERBOSE);
        return RealSshd.launch("/bin/sh", lines.toArray(String[]::new));
    }

    @Test
    void oneHopWithItsOwnUserAndKey() throws TransportException {
        try (RealSshd jump = sshd();
                SshTransport transport = Behind.transport(knowing(jump), Behind.jump(jump, key(jump)))) {
            Host host = Behind.host("127.0.0.1", target, targetKey);
            assertThat(Behind.run(transport, host, "id -un")).isEqualTo(target.user() + "\n");
            try (Session session = transport.open(host, new Cancellation())) {
                assertThat(session.remoteAddress()).isEqualTo("127.0.0.1");
                CollectedOutput output = new CollectedOutput();
                Client.run(session, "cat; head -c 3000000 /dev/zero | tr '\\0' y", "x".repeat(3_000_000), output);
                assertThat(output.out()).isEqualTo("x".repeat(3_000_000) + "y".repeat(3_000_000));
            }
            assertThat(jump.logged(LOGIN + " for " + jump.user())).isEqualTo(1);
        }
    }

    @Test
    void aChainIsGoneThroughInOrder() throws TransportException {
        try (RealSshd outer = sshd();
                RealSshd inner = sshd()) {
            SshLogin[] chain = {Behind.jump(outer, key(outer)), Behind.jump(inner, key(inner))};
            try (SshTransport transport = Behind.transport(knowing(outer, inner), chain)) {
                Host host = Behind.host(address(1), target, targetKey);
                assertThat(Behind.run(transport, host, "id -un")).isEqualTo(target.user() + "\n");
                assertThat(outer.logged(LOGIN + " for " + outer.user())).isEqualTo(1);
                assertThat(inner.logged(LOGIN + " for " + inner.user())).isEqualTo(1);
                inner.stop();
                HostFailure dead = Behind.failure(transport, host);
                assertThat(dead.failure()).isEqualTo(TransportFailure.NOT_REACHED_BY_JUMP);
                assertThat(dead.details())
                        .containsEntry("jump", "127.0.0.1:" + inner.port())
                        .containsEntry("via", "127.0.0.1:" + outer.port());
            }
        }
    }

    @Test
    void manyHostsBehindOneJumpHostCostItOneLogin() throws Exception {
        try (RealSshd jump = sshd("MaxSessions 1");
                SshTransport transport = Behind.transport(knowing(jump), Behind.jump(jump, key(jump)))) {
            List<Callable<String>> work = new ArrayList<>();
            many().forEach(host -> work.add(() -> Behind.run(transport, host, "echo in")));
            assertThat(Behind.together(work)).hasSize(MANY).containsOnly("in\n");
            assertThat(jump.logged(LOGIN)).isEqualTo(1);
            // And later ones find it open.
            assertThat(Behind.run(transport, many().get(0), "echo in")).isEqualTo("in\n");
            assertThat(jump.logged(LOGIN)).isEqualTo(1);
            transport.close();
            Eventually.is(() -> jump.workers() == 0);
        }
    }

    @Test
    void aJumpHostThatTurnsLoginsAwayIsTriedAgain() throws Exception {
        try (RealSshd jump = sshd("MaxStartups 2:50:5");
                SshTransport transport = Behind.transport(knowing(jump), Behind.jump(jump, key(jump)))) {
            List<Socket> strangers = new ArrayList<>();
            while (strangers.size() < 5) {
                Socket stranger = new Socket(InetAddress.getLoopbackAddress(), jump.port());
                // It is let in if it is greeted; from the third on the server draws lots.
                if (stranger.getInputStream().read() == 'S') {
                    strangers.add(stranger);
                } else {
                    stranger.close();
                }
            }
            long before = jump.logged("past MaxStartups");
            List<Callable<String>> work = new ArrayList<>();
            many().forEach(host -> work.add(() -> Behind.run(transport, host, "echo in")));
            work.add(() -> {
                Eventually.is(() -> jump.logged("past MaxStartups") > before);
                for (Socket stranger : strangers) {
                    stranger.close();
                }
                return "in\n";
            });
            assertThat(Behind.together(work)).hasSize(MANY + 1).containsOnly("in\n");
            assertThat(jump.logged(LOGIN)).isEqualTo(1);
        }
    }

    @Test
    void aJumpHostThatForwardsNothingIsOneFailureForAll() throws Exception {
        try (RealSshd jump = sshd("AllowTcpForwarding no");
                SshTransport transport = Behind.transport(knowing(jump), Behind.jump(jump, key(jump)))) {
            List<HostFailure> failures =
                    Behind.together(5, () -> Behind.failure(transport, Behind.host(address(1), target, targetKey)));
            assertThat(failures.stream().distinct()).singleElement().satisfies(why -> {
                assertThat(why.failure()).isEqualTo(TransportFailure.FORWARDING_REFUSED);
                assertThat(why.details())
                        .containsEntry("jump", "127.0.0.1:" + jump.port())
                        .containsEntry("user", jump.user());
            });
            assertThat(jump.logged(LOGIN)).isEqualTo(1);
        }
    }

    @Test
    void aJumpHostThatAllowsSomeHostsServesThose() throws TransportException {
        try (RealSshd jump = sshd("PermitOpen " + address(1) + ":*");
                SshTransport transport = Behind.transport(knowing(jump), Behind.jump(jump, key(jump)))) {
            assertThat(Behind.failure(transport, Behind.host(address(2), target, targetKey))
                            .failure())
                    .isEqualTo(TransportFailure.FORWARDING_REFUSED);
            assertThat(Behind.run(transport, Behind.host(address(1), target, targetKey), "echo in"))
                    .isEqualTo("in\n");
        }
    }

    @Test
    void aJumpHostThatRefusesIsNamedAndTheHostIsNotDialled() throws Exception {
        try (DeadPort dead = DeadPort.take();
                SshTransport transport =
                        Behind.transport(knowing(), Behind.jump("127.0.0.1", dead.port(), "ops", targetKey))) {
            long before = target.logged("Connection from");
            List<HostFailure> failures =
                    Behind.together(12, () -> Behind.failure(transport, Behind.host(address(1), target, targetKey)));
            assertThat(failures.stream().distinct()).singleElement().satisfies(why -> {
                assertThat(why.failure()).isEqualTo(TransportFailure.REFUSED);
                assertThat(why.details())
                        .containsEntry("jump", "127.0.0.1:" + dead.port())
                        .containsEntry("address", "127.0.0.1")
                        .containsEntry("user", "ops");
            });
            assertThat(target.logged("Connection from")).isEqualTo(before);
        }
    }

    @Test
    void aJumpHostThatDoesNotAnswerCostsOneConnectTimeout() throws Exception {
        AtomicInteger dialled = new AtomicInteger();
        try (ServerSocket mute = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                SshTransport transport = Behind.transport(
                        knowing().withConnectTimeout(Duration.ofMillis(400)),
                        Behind.jump("127.0.0.1", mute.getLocalPort(), "ops", targetKey))) {
            accept(mute, dialled);
            Host host = Behind.host(address(1), target, targetKey);
            List<HostFailure> failures = new ArrayList<>(Behind.together(12, () -> Behind.failure(transport, host)));
            failures.add(Behind.failure(transport, host));
            assertThat(failures.stream().distinct()).singleElement().satisfies(why -> {
                assertThat(why.failure()).isEqualTo(TransportFailure.TIMED_OUT);
                assertThat(why.details()).containsEntry("jump", "127.0.0.1:" + mute.getLocalPort());
            });
            assertThat(dialled).hasValue(1);
        }
    }

    private static void accept(ServerSocket server, AtomicInteger count) {
        Thread thread = new Thread(() -> {
            try {
                while (true) {
                    Socket unused = server.accept();
                    count.incrementAndGet();
                }
            } catch (IOException closed) {
                return;
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    @Test
    void theHostKeyOfAJumpHostIsVerified() {
        try (RealSshd jump = sshd();
                SshTransport transport = Behind.transport(knowing(), Behind.jump(jump, key(jump)))) {
            HostFailure unknown = Behind.failure(transport, Behind.host(address(1), target, targetKey));
            assertThat(unknown.failure()).isEqualTo(TransportFailure.HOST_KEY_UNKNOWN);
            assertThat(unknown.details())
                    .containsEntry("jump", "127.0.0.1:" + jump.port())
                    .containsKey("fingerprint");
            String wrong = "[127.0.0.1]:" + jump.port()
                    + target.knownHostsLine().substring(target.knownHostsLine().indexOf(' '));
            SshOptions options = Client.options(Client.knownHosts(folder, wrong));
            try (SshTransport other = Behind.transport(options, Behind.jump(jump, targetKey))) {
                assertThat(Behind.failure(other, Behind.host(address(1), target, targetKey))
                                .failure())
                        .isEqualTo(TransportFailure.HOST_KEY_CHANGED);
            }
            assertThat(jump.logged(LOGIN)).isZero();
        }
    }

    @Test
    void theHostKeyBehindAJumpHostIsVerified() {
        try (RealSshd jump = sshd();
                SshTransport transport = Behind.transport(
                        Client.options(Client.knownHosts(folder, jump.knownHostsLine())),
                        Behind.jump(jump, key(jump)))) {
            HostFailure unknown = Behind.failure(transport, Behind.host(address(1), target, targetKey));
            assertThat(unknown.failure()).isEqualTo(TransportFailure.HOST_KEY_UNKNOWN);
            assertThat(unknown.details())
                    .doesNotContainKey("jump")
                    .containsEntry("via", "127.0.0.1:" + jump.port())
                    .containsEntry("address", address(1));
        }
    }

    @Test
    void aLoginThatAJumpHostRefusedIsNotTriedForEachHost() throws Exception {
        try (RealSshd jump = sshd();
                SshTransport transport = Behind.transport(knowing(jump), Behind.jump(jump, targetKey))) {
            Host host = Behind.host(address(1), target, targetKey);
            List<HostFailure> failures = new ArrayList<>(Behind.together(8, () -> Behind.failure(transport, host)));
            failures.add(Behind.failure(transport, host));
            assertThat(failures.stream().distinct()).singleElement().satisfies(why -> {
                assertThat(why.failure()).isEqualTo(TransportFailure.AUTH_FAILED);
                assertThat(why.details())
                        .containsEntry("jump", "127.0.0.1:" + jump.port())
                        .containsEntry("user", jump.user())
                        .containsEntry("password", "none");
            });
            assertThat(jump.logged("Connection from")).isEqualTo(1);
        }
    }

    @Test
    void whatFailsAtTheHostNamesTheWay() {
        try (RealSshd jump = sshd();
                DeadPort dead = DeadPort.take();
                SshTransport transport = Behind.transport(knowing(jump), Behind.jump(jump, key(jump)))) {
            HostFailure refused = Behind.failure(
                    transport, Client.host("127.0.0.1", dead.port(), "x", Optional.of(targetKey), Optional.empty()));
            assertThat(refused.failure()).isEqualTo(TransportFailure.NOT_REACHED_BY_JUMP);
            HostFailure stranger = Behind.failure(
                    transport, Behind.host(address(1), target, jump.folder().resolve("own")));
            assertThat(stranger.failure()).isEqualTo(TransportFailure.AUTH_FAILED);
            for (HostFailure why : List.of(refused, stranger)) {
                assertThat(why.details()).doesNotContainKey("jump").containsEntry("via", "127.0.0.1:" + jump.port());
            }
        }
    }

    @Test
    void aJumpHostThatDiesTakesThoseBehindItAlongAndIsOpenedAgain() throws Exception {
        try (RealSshd jump = sshd();
                SshTransport transport = Behind.transport(knowing(jump), Behind.jump(jump, key(jump)))) {
            Host host = Behind.host(address(1), target, targetKey);
            try (Session session = transport.open(host, new Cancellation())) {
                CollectedOutput killing = new CollectedOutput(text -> {
                    jump.stop();
                    return false;
                });
                assertThatThrownBy(() -> Client.run(session, "echo on; sleep 600", "", killing))
                        .isInstanceOfSatisfying(TransportException.class, e -> {
                            assertThat(e.unreachable().failure()).isEqualTo(TransportFailure.CLOSED_MIDWAY);
                            assertThat(e.unreachable().details()).containsEntry("jump", "127.0.0.1:" + jump.port());
                        });
            }
            jump.start();
            assertThat(Behind.run(transport, host, "echo in")).isEqualTo("in\n");
            assertThat(jump.logged(LOGIN)).isEqualTo(2);
        }
    }

    @Test
    void aJumpHostThatFallsSilentIsNoticed() throws Exception {
        try (RealSshd jump = sshd();
                SshTransport transport =
                        Behind.transport(knowing(jump), Duration.ofMillis(200), Behind.jump(jump, key(jump)))) {
            Host host = Behind.host(address(1), target, targetKey);
            try (Session session = transport.open(host, new Cancellation())) {
                CollectedOutput freezing = new CollectedOutput(text -> {
                    jump.freeze();
                    return false;
                });
                assertThatThrownBy(() -> Client.run(session, "echo on; sleep 600", "", freezing))
                        .isInstanceOfSatisfying(TransportException.class, e -> {
                            assertThat(e.unreachable().failure()).isEqualTo(TransportFailure.CLOSED_MIDWAY);
                            assertThat(e.unreachable().details())
                                    .containsEntry("jump", "127.0.0.1:" + jump.port())
                                    .containsEntry("said", "it does not answer any more");
                        });
            }
            jump.thaw();
            assertThat(Behind.run(transport, host, "echo in")).isEqualTo("in\n");
        }
    }

    @Test
    void anAbortEndsTheWaitForAJumpHostAtOnceAndLetsGoOfIt() throws Exception {
        try (ServerSocket mute = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                SshTransport transport =
                        Behind.transport(knowing(), Behind.jump("127.0.0.1", mute.getLocalPort(), "ops", targetKey))) {
            List<Cancellation> all = List.of(new Cancellation(), new Cancellation());
            List<Callable<String>> work = new ArrayList<>();
            all.forEach(one -> work.add(() -> {
                try (Session session = transport.open(Behind.host(address(1), target, targetKey), one)) {
                    return session.toString();
                } catch (TransportException e) {
                    return e.unreachable().failure().code();
                }
            }));
            work.add(() -> {
                try (Socket dialled = mute.accept()) {
                    all.forEach(one -> one.abort(TransportFailure.INTERRUPTED));
                    while (dialled.getInputStream().read() >= 0) {
                        // What it had said; the end is what counts.
                    }
                }
                return "let go";
            });
            assertThat(Behind.together(work)).containsExactly("interrupted", "interrupted", "let go");
        }
    }

    @Test
    void theEndOfTheRunEndsASessionThatIsBeingOpened() throws Exception {
        try (ServerSocket mute = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                SshTransport transport =
                        Behind.transport(knowing(), Behind.jump("127.0.0.1", mute.getLocalPort(), "ops", targetKey))) {
            List<Callable<String>> work = List.of(
                    () -> Behind.failure(transport, Behind.host(address(1), target, targetKey))
                            .failure()
                            .code(),
                    () -> {
                        try (Socket dialled = mute.accept()) {
                            transport.close();
                            return "closed " + dialled.isConnected();
                        }
                    });
            assertThat(Behind.together(work)).containsExactly("interrupted", "closed true");
        }
    }
}
