package dev.preflight.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.evidence.HostEvidence;
import dev.preflight.inventory.Become;
import dev.preflight.inventory.Host;
import dev.preflight.node.Place;
import dev.preflight.sshconfig.SshPath;
import dev.preflight.testing.RealDropbear;
import dev.preflight.testing.RealSshd;
import dev.preflight.transport.ssh.Client;
import dev.preflight.transport.ssh.SshTransport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real servers that take fewer logins at once than there are hosts: none may be lost, and each logs in once. */
class ThrottledLoginsTest {
    private static final int HOSTS = 24;

    @TempDir
    Path folder;

    private final TestRun tested = new TestRun(new HostScheduler());

    private static Host host(int number, String address, int port, RealSshd sshd, Path key) {
        return new Host(
                "h" + number,
                address,
                port,
                Optional.of(sshd.user()),
                Optional.of(key.toString()),
                Optional.empty(),
                Host.Connection.SSH,
                Become.NONE,
                List.of("all"),
                Map.of(),
                Place.of("test"));
    }

    /** sshd's bash reads it once for each command. */
    private static void countLogins(RealSshd sshd) {
        sshd.file(".bashrc", "echo in >>\"$HOME/logins\"\n");
    }

    private void allGetIn(RealSshd sshd, String known, IntFunction<Host> hosts) throws IOException {
        allGetIn(sshd, new SshTransport(Client.options(Client.knownHosts(folder, known))), hosts);
    }

    private void allGetIn(RealSshd sshd, SshTransport transport, IntFunction<Host> hosts) throws IOException {
        // The hosts' time is far more than a busy machine needs.
        tested.run(
                transport,
                32,
                Duration.ofMinutes(30),
                IntStream.range(1, HOSTS + 1).mapToObj(hosts).toList());
        assertThat(tested.came()).hasSize(HOSTS);
        assertThat(tested.came().values()).extracting(HostEvidence::failure).containsOnly(Optional.empty());
        Path logins = sshd.home().resolve("logins");
        if (Files.exists(logins)) {
            assertThat(Files.readAllLines(logins)).hasSize(HOSTS);
        }
    }

    @Test
    void hostsOfOneAddressShareWhatItsSshdTakes() throws IOException {
        try (RealSshd sshd = RealSshd.launch("/bin/bash", "MaxStartups 2:50:5")) {
            countLogins(sshd);
            Path key = sshd.newKey("k", "", "-t", "ed25519");
            allGetIn(sshd, sshd.knownHostsLine(), i -> host(i, "127.0.0.1", sshd.port(), sshd, key));
        }
    }

    @Test
    void hostsOfManyAddressesGetInWhereOneSshdIsBehindAllOfThem() throws IOException {
        try (RealSshd sshd = RealSshd.launch("/bin/bash", "MaxStartups 2:50:5", "ListenAddress 0.0.0.0")) {
            countLogins(sshd);
            Path key = sshd.newKey("k", "", "-t", "ed25519");
            String known = sshd.knownHostsLine().replace("[127.0.0.1]", "[127.0.0.*]");
            allGetIn(sshd, known, i -> host(i, "127.0.0." + i, sshd.port(), sshd, key));
        }
    }

    /** The client that a proxy command starts says in words of its own that it was turned away. */
    @Test
    void hostsGetInWhereEachProxyCommandLogsInToOneBastion() throws IOException {
        try (RealSshd bastion = RealSshd.launch("/bin/bash", "MaxStartups 2:50:5");
                RealSshd sshd = RealSshd.launch("/bin/bash", "MaxStartups 100")) {
            countLogins(sshd);
            Path key = sshd.newKey("k", "", "-t", "ed25519");
            Path ours = bastion.newKey("k", "", "-t", "ed25519");
            Path known = Client.knownHosts(folder, sshd.knownHostsLine(), bastion.knownHostsLine());
            String command = String.format(
                    "ssh -F none -o UserKnownHostsFile=%s -i %s -p %d -W 127.0.0.1:%d %s@127.0.0.1",
                    known, ours, bastion.port(), sshd.port(), bastion.user());
            SshTransport transport =
                    new SshTransport(Client.options(known), host -> new SshPath(Optional.of(command), List.of()));
            allGetIn(sshd, transport, i -> host(i, "127.0.0.1", sshd.port(), sshd, key));
        }
    }

    /** Dropbear takes five unauthenticated connections of one client (MAX_UNAUTH_PER_IP of its sysoptions.h). */
    @Test
    void hostsOfOneAddressShareWhatItsDropbearTakes() throws IOException {
        try (RealSshd users = RealSshd.launch();
                RealDropbear dropbear = RealDropbear.launch(users)) {
            Path key = users.newKey("k", "", "-t", "ed25519");
            allGetIn(users, dropbear.knownHostsLine(), i -> host(i, "127.0.0.1", dropbear.port(), users, key));
        }
    }
}
