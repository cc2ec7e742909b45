package dev.preflight.transport.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.preflight.inventory.Host;
import dev.preflight.testing.DeadPort;
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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Jump hosts at which the way to the hosts ends. */
class DeadJumpTest extends BehindJumps {
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
            // One that is let go is closed some time later, and a closed connection is another fault.
            List<Socket> held = new ArrayList<>();
            try {
                while (held.size() < 100) {
                    held.add(server.accept());
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

    private static String end(SshTransport transport, Host host, Runnable onRun, String command) {
        CollectedOutput output = new CollectedOutput(text -> {
            onRun.run();
            return false;
        });
        try (Session session = transport.open(host, new Cancellation())) {
            Client.run(session, command, "", output);
            return output.out();
        } catch (TransportException e) {
            return e.unreachable().toString();
        }
    }

    @Test
    void aJumpHostThatStallsIsOneFailureForThoseOnItAndThoseThatCome() throws Exception {
        CountDownLatch frozen = new CountDownLatch(1);
        try (RealSshd jump = sshd();
                SshTransport transport = Behind.transport(
                        knowing(jump).withConnectTimeout(Duration.ofSeconds(4)), Behind.jump(jump, key(jump)))) {
            Host host = Behind.host(address(1), target, targetKey);
            Runnable freeze = () -> {
                jump.freeze();
                frozen.countDown();
            };
            List<Callable<String>> work = new ArrayList<>();
            work.add(() -> end(transport, host, freeze, "echo on; sleep 600"));
            for (int i = 0; i < 8; i++) {
                work.add(() -> {
                    frozen.await();
                    return Behind.failure(transport, host).toString();
                });
            }
            List<String> ends = new ArrayList<>(Behind.together(work));
            ends.add(Behind.failure(transport, host).toString());
            assertThat(ends.stream().distinct())
                    .singleElement()
                    .asString()
                    .contains("CLOSED_MIDWAY", "jump=127.0.0.1:" + jump.port(), "it does not answer any more");
        }
    }

    @Test
    void whereAnotherConnectionToAStalledJumpHostWorksHostsAreReached() throws Exception {
        try (RealSshd jump = sshd();
                SshTransport transport = Behind.transport(
                        knowing(jump).withConnectTimeout(Duration.ofSeconds(4)), Behind.jump(jump, key(jump)))) {
            Host host = Behind.host(address(1), target, targetKey);
            assertThat(Behind.run(transport, host, "echo in")).isEqualTo("in\n");
            jump.freezeConnections();
            assertThat(Behind.together(5, () -> Behind.run(transport, host, "echo in")))
                    .containsOnly("in\n");
            jump.thaw();
            assertThat(jump.logged(LOGIN)).isEqualTo(2);
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
