package dev.preflight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.testing.Commands;
import dev.preflight.testing.RealSshd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command with an ssh_config against a real sshd, as {@code ssh ALIAS} would go. */
class SshConfigRunTest {
    @TempDir
    private Path folder;

    private static RealSshd sshd;
    private static Path key;
    private String profile;

    @BeforeAll
    static void server() {
        RealSshd.assumeAvailable();
        sshd = RealSshd.launch();
        key = sshd.newKey("id_lab", "");
    }

    @BeforeEach
    void files() throws IOException {
        profile = UmaskProfile.LENIENT.in(folder);
        file("known", sshd.knownHostsLine());
    }

    @AfterAll
    static void stop() {
        if (sshd != null) {
            sshd.close();
        }
    }

    private Path file(String name, String... lines) throws IOException {
        return Files.write(folder.resolve(name), List.of(lines));
    }

    /** A block that leads to the server, with these lines first. */
    private Path config(String... lines) throws IOException {
        List<String> all = new ArrayList<>(List.of(lines));
        all.addAll(sshd.clientConfig(key));
        all.addAll(List.of("UserKnownHostsFile " + folder.resolve("known"), "GlobalKnownHostsFile none"));
        return Files.write(folder.resolve("config"), all);
    }

    private Command run(Path config, String host, String... more) {
        return Command.patiently(
                List.of("run", "-F", config.toString(), "--host", host, "-p", profile, "--format", "json"), more);
    }

    private static void reached(Command run, String host) {
        assertThat(run.host(host).get("unreachable").isNull())
                .as(run.out() + run.err())
                .isTrue();
        assertThat(run.exit()).isZero();
    }

    @Test
    void anAliasLeadsToItsAddressPortUserKeyAndKnownHosts() throws IOException {
        Command run = run(
                config("Host lab"),
                "lab",
                "--save-evidence",
                folder.resolve("e").toString());
        reached(run, "lab");
        String manifest = Files.readString(folder.resolve("e/manifest.json"));
        assertThat(manifest)
                .contains("\"address\": \"127.0.0.1\"", "\"port\": " + sshd.port(), "\"user\": \"" + sshd.user());
    }

    @Test
    void aFailureShowsWhereTheHostWasLookedFor() throws IOException {
        Path config = config("Host lab");
        sshd.stop();
        Command run = run(config, "lab");
        sshd.start();
        assertThat(run.unreachable("lab")).isEqualTo("refused");
        assertThat(run.host("lab").at("/unreachable/observed").asText())
                .contains("127.0.0.1", Integer.toString(sshd.port()));
    }

    @Test
    void includeMatchTokensAndQuotesAreFollowed() throws IOException {
        Path spaced = Files.createDirectory(folder.resolve("a b"));
        Files.copy(key, spaced.resolve("key of " + sshd.user()));
        Files.copy(folder.resolve("known"), spaced.resolve("known of lab1"));
        file(
                "lab.conf",
                "Match originalhost lab* user " + sshd.user(),
                "  IdentityFile \"" + spaced + "/key of %r\"",
                "  UserKnownHostsFile \"" + spaced + "/known of %n\" /nowhere",
                "Match host 127.0.0.1 !user nobody",
                "  Port " + sshd.port());
        Path config = file(
                "config",
                "Host lab* !lab2",
                "  HostName 127.0.0.%p1".replace("%p1", "1"),
                "  User " + sshd.user(),
                "Include " + folder + "/*.conf");
        reached(run(config, "lab1"), "lab1");
    }

    @Test
    void anInventorysPortAndUserWinOverTheConfigAndItsArgumentsCount() throws IOException {
        Path inventory = file(
                "hosts.ini",
                "one ansible_host=lab ansible_port=" + sshd.port() + " ansible_user=" + sshd.user(),
                "two ansible_host=127.0.0.1 ansible_ssh_common_args='-o Port=" + sshd.port() + " -l " + sshd.user()
                        + " -i " + key + " -o UserKnownHostsFile=" + folder.resolve("known") + "'");
        Path config = config("Host lab", "Port 1", "User nobody");
        Command run = Command.patiently(
                List.of("run", "-F", config.toString(), "-i", inventory.toString(), "-p", profile, "--format", "json"));
        reached(run, "one");
        reached(run, "two");
    }

