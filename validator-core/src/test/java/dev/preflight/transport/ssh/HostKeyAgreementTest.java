package dev.preflight.transport.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.api.Catalogue;
import dev.preflight.inventory.Host;
import dev.preflight.report.Texts;
import dev.preflight.testing.Commands;
import dev.preflight.testing.RealSshd;
import dev.preflight.testing.Requirement;
import dev.preflight.transport.HostFailure;
import dev.preflight.transport.TransportException;
import dev.preflight.transport.TransportFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Our verdict on a host's key beside that of OpenSSH's own client, on the same files and servers. */
class HostKeyAgreementTest {
    @TempDir
    private static Path shared;

    private static RealSshd plain;
    private static RealSshd signed;
    private static Path plainLogin;
    private static Path signedLogin;

    @TempDir
    private Path folder;

    @BeforeAll
    static void start() throws IOException {
        RealSshd.assumeAvailable();
        Requirement.tool("ssh");
        plain = RealSshd.launch("/bin/sh");
        plainLogin = plain.newKey("k", "", "-t", "ed25519");
        keygen("rsa", "-t", "rsa", "-b", "2048");
        keygen("ca", "-t", "ed25519");
        keygen("other", "-t", "ed25519");
        keygen("other-rsa", "-t", "rsa", "-b", "2048");
        // A server with a certificate for one key, and with another key that has none.
        signed = RealSshd.launch("/bin/sh", "HostKey " + shared.resolve("rsa"), "HostCertificate /dev/null");
        signedLogin = signed.newKey("k", "", "-t", "ed25519");
        Commands.run(
                "",
                "ssh-keygen",
                "-q",
                "-s",
                shared.resolve("ca").toString(),
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
    }

    @AfterAll
    static void stop() {
        if (plain != null) {
            plain.close();
        }
        if (signed != null) {
            signed.close();
        }
    }

    private static void keygen(String name, String... options) {
        List<String> command = new ArrayList<>(List.of("ssh-keygen", "-q", "-N", "", "-f"));
        command.add(shared.resolve(name).toString());
        command.addAll(List.of(options));
        Commands.run("", command.toArray(String[]::new));
    }

    private static String key(Path publicKey) throws IOException {
        String[] fields = Files.readString(publicKey).split(" ");
        return fields[0] + " " + fields[1].strip();
    }

    private static String filled(String lines, RealSshd server) throws IOException {
        Map<String, String> words = Map.of(
                "NAME", "[127.0.0.1]:" + server.port(),
                "BARE", "127.0.0.1",
                "OTHER_RSA", key(shared.resolve("other-rsa.pub")),
                "OTHER", key(shared.resolve("other.pub")),
                "RSA", key(shared.resolve("rsa.pub")),
                "CA", key(shared.resolve("ca.pub")),
                "KEY", key(Path.of(server.hostKey() + ".pub")),
                " / ", "\n");
        // In one pass: a key may hold such a word.
        return Pattern.compile("\\b(?:NAME|BARE|OTHER_RSA|OTHER|RSA|CA|KEY)\\b| / ")
                .matcher(lines)
                .replaceAll(word -> Matcher.quoteReplacement(words.getOrDefault(word.group(), "")))
                .concat("\n");
    }

    /** Whether ssh logs in. */
    private static boolean ssh(RealSshd server, Path login, Path known, boolean acceptNew) {
        List<String> command = new ArrayList<>(List.of("ssh", "-F", "none", "-o", "BatchMode=yes"));
        for (String option : List.of(
                "UserKnownHostsFile=" + known,
                "GlobalKnownHostsFile=none",
                "StrictHostKeyChecking=" + (acceptNew ? "accept-new" : "yes"),
                "HashKnownHosts=no",
                "UpdateHostKeys=no",
                "IdentityAgent=none",
                "IdentityFile=" + login)) {
            command.addAll(List.of("-o", option));
        }
        command.addAll(List.of("-p", Integer.toString(server.port()), server.user() + "@127.0.0.1", "echo in"));
        try {
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            process.getOutputStream().close();
            String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return process.waitFor() == 0 && out.equals("in\n");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static boolean ours(RealSshd server, Path login, Path known, boolean acceptNew) {
        SshOptions options = Client.options(known).withAcceptNew(acceptNew).withConnectTimeout(Duration.ofSeconds(60));
        try {
            return Client.run(options, Client.host(server, login), "echo in")
                    .out()
                    .equals("in\n");
        } catch (TransportException e) {
            assertThat(e.unreachable().failure())
                    .isIn(
                            TransportFailure.HOST_KEY_UNKNOWN,
                            TransportFailure.HOST_KEY_CHANGED,
                            TransportFailure.HOST_KEY_REVOKED);
            return false;
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "plain|# nothing",
                "plain|NAME KEY",
                "plain|NAME OTHER",
                "plain|NAME OTHER / NAME KEY",
                "plain|NAME OTHER_RSA",
                "plain|BARE KEY",
                "plain|BARE OTHER",
                "plain|NAME OTHER / BARE KEY",
                "plain|* KEY",
                "plain|*,!NAME KEY",
                "plain|@cert-authority * CA",
                "plain|@cert-authority * KEY",
                "plain|@cert-authority * CA / NAME KEY",
                "plain|@cert-authority * CA / NAME OTHER",
                "plain|@revoked * KEY",
                "plain|@revoked * KEY / NAME KEY",
                "plain|@revoked * OTHER",
                "plain|@revoked * OTHER / NAME KEY",
                "signed|# nothing",
                "signed|@cert-authority * CA",
                "signed|@cert-authority BARE CA",
                "signed|@cert-authority elsewhere CA",
                "signed|@cert-authority * CA / NAME OTHER_RSA",
                "signed|@cert-authority * CA / NAME OTHER",
                "signed|@cert-authority * OTHER",
                "signed|@cert-authority * OTHER / NAME KEY",
                "signed|@cert-authority * OTHER / NAME RSA",
                "signed|@cert-authority * OTHER / NAME OTHER",
                "signed|NAME RSA",
                "signed|NAME KEY",
                "signed|@revoked * CA / @cert-authority * CA",
                "signed|@revoked * CA / @cert-authority * CA / NAME KEY",
                "signed|@revoked * KEY / @cert-authority * CA"
            })
    void judgesAsOpenSshDoes(String server, String lines) throws IOException {
        RealSshd sshd = server.equals("plain") ? plain : signed;
        Path login = server.equals("plain") ? plainLogin : signedLogin;
        for (boolean acceptNew : new boolean[] {false, true}) {
            Path theirs = Files.writeString(folder.resolve("theirs"), filled(lines, sshd));
            Path our = Files.writeString(folder.resolve("ours"), filled(lines, sshd));
            assertThat(ours(sshd, login, our, acceptNew))
                    .as("accept new: %s", acceptNew)
                    .isEqualTo(ssh(sshd, login, theirs, acceptNew));
            assertThat(Files.readAllLines(our))
                    .as("accept new: %s", acceptNew)
                    .hasSameSizeAs(Files.readAllLines(theirs));
        }
    }

    /** The commands as they are printed, in a shell, with files whose names need quoting. */
    @ParameterizedTest
    @CsvSource({"false, false", "true, false", "false, true"})
    void theRemedyForAChangedKeyWorksWordForWord(boolean hashed, boolean linked)
            throws IOException, TransportException {
        String text = filled("BARE OTHER_RSA / NAME OTHER / NAME OTHER_RSA", plain);
        Path first = Files.writeString(folder.resolve("it's mine $HOME"), text);
        Path second = Files.writeString(folder.resolve("system"), filled("NAME OTHER / elsewhere OTHER", plain));
        if (hashed) {
            Commands.run("", "ssh-keygen", "-q", "-H", "-f", first.toString());
        }
        Path named = linked ? Files.createSymbolicLink(folder.resolve("link"), first.getFileName()) : first;
        SshOptions options = Client.options(named)
                .withKnownHosts(List.of(named, second))
                .withAcceptNew(true)
                .withConnectTimeout(Duration.ofSeconds(60));
        Host host = Client.host(plain, plainLogin);
        HostFailure changed = Client.failure(options, host);
        assertThat(changed.failure()).isEqualTo(TransportFailure.HOST_KEY_CHANGED);

        String command =
                Texts.of(Catalogue.load(), Locale.ENGLISH).of("h", changed).command();
        Commands.run("", "sh", "-e", "-c", command);

        assertThat(Client.run(options, host, "echo in").out()).isEqualTo("in\n");
        assertThat(Files.readString(second)).isEqualTo(filled("elsewhere OTHER", plain));
        assertThat(Files.isSymbolicLink(named)).isEqualTo(linked);
        assertThat(Files.readAllLines(first))
                .hasSize(2)
                .contains(filled("NAME KEY", plain).strip());
    }

    @Test
    void aRevokedKeyHasNoCommandThatWouldLetItIn() throws IOException {
        Path known = Files.writeString(folder.resolve("known"), filled("@revoked * CA / @cert-authority * CA", signed));
        HostFailure revoked = Client.failure(Client.options(known), Client.host(signed, signedLogin));
        assertThat(revoked.failure()).isEqualTo(TransportFailure.HOST_KEY_REVOKED);
        assertThat(Texts.of(Catalogue.load(), Locale.ENGLISH).of("h", revoked).command())
                .isEmpty();
    }
}
