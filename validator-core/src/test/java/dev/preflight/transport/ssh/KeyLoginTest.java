package dev.preflight.transport.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.inventory.Host;
import dev.preflight.inventory.Secret;
import dev.preflight.sshconfig.SshLogin;
import dev.preflight.sshconfig.SshLogin.IdentityAgent;
import dev.preflight.sshconfig.SshLogin.Keys;
import dev.preflight.testing.Commands;
import dev.preflight.testing.Eventually;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys, certificates and agents by a real sshd, in the order of ssh. */
class KeyLoginTest {
    @TempDir
    static Path shared;

    private static RealSshd sshd;
    private static Path authority;

    @TempDir
    Path folder;

    @BeforeAll
    static void start() {
        authority = keygen(shared, "authority", "ed25519", "");
        sshd = RealSshd.launch("/bin/sh", "TrustedUserCAKeys " + authority + ".pub", "LogLevel VERBOSE");
    }

    @AfterAll
    static void stop() {
        if (sshd != null) {
            sshd.close();
        }
    }

    private static Path keygen(Path folder, String name, String type, String passphrase) {
        Path file = folder.resolve(name);
        Commands.run("", "ssh-keygen", "-q", "-t", type, "-N", passphrase, "-C", name, "-f", file.toString());
        return file;
    }

    /** Signs a key of a test for the user of the server. */
    private static void certify(Path key, String validity) {
        Commands.run(
                "",
                "ssh-keygen",
                "-q",
                "-s",
                authority.toString(),
                "-I",
                "test",
                "-n",
                sshd.user(),
                "-V",
                validity,
                key + ".pub");
    }

    private SshOptions options() {
        return Client.options(folder, sshd);
    }

    private static Host host(RealSshd server) {
        return Client.host("127.0.0.1", server.port(), server.user(), Optional.empty(), Optional.empty());
    }

    /** The host as ssh_config with these keys would have it reached. */
    private static Host host(RealSshd server, SshOptions options, Keys keys) {
        Host host = host(server);
        SshLogin plain = SshLogin.plain(host.address(), host.port(), host.user().orElseThrow(), Path.of("/nowhere"))
                .withKnownFiles(options.knownHosts(), List.of());
        return host.reachedBy(
                new SshLogin(plain.target(), keys, plain.known(), plain.proxy(), plain.patience(), plain.methods()));
    }

    private static Keys keys(boolean only, List<Path> certificates, Path... files) {
        return new Keys(List.of(files), true, only, certificates, IdentityAgent.OF_ENVIRONMENT);
    }

    private static String echo(SshTransport transport, Host host) throws TransportException {
        CollectedOutput output = new CollectedOutput();
        try (Session session = transport.open(host, new Cancellation())) {
            Client.run(session, "echo in", "", output);
        }
        return output.out();
    }

    private static HostFailure failure(SshTransport transport, Host host) {
        try (Session session = transport.open(host, new Cancellation())) {
            throw new AssertionError("logged in to " + session.remoteAddress());
        } catch (TransportException e) {
            return e.unreachable();
        }
    }

    @ParameterizedTest
    @CsvSource({"ed25519, ''", "ed25519, pp", "rsa, ''", "rsa, pp", "ecdsa, ''", "ecdsa, pp"})
    void aCertificateBesideItsKeyIsShown(String type, String passphrase) throws TransportException {
        Path key = keygen(folder, "id", type, passphrase);
        certify(key, "always:forever");
        SshOptions options = options().withPassphrase(file -> Optional.of(Secret.of(passphrase)));
        assertThat(Client.run(options, Client.host(sshd, key), "echo in").out()).isEqualTo("in\n");
        assertThat(Client.run(options.withKeyFiles(List.of(key)), host(sshd), "echo in")
                        .out())
                .isEqualTo("in\n");
    }

    @Test
    void aCertificateThatIsNamedGoesWithItsKey() throws TransportException, IOException {
        Path key = keygen(folder, "id", "ed25519", "");
        certify(key, "always:forever");
        Path elsewhere = Files.move(folder.resolve("id-cert.pub"), folder.resolve("named.pub"));
        assertThat(echo(new SshTransport(options()), host(sshd, options(), keys(true, List.of(elsewhere), key))))
                .isEqualTo("in\n");
        HostFailure failure = failure(
                new SshTransport(options()),
                host(sshd, options(), keys(true, List.of(elsewhere), folder.resolve("none"))));
        assertThat(failure.details())
                .containsEntry("said", "neither the ssh-agent nor a key file has the key of this certificate");
    }