    @Test
    void anAliasOfTheHostKeyIsLookedUpWithoutThePort() throws IOException {
        String bare = sshd.knownHostsLine().replaceFirst("\\S+", "fleet");
        file("known", bare);
        reached(run(config("Host lab", "HostKeyAlias FLEET"), "lab"), "lab");
        assertThat(run(config("Host lab"), "lab").unreachable("lab")).isEqualTo("host-key-unknown");
        Command other = run(config("Host lab", "HostKeyAlias other"), "lab");
        assertThat(other.unreachable("lab")).isEqualTo("host-key-unknown");
        assertThat(other.host("lab").at("/unreachable/observed").asText())
                .as("the name that the file would need")
                .contains("127.0.0.1", "looked up as other");
    }

    @Test
    void keysAreFoundInTheSecondAndInTheGlobalFile() throws IOException {
        Path known = folder.resolve("known");
        Path empty = file("empty");
        reached(run(config("Host lab", "UserKnownHostsFile " + empty + " " + known), "lab"), "lab");
        reached(run(config("Host lab", "UserKnownHostsFile " + empty, "GlobalKnownHostsFile " + known), "lab"), "lab");
    }

    @Test
    void anAuthorityInAHashedFileVouchesForTheHost() throws IOException {
        Path authority = folder.resolve("ca");
        Commands.run("", "ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", authority.toString());
        String hostKey = sshd.hostKey().toString();
        Commands.run(
                "", "ssh-keygen", "-q", "-s", authority.toString(), "-I", "h", "-h", "-n", "fleet", hostKey + ".pub");
        try (RealSshd signed =
                RealSshd.launch("/bin/bash", "HostKey " + hostKey, "HostCertificate " + hostKey + "-cert.pub")) {
            Path own = signed.newKey("id_signed", "");
            file(
                    "known",
                    "other.example ssh-ed25519 "
                            + Files.readString(Path.of(authority + ".pub")).split(" ")[1]);
            Commands.run(
                    "", "ssh-keygen", "-q", "-H", "-f", folder.resolve("known").toString());
            String hashed = Files.readString(folder.resolve("known"));
            assertThat(hashed).startsWith("|1|");
            Files.writeString(
                    folder.resolve("known"),
                    hashed + "@cert-authority fleet " + Files.readString(Path.of(authority + ".pub")));
            Path config = config(
                    "Host lab",
                    "HostKeyAlias fleet",
                    "Port " + signed.port(),
                    "User " + signed.user(),
                    "IdentityFile " + own);
            reached(run(config, "lab"), "lab");
            Path elsewhere = config(
                    "Host lab",
                    "HostKeyAlias elsewhere",
                    "Port " + signed.port(),
                    "User " + signed.user(),
                    "IdentityFile " + own);
            assertThat(run(elsewhere, "lab").unreachable("lab")).isEqualTo("host-key-unknown");
        }
    }

    /** What {@code vagrant ssh-config} prints. */
    private Path vagrant(String... more) throws IOException {
        List<String> lines = new ArrayList<>(List.of(
                "Host default",
                "  HostName 127.0.0.1",
                "  User " + sshd.user(),
                "  Port " + sshd.port(),
                "  UserKnownHostsFile /dev/null",
                "  StrictHostKeyChecking no",
                "  PasswordAuthentication no",
                "  IdentityFile " + key,
                "  IdentitiesOnly yes",
                "  LogLevel FATAL",
                "  PubkeyAcceptedKeyTypes +ssh-rsa",
                "  HostKeyAlgorithms +ssh-rsa"));
        lines.addAll(List.of(more));
        return Files.write(folder.resolve("vagrant.conf"), lines);
    }

