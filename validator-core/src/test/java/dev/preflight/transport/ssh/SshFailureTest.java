package dev.preflight.transport.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.preflight.inventory.Host;
import dev.preflight.inventory.Secret;
import dev.preflight.testing.DeadPort;
import dev.preflight.testing.EmbeddedSshServer;
import dev.preflight.testing.EmbeddedSshServer.Fault;
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
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SshFailureTest {
    private static final Duration SHORT = Duration.ofMillis(300);

    @TempDir
    Path folder;

    private SshOptions options() {
        return Client.options(folder.resolve("known_hosts"));
    }

    private SshOptions knowing(EmbeddedSshServer server) {
        return Client.options(Client.knownHosts(folder, server.knownHostsLine()));
    }

    private static Host at(String address, int port) {
        return Client.host(address, port, "tester", Optional.empty(), Optional.of("x"));
    }

    @Test
    void nameNotFound() {
        HostFailure failure = Client.failure(options(), at("no-such-host.invalid", 22));
        assertThat(failure.failure()).isEqualTo(TransportFailure.NAME_NOT_FOUND);
        assertThat(failure.details())
                .containsEntry("address", "no-such-host.invalid")
                .containsEntry("port", "22");
    }

    @Test
    void refused() throws IOException {
        try (DeadPort dead = DeadPort.take()) {
            assertThat(Client.failure(options(), at("127.0.0.1", dead.port())).failure())
                    .isEqualTo(TransportFailure.REFUSED);
        }
    }

    /** Linux refuses TCP to a broadcast address with ENETUNREACH, whatever the routes are. */
    @Test
    void noRoute() {
        assertThat(Client.failure(options(), at("127.255.255.255", 22)).failure())
                .isEqualTo(TransportFailure.NO_ROUTE);
    }

    @ParameterizedTest
    @EnumSource(names = {"NEVER_SPEAK", "HANG_IN_KEX"})
    void aServerThatDoesNotSpeakSshTimesOut(Fault fault) {
        try (EmbeddedSshServer server = EmbeddedSshServer.start(fault)) {
            long start = System.nanoTime();
            HostFailure failure = Client.failure(options().withConnectTimeout(SHORT), Client.host(server));
            assertThat(failure.failure()).isEqualTo(TransportFailure.TIMED_OUT);
            // How long it takes after that is the machine's affair.
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(SHORT);
        }
    }

    /** A full accept queue leaves the SYN unanswered. */
    @Test
    void aConnectionThatIsNotAnsweredTimesOut() throws IOException {
        try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var first = new Socket(InetAddress.getLoopbackAddress(), full.getLocalPort());
                var second = new Socket(InetAddress.getLoopbackAddress(), full.getLocalPort())) {
            assertThat(first.isConnected() && second.isConnected()).isTrue();
            HostFailure failure =
                    Client.failure(options().withConnectTimeout(SHORT), at("127.0.0.1", full.getLocalPort()));
            assertThat(failure.failure()).isEqualTo(TransportFailure.TIMED_OUT);
        }
    }

    @Test
    void hostKeyUnknownTellsTheKeyAndHowToAcceptIt() {
        try (EmbeddedSshServer server = EmbeddedSshServer.start()) {
            HostFailure failure = Client.failure(options(), Client.host(server));
            assertThat(failure.failure()).isEqualTo(TransportFailure.HOST_KEY_UNKNOWN);
            assertThat(failure.details())
                    .containsEntry("line", server.knownHostsLine())
                    .containsEntry("algorithm", "ecdsa-sha2-nistp256")
                    .containsEntry("accept", "--accept-new")
                    .containsEntry("file", folder.resolve("known_hosts").toString());
            assertThat(failure.details().get("fingerprint")).matches("SHA256:[A-Za-z0-9+/]{43}");
            assertThat(server.passwordAttempts()).isZero();
        }
    }

    @Test
    void hostKeyChangedTellsBothAndIsNeverAccepted() throws IOException {
        try (EmbeddedSshServer server = EmbeddedSshServer.start()) {
            SshOptions options = knowing(server).withAcceptNew(true);
            String before = Files.readString(folder.resolve("known_hosts"));
            server.swapHostKey();
            HostFailure failure = Client.failure(options, Client.host(server));
            assertThat(failure.failure()).isEqualTo(TransportFailure.HOST_KEY_CHANGED);
            assertThat(failure.details().get("fingerprint"))
                    .matches("SHA256:.{43}")
                    .isNotEqualTo(failure.details().get("expected"));
            assertThat(failure.details().get("expected")).matches("SHA256:.{43}");
            assertThat(failure.details()).containsEntry("file", folder.resolve("known_hosts") + ":1");
            assertThat(Files.readString(folder.resolve("known_hosts"))).isEqualTo(before);
        }
    }

    @Test
    void aRevokedKeyIsRefusedEvenIfItIsAlsoKnown() {
        try (EmbeddedSshServer server = EmbeddedSshServer.start()) {
            String line = server.knownHostsLine();
            Path known = Client.knownHosts(folder, line, "@revoked * " + line.substring(line.indexOf(' ') + 1));
            HostFailure failure = Client.failure(Client.options(known).withAcceptNew(true), Client.host(server));
            assertThat(failure.failure()).isEqualTo(TransportFailure.HOST_KEY_REVOKED);
            assertThat(failure.details()).containsEntry("file", known + ":2");
        }
    }

    @Test
    void acceptNewWritesTheKeyDownForTheNextTime() throws TransportException, IOException {
        try (EmbeddedSshServer server = EmbeddedSshServer.start()) {
            Path known = folder.resolve("made/known_hosts");
            Client.run(Client.options(known).withAcceptNew(true), Client.host(server), "true");
            assertThat(Files.readString(known)).isEqualTo(server.knownHostsLine() + "\n");
            assertThat(Files.getPosixFilePermissions(known)).hasSize(2);
            assertThat(Files.getPosixFilePermissions(known.getParent())).hasSize(3);
            assertThat(Client.run(Client.options(known), Client.host(server), "echo in")
                            .out())
                    .isEqualTo("in\n");
        }
    }

    @Test
    void aKeyThatCannotBeWrittenDownIsNotAccepted() throws IOException {
        try (EmbeddedSshServer server = EmbeddedSshServer.start()) {
            Path known = Files.writeString(folder.resolve("file"), "").resolve("known_hosts");
            HostFailure failure = Client.failure(Client.options(known).withAcceptNew(true), Client.host(server));
            assertThat(failure.failure()).isEqualTo(TransportFailure.HOST_KEY_UNKNOWN);
            assertThat(failure.details().get("said")).contains("file");
        }
    }

    @Test
    void noSharedAlgorithm() {
        try (EmbeddedSshServer server = EmbeddedSshServer.start(Fault.OLD_ALGORITHMS)) {
            HostFailure failure = Client.failure(knowing(server), Client.host(server));
            assertThat(failure.failure()).isEqualTo(TransportFailure.NO_SHARED_ALGORITHM);
            assertThat(failure.details()).containsEntry("algorithm", "kex");
            assertThat(failure.details().get("said")).contains("diffie-hellman-group1-sha1");
        }
    }

    @Test
    void aWrongPasswordIsTriedOnce() {
        try (EmbeddedSshServer server = EmbeddedSshServer.start()) {
            HostFailure failure = Client.failure(knowing(server), Client.host(server, "wrong-s3cret"));
            assertThat(failure.failure()).isEqualTo(TransportFailure.AUTH_FAILED);
            assertThat(failure.details())
                    .containsEntry("password", "tried")
                    .containsEntry("keys", "none")
                    .containsEntry("methods", "publickey,password")
                    .containsEntry("user", "tester")
                    .containsEntry(HostFailure.FLAW, "wrong-password");
            assertThat(server.passwordAttempts()).isEqualTo(1);
            assertThat(failure.toString()).doesNotContain("wrong-s3cret");
        }
    }

    @Test
    void theInventorysPasswordComesBeforeTheOptions() throws TransportException {
        try (EmbeddedSshServer server = EmbeddedSshServer.start()) {
            SshOptions options = knowing(server).withPassword(Secret.of("wrong"));
            assertThat(Client.run(options, Client.host(server), "echo in").out())
                    .isEqualTo("in\n");
            assertThat(server.passwordAttempts()).isEqualTo(1);
        }
    }

    @Test
    void withNothingToTryTheServersMethodsAreAsked() {
        try (EmbeddedSshServer server = EmbeddedSshServer.start()) {
            Host host = Client.host("127.0.0.1", server.port(), "tester", Optional.empty(), Optional.empty());
            HostFailure failure = Client.failure(knowing(server), host);
            assertThat(failure.failure()).isEqualTo(TransportFailure.AUTH_FAILED);
            assertThat(failure.details())
                    .containsEntry("password", "none")
                    .containsEntry("keys", "none")
                    .containsEntry("methods", "publickey,password")
                    .doesNotContainKey(HostFailure.FLAW);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"DROP_BEFORE_LOGIN", "DROP_IN_AUTH"})
    void droppedBeforeLogin(Fault fault) {
        try (EmbeddedSshServer server = EmbeddedSshServer.start(fault)) {
            SshOptions options = fault == Fault.DROP_IN_AUTH ? knowing(server) : options();
            assertThat(Client.failure(options, Client.host(server)).failure())
                    .isEqualTo(
                            fault == Fault.DROP_IN_AUTH
                                    ? TransportFailure.DROPPED_BEFORE_LOGIN
                                    : TransportFailure.TURNED_AWAY);
        }
    }

    @Test
    void aHostThatBootsSaysSo() {
        try (EmbeddedSshServer server = EmbeddedSshServer.start(Fault.BOOTING)) {
            HostFailure why = Client.failure(knowing(server), Client.host(server));
            assertThat(why.failure()).isEqualTo(TransportFailure.BOOTING);
            assertThat(why.details().get("said")).startsWith("System is booting up.");
        }
    }

    @Test
    void aServerThatIsNotSshIsQuoted() throws Exception {
        try (ServerSocket web = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread answer = new Thread(() -> {
                try (var client = web.accept()) {
                    client.getOutputStream()
                            .write("HTTP/1.1 400 \u001b[31mBad\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });
            answer.start();
            HostFailure failure = Client.failure(options(), at("127.0.0.1", web.getLocalPort()));
            answer.join();
            assertThat(failure.failure()).isEqualTo(TransportFailure.DROPPED_BEFORE_LOGIN);
            assertThat(failure.details()).containsEntry("said", "HTTP/1.1 400 [31mBad");
        }
    }

    @Test
    void closedMidway() throws TransportException {
        try (EmbeddedSshServer server = EmbeddedSshServer.start(Fault.CLOSE_MIDWAY);
                Session session = new SshTransport(knowing(server)).open(Client.host(server), new Cancellation())) {
            assertThatThrownBy(() -> Client.run(session, "echo first; cat; sleep 20", "", new CollectedOutput()))
                    .isInstanceOfSatisfying(TransportException.class, e -> {
                        assertThat(e.unreachable().failure()).isEqualTo(TransportFailure.CLOSED_MIDWAY);
                        assertThat(e.unreachable().details()).containsKeys("address", "port", "user");
                    });
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NEVER_SPEAK", "HANG_IN_KEX", "HANG_IN_AUTH"})
    void anAbortWakesTheCallerAtEveryStageOfALogin(Fault fault) throws InterruptedException {
        try (EmbeddedSshServer server = EmbeddedSshServer.start(fault)) {
            SshOptions options = fault == Fault.HANG_IN_AUTH ? knowing(server) : options();
            Cancellation cancellation = new Cancellation();
            Thread aborting = new Thread(() -> {
                // Until the client has come as far as it will.
                while (server.connections() == 0 || (fault == Fault.HANG_IN_AUTH && server.passwordAttempts() == 0)) {
                    Thread.onSpinWait();
                }
                cancellation.abort(TransportFailure.DEADLINE);
            });
            aborting.start();
            HostFailure failure = Client.failure(options, Client.host(server), cancellation);
            aborting.join();
            assertThat(failure.failure()).isEqualTo(TransportFailure.DEADLINE);
        }
    }

    @Test
    void anAbortBeforehandConnectsToNothing() {
        try (EmbeddedSshServer server = EmbeddedSshServer.start()) {
            Cancellation cancellation = new Cancellation();
            cancellation.abort(TransportFailure.INTERRUPTED);
            assertThat(Client.failure(knowing(server), Client.host(server), cancellation)
                            .failure())
                    .isEqualTo(TransportFailure.INTERRUPTED);
            assertThat(server.sessions()).isZero();
        }
    }

    @Test
    void anAbortWakesARunningCommand() throws Exception {
        try (EmbeddedSshServer server = EmbeddedSshServer.start(Fault.HANG_AFTER_LOGIN)) {
            Cancellation cancellation = new Cancellation();
            Session session = new SshTransport(knowing(server)).open(Client.host(server), cancellation);
            CountDownLatch ended = new CountDownLatch(1);
            Thread lane = new Thread(() -> {
                try {
                    Client.run(session, "true", "", new CollectedOutput());
                } catch (TransportException e) {
                    if (e.unreachable().failure() == TransportFailure.RUN_DEADLINE) {
                        ended.countDown();
                    }
                }
            });
            lane.start();
            while (server.execChannels() == 0) {
                Thread.onSpinWait();
            }
            cancellation.abort(TransportFailure.RUN_DEADLINE);
            ended.await();
            lane.join();
        }
    }

    @Test
    void aMissingKeyFileIsNamed() {
        Path key = folder.resolve("nothing");
        Host host = Client.host("127.0.0.1", 1, "tester", Optional.of(key), Optional.empty());
        HostFailure failure = Client.failure(options(), host);
        assertThat(failure.failure()).isEqualTo(TransportFailure.KEY_FILE_MISSING);
        assertThat(failure.details())
                .containsEntry("file", key.toString())
                .containsEntry("said", "there is no such file");
    }

    @Test
    void aKeyFileThatHoldsNoKeyIsNamed() throws IOException {
        Path key = Files.writeString(folder.resolve("note"), "not a key\n");
        Host host = Client.host("127.0.0.1", 1, "tester", Optional.of(key), Optional.empty());
        assertThat(Client.failure(options(), host).details())
                .containsEntry("said", "the file holds no private key in a known format");
    }
}