    @Test
    void anExpiredCertificateIsNamed() {
        Path key = keygen(folder, "id", "ed25519", "");
        certify(key, "20200101:20200102");
        HostFailure failure = Client.failure(options(), Client.host(sshd, key));
        assertThat(failure.failure()).isEqualTo(TransportFailure.AUTH_FAILED);
        assertThat(failure.details().get("unusable")).contains("id-cert.pub: the certificate expired at 2020-01-0");
        assertThat(failure.details()).containsEntry("keys", key + ", " + key + "-cert.pub");
    }

    @Test
    void theAgentSignsForACertificateBesideALockedKey() throws Exception {
        Path key = keygen(folder, "id", "ed25519", "");
        certify(key, "always:forever");
        Path certificate = Files.move(folder.resolve("id-cert.pub"), folder.resolve("kept"));
        try (TestAgent agent = TestAgent.start(folder, key)) {
            Files.move(certificate, folder.resolve("id-cert.pub"));
            Commands.run("", "ssh-keygen", "-q", "-p", "-P", "", "-N", "pp", "-f", key.toString());
            SshOptions options = options().withAgentSocket(Optional.of(agent.socket()));
            assertThat(Client.run(options, Client.host(sshd, key), "echo in").out())
                    .isEqualTo("in\n");
        }
    }