    @Test
    void whatVagrantWritesWorksAndSaysThatTheKeyIsNotVerified() throws IOException {
        Command run = run(vagrant(), "default");
        reached(run, "default");
        assertThat(run.err()).contains("the host keys of these are not verified: default");
        assertThat(run.host("default").get("transport").asText())
                .isEqualTo("ssh " + sshd.user() + "@127.0.0.1:" + sshd.port() + " (host key not verified)");
        assertThat(Files.size(Path.of("/dev/null"))).isZero();
    }

    @Test
    void thePageSaysThatTheKeyWasNotVerified() throws IOException {
        Command run = Command.patiently(List.of("run", "-F", vagrant().toString(), "--host", "default", "-p", profile));
        assertThat(run.out()).contains("default: the host key was not verified, as ssh_config says");
    }

    @Test
    void noPasswordIsSentToAHostWhoseKeyIsNotVerified() throws IOException {
        Path password = file("password", sshd.password());
        Path config = vagrant("PubkeyAuthentication no");
        Files.writeString(
                config, Files.readString(config).replaceAll("  Ident.*\n", "").replaceAll("  Password.*\n", ""));
        Command run = run(config, "default", "--password-file", password.toString());
        assertThat(run.unreachable("default")).isEqualTo("auth-failed");
        Command verified = run(
                config,
                "default",
                "--password-file",
                password.toString(),
                "--known-hosts",
                folder.resolve("known").toString());
        reached(verified, "default");
        assertThat(verified.err()).doesNotContain("not verified");
    }

    @Test
    void aKeyThatAGlobalFileHasMustBeTheRightOneEvenForVagrant() throws IOException {
        Commands.run(
                "",
                "ssh-keygen",
                "-q",
                "-t",
                "ed25519",
                "-N",
                "",
                "-f",
                folder.resolve("other").toString());
        Path wrong = file(
                "global",
                "[127.0.0.1]:" + sshd.port() + " "
                        + Files.readString(folder.resolve("other.pub")).strip());
        assertThat(run(vagrant("  GlobalKnownHostsFile " + wrong), "default").unreachable("default"))
                .isEqualTo("host-key-changed");
    }

    @Test
    void strictCheckingIsNotTurnedOffByNoAlone() throws IOException {
        file("known");
        assertThat(run(config("Host lab", "StrictHostKeyChecking no"), "lab").unreachable("lab"))
                .isEqualTo("host-key-unknown");
        assertThat(folder.resolve("known")).isEmptyFile();
        reached(run(config("Host lab", "StrictHostKeyChecking accept-new"), "lab"), "lab");
        assertThat(folder.resolve("known")).isNotEmptyFile();
    }

    @Test
    void aHostBehindAnotherIsNeverReachedDirectly() throws IOException {
        for (String way : List.of("ProxyJump bastion.invalid", "ProxyCommand false")) {
            Command run = run(config("Host lab", way), "lab");
            assertThat(run.host("lab").get("unreachable").isNull()).isFalse();
            assertThat(run.exit()).isEqualTo(3);
        }
        reached(run(config("Host lab", "ProxyJump none"), "lab"), "lab");
    }

    @Test
    void withoutAnyConfigTheNameItselfIsReached() throws IOException {
        Command run = run(
                Path.of("none"),
                sshd.user() + "@127.0.0.1:" + sshd.port(),
                "--identity",
                key.toString(),
                "--known-hosts",
                folder.resolve("known").toString());
        reached(run, "127.0.0.1");
    }

    @Test
    void aBrokenConfigIsAMistakeWithItsPlace() throws IOException {
        Path config = config("Host lab", "Prot 22");
        Command run = run(config, "lab");
        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.err()).contains(config + ":2:1: ").containsIgnoringCase("prot");
        Command missing = run(folder.resolve("missing"), "lab");
        assertThat(missing.exit()).isEqualTo(2);
        assertThat(missing.err())
                .as("one mistake, whoever else would stumble over it")
                .containsOnlyOnce("error: ")
                .contains("--ssh-config: there is no ssh_config")
                .doesNotContain("ssh refuses");
    }
}
