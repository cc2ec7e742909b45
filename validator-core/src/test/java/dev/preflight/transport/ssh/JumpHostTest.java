package dev.preflight.transport.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.inventory.Host;
import dev.preflight.sshconfig.SshLogin;
import dev.preflight.testing.DeadPort;
import dev.preflight.testing.Eventually;
import dev.preflight.testing.RealDropbear;
import dev.preflight.testing.RealSshd;
import dev.preflight.transport.Cancellation;
import dev.preflight.transport.CollectedOutput;
import dev.preflight.transport.HostFailure;
import dev.preflight.transport.Session;
import dev.preflight.transport.TransportException;
import dev.preflight.transport.TransportFailure;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Hosts behind jump hosts that work, or at which the way does not end. */
class JumpHostTest extends BehindJumps {
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
    void theHostKeyBehindAJumpHostIsVerified() {
        try (RealSshd jump = sshd();
                SshTransport transport = Behind.transport(Client.options(folder, jump), Behind.jump(jump, key(jump)))) {
            HostFailure unknown = Behind.failure(transport, Behind.host(address(1), target, targetKey));
            assertThat(unknown.failure()).isEqualTo(TransportFailure.HOST_KEY_UNKNOWN);
            assertThat(unknown.details())
                    .doesNotContainKey("jump")
                    .containsEntry("via", "127.0.0.1:" + jump.port())
                    .containsEntry("address", address(1));
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
    void aDropbearIsAJumpHostToo() throws Exception {
        try (RealSshd users = sshd();
                RealDropbear jump = RealDropbear.launch(users)) {
            Path known = Client.knownHosts(
                    folder,
                    Stream.concat(
                                    Stream.of(jump.knownHostsLine()),
                                    IntStream.rangeClosed(1, MANY).mapToObj(i -> target.knownHostsLine(address(i))))
                            .toArray(String[]::new));
            try (SshTransport transport = Behind.transport(
                    Client.options(known), Behind.jump("127.0.0.1", jump.port(), users.user(), key(users)))) {
                List<Callable<String>> work = new ArrayList<>();
                many().forEach(host -> work.add(() -> Behind.run(transport, host, "echo in")));
                assertThat(Behind.together(work)).hasSize(MANY).containsOnly("in\n");
            }
        }
    }
}
