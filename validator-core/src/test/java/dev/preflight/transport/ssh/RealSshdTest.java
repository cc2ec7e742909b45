package dev.preflight.transport.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.preflight.inventory.Host;
import dev.preflight.inventory.Secret;
import dev.preflight.testing.Commands;
import dev.preflight.testing.RealSshd;
import dev.preflight.transport.Cancellation;
import dev.preflight.transport.CollectedOutput;
import dev.preflight.transport.HostFailure;
import dev.preflight.transport.Session;
import dev.preflight.transport.TransportException;
import dev.preflight.transport.TransportFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RealSshdTest {
    private static RealSshd sshd;
    private static Path key;

    @TempDir
    Path folder;

    @BeforeAll
    static void start() {
        sshd = RealSshd.launch("/bin/bash", "MaxSessions 1");
        key = sshd.newKey("plain", "", "-t", "ed25519");
    }

    @AfterAll
    static void stop() {
        if (sshd != null) {
            sshd.close();
        }
    }

    private SshOptions options() {
        return Client.options(folder, sshd);
    }

    @Test
    void logsInAnOrdinaryUser() throws TransportException {
        assertThat(Client.run(options(), Client.host(sshd, key), "id -u; id -un")
                        .out()
                        .split("\n"))
                .satisfies(lines -> assertThat(lines[0]).isNotEqualTo("0"))
                .endsWith(sshd.user());
    }

    @Test
    void aCommandThatEndsBeforeItReadAllDoesNotTakeTheSessionWithIt() throws TransportException {
        byte[] input = new byte[200_000];
        try (Session session = new SshTransport(options()).open(Client.host(sshd, key), new Cancellation())) {
            // When it ends beside what is being sent is chance; many times, some of them hit.
            for (int i = 0; i < 200; i++) {
                assertThat(session.run("exit 3", input, new CollectedOutput())).hasValue(3);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "ed25519, OpenSSH, plain",
        "ed25519, OpenSSH, secret",
        "rsa, OpenSSH, plain",
        "rsa, OpenSSH, secret",
        "rsa, PEM, plain",
        "rsa, PEM, secret",
        "rsa, PKCS8, secret",
        "ecdsa, OpenSSH, plain",
        "ecdsa, OpenSSH, secret",
        "ecdsa, PEM, plain",
        "ecdsa, PEM, secret",
        "ecdsa, PKCS8, secret",
    })
    void keysOfEveryTypeAndForm(String type, String format, String lock) throws TransportException {
        String passphrase = lock.equals("plain") ? "" : "open sesame";
        List<String> keygen = new ArrayList<>(List.of("-t", type));
        if (!format.equals("OpenSSH")) {
            keygen.addAll(List.of("-m", format));
        }
        Path file = sshd.newKey(type + format + lock, passphrase, keygen.toArray(String[]::new));
        SshOptions options = options().withPassphrase(asked -> {
            assertThat(asked).isEqualTo(file);
            return Optional.of(Secret.of(passphrase));
        });
        Host host = Client.host(sshd, file);
        assertThat(Client.run(options, host, "echo in").out()).isEqualTo("in\n");
        if (!passphrase.isEmpty()) {
            HostFailure none = Client.failure(options(), host);
            assertThat(none.failure()).isEqualTo(TransportFailure.KEY_FILE_UNREADABLE);
            assertThat(none.details())
                    .containsEntry("file", file.toString())
                    .containsEntry("said", "the key is encrypted and there is no passphrase");
            HostFailure wrong = Client.failure(options().withPassphrase(f -> Optional.of(Secret.of("wr0ng"))), host);
            assertThat(wrong.failure()).isEqualTo(TransportFailure.KEY_FILE_UNREADABLE);
            assertThat(wrong.details()).containsEntry("said", "the passphrase is wrong");
            assertThat(wrong.toString()).doesNotContain("wr0ng");
        }
    }

    @Test
    void aPassphraseIsAskedOnceForAllHosts() throws TransportException {
        Path file = sshd.newKey("once", "pp", "-t", "ed25519");
        List<Path> asked = new ArrayList<>();
        SshTransport transport = new SshTransport(options().withPassphrase(f -> {
            asked.add(f);
            return Optional.of(Secret.of("pp"));
        }));
        for (int i = 0; i < 2; i++) {
            transport.open(Client.host(sshd, file), new Cancellation()).close();
        }
        assertThat(asked).containsExactly(file);
    }

    @Test
    void logsInWithTheUsualKeys() throws TransportException {
        SshOptions options = options().withKeyFiles(List.of(folder.resolve("none"), key));
        Host host = Client.host("127.0.0.1", sshd.port(), sshd.user(), Optional.empty(), Optional.empty());
        assertThat(Client.run(options, host, "echo in").out()).isEqualTo("in\n");
    }

    @Test
    void logsInWithAPasswordAfterTheServerRefusedAKey() throws TransportException {
        Path stranger = folder.resolve("stranger");
        Commands.run("", "ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", stranger.toString());
        SshOptions options = options().withKeyFiles(List.of(stranger));
        Host host = Client.host("127.0.0.1", sshd.port(), sshd.user(), Optional.empty(), Optional.of(sshd.password()));
        assertThat(Client.run(options, host, "echo in").out()).isEqualTo("in\n");
        Host wrong = Client.host("127.0.0.1", sshd.port(), sshd.user(), Optional.empty(), Optional.of("wrong"));
        assertThat(Client.failure(options, wrong).details())
                .containsEntry("keys", stranger.toString())
                .containsEntry("password", "tried")
                .containsEntry("methods", "publickey,password");
    }

    @Test
    void logsInThroughAnAgent() throws Exception {
        Path socket = folder.resolve("agent");
        Process agent = new ProcessBuilder("ssh-agent", "-D", "-a", socket.toString())
                .redirectErrorStream(true)
                .start();
        try {
            // It prints its socket's name when it listens.
            assertThat(agent.inputReader().readLine()).contains(socket.toString());
            for (int i = 0; i < 3; i++) {
                Path other = folder.resolve("other" + i);
                Commands.run("", "ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", other.toString());
                Commands.run("", "env", "SSH_AUTH_SOCK=" + socket, "ssh-add", "-q", other.toString());
            }
            Commands.run("", "env", "SSH_AUTH_SOCK=" + socket, "ssh-add", "-q", key.toString());
            SshOptions options = options().withAgentSocket(Optional.of(socket));
            Host host = Client.host("127.0.0.1", sshd.port(), sshd.user(), Optional.empty(), Optional.empty());
            assertThat(Client.run(options, host, "echo in").out()).isEqualTo("in\n");
        } finally {
            agent.destroyForcibly();
        }
    }

    @Test
    void anAgentThatIsGoneIsAsNone() throws TransportException {
        SshOptions options =
                options().withAgentSocket(Optional.of(folder.resolve("gone"))).withKeyFiles(List.of(key));
        Host host = Client.host("127.0.0.1", sshd.port(), sshd.user(), Optional.empty(), Optional.empty());
        assertThat(Client.run(options, host, "echo in").out()).isEqualTo("in\n");
    }

    @Test
    void anAnswerThatCompressesToNothingIsWhole() throws TransportException {
        String command = "head -c 3000000 /dev/zero | tr '\\0' y";
        assertThat(Client.run(options(), Client.host(sshd, key), command).out()).isEqualTo("y".repeat(3_000_000));
    }

    @Test
    void lanesQueueWhereTheServerAllowsOneSession() throws Exception {
        SshTransport transport = new SshTransport(options());
        for (int round = 0; round < 2; round++) {
            ExecutorService lanes = Executors.newFixedThreadPool(3);
            try (Session session = transport.open(Client.host(sshd, key), new Cancellation())) {
                List<Callable<String>> commands = new ArrayList<>();
                for (int i = 0; i < 3; i++) {
                    commands.add(() -> {
                        CollectedOutput output = new CollectedOutput();
                        Client.run(session, "cat", "lane", output);
                        return output.out();
                    });
                }
                for (Future<String> lane : lanes.invokeAll(commands)) {
                    assertThat(lane.get()).isEqualTo("lane");
                }
            } finally {
                lanes.shutdownNow();
            }
        }
    }

    /** sshd counts a session until its process has ended. */
    @Test
    void aLaneThatWasLeftEarlyHoldsUpTheNextNoLongerThanItRuns() throws TransportException {
        try (Session session = new SshTransport(options()).open(Client.host(sshd, key), new Cancellation())) {
            Client.run(session, "echo END; sleep 0.3", "", new CollectedOutput(t -> t.contains("END")));
            CollectedOutput second = new CollectedOutput();
            Client.run(session, "echo second", "", second);
            assertThat(second.out()).isEqualTo("second\n");
        }
    }

    @Test
    void aLoginWithoutAShellEndsWithItsText() throws TransportException {
        try (RealSshd closed = RealSshd.launch("/usr/sbin/nologin")) {
            SshOptions options = Client.options(folder, closed);
            Path own = closed.newKey("k", "", "-t", "ed25519");
            CollectedOutput output = new CollectedOutput();
            try (Session session = new SshTransport(options).open(Client.host(closed, own), new Cancellation())) {
                assertThat(Client.run(session, "exec /bin/sh -c cat", "x".repeat(100_000), output))
                        .hasValue(1);
            }
            assertThat(output.out()).contains("not available");
        }
    }

    @Test
    void aHostWhoseSessionsAreForbiddenHasNoShell() throws TransportException {
        try (RealSshd closed = RealSshd.launch("/bin/sh", "MaxSessions 0")) {
            SshOptions options = Client.options(folder, closed);
            Path own = closed.newKey("k", "", "-t", "ed25519");
            try (Session session = new SshTransport(options).open(Client.host(closed, own), new Cancellation())) {
                assertThatThrownBy(() -> Client.run(session, "true", "", new CollectedOutput()))
                        .isInstanceOfSatisfying(
                                TransportException.class,
                                e -> assertThat(e.unreachable().failure()).isEqualTo(TransportFailure.NO_SHELL));
            }
        }
    }

    @Test
    void stoppedFrozenAndRestarted() throws TransportException, IOException {
        try (RealSshd other = RealSshd.launch()) {
            SshOptions options = Client.options(folder, other).withConnectTimeout(Duration.ofMillis(500));
            Path own = other.newKey("k", "", "-t", "ed25519");
            other.freeze();
            assertThat(Client.failure(options, Client.host(other, own)).failure())
                    .isEqualTo(TransportFailure.TIMED_OUT);
            other.thaw();
            SshOptions patient = options.withConnectTimeout(Duration.ofMinutes(5));
            try (Session session = new SshTransport(patient).open(Client.host(other, own), new Cancellation())) {
                CollectedOutput killing = new CollectedOutput(text -> {
                    other.stop();
                    return false;
                });
                assertThatThrownBy(() -> Client.run(session, "echo on; sleep 60", "", killing))
                        .isInstanceOfSatisfying(
                                TransportException.class,
                                e -> assertThat(e.unreachable().failure()).isEqualTo(TransportFailure.CLOSED_MIDWAY));
            }
            assertThat(Client.failure(patient, Client.host(other, own)).failure())
                    .isEqualTo(TransportFailure.REFUSED);
            other.start();
            assertThat(Client.run(patient, Client.host(other, own), "echo in").out())
                    .isEqualTo("in\n");
        }
    }

    @Test
    void startUpFilesOfTheHomeAreRead() throws TransportException {
        sshd.file(".bashrc", "umask 0027\n");
        assertThat(Client.run(options(), Client.host(sshd, key), "umask").out()).isEqualTo("0027\n");
    }

    @Test
    void aHostCertificateIsTrustedByItsAuthorityOnly() throws TransportException, IOException {
        try (RealSshd signed = RealSshd.launch("/bin/sh", "HostCertificate /dev/null")) {
            Path authority = folder.resolve("ca");
            Commands.run("", "ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", authority.toString());
            Commands.run(
                    "",
                    "ssh-keygen",
                    "-q",
                    "-s",
                    authority.toString(),
                    "-h",
                    "-I",
                    "host",
                    "-n",
                    "127.0.0.1",
                    signed.hostKey() + ".pub");
            signed.stop();
            Path config = signed.folder().resolve("sshd_config");
            Files.writeString(config, Files.readString(config).replace("/dev/null", signed.hostKey() + "-cert.pub"));
            signed.start();
            Path own = signed.newKey("k", "", "-t", "ed25519");
            String line = Files.readString(folder.resolve("ca.pub")).strip();
            Host host = Client.host(signed, own);
            SshOptions trusting = Client.options(Client.knownHosts(folder, "@cert-authority [127.0.0.*]:* " + line));
            assertThat(Client.run(trusting, host, "echo in").out()).isEqualTo("in\n");
            SshOptions elsewhere = Client.options(Client.knownHosts(folder, "@cert-authority *,!*127.0.0.1* " + line));
            assertThat(Client.failure(elsewhere, host).failure()).isEqualTo(TransportFailure.HOST_KEY_UNKNOWN);
        }
    }
}