    @Test
    void aPublicKeyNamesTheOneOfTheAgent() throws Exception {
        try (RealSshd strict = RealSshd.launch("/bin/sh", "MaxAuthTries 1");
                TestAgent agent = TestAgent.start(
                        folder,
                        keygen(folder, "a", "ed25519", ""),
                        keygen(folder, "b", "ed25519", ""),
                        keygen(folder, "c", "ed25519", ""))) {
            strict.authorize(Files.readString(folder.resolve("b.pub")));
            SshOptions options = Client.options(folder, strict).withAgentSocket(Optional.of(agent.socket()));
            Path named = folder.resolve("b.pub");
            assertThat(echo(new SshTransport(options), host(strict, options, keys(true, List.of(), named))))
                    .isEqualTo("in\n");
            // Also without IdentitiesOnly it comes first.
            assertThat(echo(new SshTransport(options), host(strict, options, keys(false, List.of(), named))))
                    .isEqualTo("in\n");
            // Its private file need not be there.
            Files.delete(folder.resolve("b"));
            assertThat(echo(
                            new SshTransport(options),
                            host(strict, options, keys(true, List.of(), folder.resolve("b")))))
                    .isEqualTo("in\n");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ed25519", "rsa"})
    void tooManyKeysOfAnAgentAreSaidToBeTooMany(String type) throws Exception {
        List<Path> seven = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            seven.add(keygen(folder, "k" + i, type, ""));
        }
        try (RealSshd strict = RealSshd.launch("/bin/sh", "MaxAuthTries 6");
                TestAgent agent = TestAgent.start(folder, seven.toArray(Path[]::new))) {
            SshOptions options = Client.options(folder, strict).withAgentSocket(Optional.of(agent.socket()));
            // As with ssh: the sixth may still get in.
            strict.authorize(Files.readString(folder.resolve("k6.pub")));
            HostFailure failure = Client.failure(options, host(strict));
            assertThat(failure.failure()).isEqualTo(TransportFailure.TOO_MANY_KEYS);
            assertThat(failure.details()).containsEntry("keys", "k0, k1, k2, k3, k4, k5");
            assertThat(echo(new SshTransport(options), host(strict, options, keys(true, List.of(), seven.get(6)))))
                    .isEqualTo("in\n");
            strict.authorize(Files.readString(folder.resolve("k5.pub")));
            assertThat(Client.run(options, host(strict), "echo in").out()).isEqualTo("in\n");
        }
    }

    @Test
    void thePassphraseOfAKeyThatTheServerRefusesIsNotAskedFor() {
        Path stranger = keygen(folder, "stranger", "ed25519", "pp");
        SshOptions options = options().withKeyFiles(List.of(stranger)).withPassphrase(file -> {
            throw new AssertionError("asked for " + file);
        });
        HostFailure failure = Client.failure(options, host(sshd));
        assertThat(failure.failure()).isEqualTo(TransportFailure.AUTH_FAILED);
        assertThat(failure.details()).containsEntry("keys", stranger.toString()).doesNotContainKey(HostFailure.FLAW);
    }

    @ParameterizedTest
    @CsvSource({"pp, ''", "wrong, the passphrase is wrong", "'', the key is encrypted and there is no passphrase"})
    void aUsualKeyIsUnlockedWhenTheServerWantsIt(String given, String why) throws Exception {
        Path key = keygen(folder, "usual", "rsa", "pp");
        sshd.authorize(Files.readString(folder.resolve("usual.pub")));
        List<Path> asked = new ArrayList<>();
        SshTransport transport =
                new SshTransport(options().withKeyFiles(List.of(key)).withPassphrase(file -> {
                    asked.add(file);
                    return Optional.of(given).filter(text -> !text.isEmpty()).map(Secret::of);
                }));
        for (int i = 0; i < 2; i++) {
            if (why.isEmpty()) {
                assertThat(echo(transport, host(sshd))).isEqualTo("in\n");
            } else {
                HostFailure failure = failure(transport, host(sshd));
                assertThat(failure.details().values()).containsAnyOf(why, key + ": " + why);
                assertThat(failure.details().get(HostFailure.FLAW)).isIn("locked", "wrong-passphrase");
            }
        }
        assertThat(asked).containsExactly(key);
    }

    @Test
    void anOldKeyShowsItselfByThePublicOneBesideIt() throws Exception {
        Path key = folder.resolve("old");
        Commands.run("", "ssh-keygen", "-q", "-t", "rsa", "-m", "PEM", "-N", "open sesame", "-f", key.toString());
        SshOptions options = options().withKeyFiles(List.of(key)).withPassphrase(file -> {
            throw new AssertionError("asked for " + file);
        });
        assertThat(Client.failure(options, host(sshd)).details()).containsEntry("keys", key.toString());
        sshd.authorize(Files.readString(folder.resolve("old.pub")));
        assertThat(Client.run(options.withPassphrase(f -> Optional.of(Secret.of("open sesame"))), host(sshd), "echo in")
                        .out())
                .isEqualTo("in\n");
    }

    @Test
    void twoKeysWhereTheServerWantsTwo() throws Exception {
        try (RealSshd strict =
                RealSshd.launch("/bin/sh", "AuthenticationMethods publickey,publickey", "MaxAuthTries 1")) {
            Path one = strict.newKey("one", "", "-t", "ed25519");
            Path two = strict.newKey("two", "", "-t", "ed25519");
            SshOptions options = Client.options(folder, strict);
            assertThat(Client.run(options.withKeyFiles(List.of(one, two)), host(strict), "echo in")
                            .out())
                    .isEqualTo("in\n");
            assertThat(Client.failure(options.withKeyFiles(List.of(one)), host(strict))
                            .details())
                    .containsEntry("methods", "publickey")
                    .containsEntry(HostFailure.FLAW, "no-right-key");
        }
    }

    @ParameterizedTest
    @CsvSource({"password, tried", "'hostbased,gssapi-with-mic', not asked for", "'password,publickey', ''"})
    void onlyThePreferredMethodsAreTriedAndInTheirOrder(String preferred, String password) throws TransportException {
        Path key = sshd.newKey(preferred.replace(",", "-"), "", "-t", "ed25519");
        SshOptions options = options();
        SshLogin login = host(sshd, options, keys(true, List.of(), key)).login().orElseThrow();
        Host wrong = Client.host("127.0.0.1", sshd.port(), sshd.user(), Optional.empty(), Optional.of("wrong"));
        Host asConfigured = wrong.reachedBy(new SshLogin(
                login.target(),
                login.keys(),
                login.known(),
                login.proxy(),
                login.patience(),
                new SshLogin.Methods(List.of(preferred.split(",")), true, true, true, 3, false)));
        if (password.isEmpty()) {
            long refused = refusedPasswords();
            assertThat(echo(new SshTransport(options), asConfigured)).isEqualTo("in\n");
            Eventually.is(() -> refusedPasswords() == refused + 1);
        } else {
            assertThat(failure(new SshTransport(options), asConfigured).details())
                    .containsEntry("keys", "none")
                    .containsEntry("password", password);
        }
    }

    private static long refusedPasswords() {
        return sshd.log()
                .lines()
                .filter(line -> line.startsWith("Failed password"))
                .count();
    }
}
