package dev.preflight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.testing.DeadPort;
import dev.preflight.testing.EmbeddedSshServer;
import dev.preflight.testing.RealSshd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command against hosts over SSH. */
class SshRunTest {
    @TempDir
    private Path folder;

    private Path knownHosts;
    private Path password;
    private Path profile;
    private final List<String> inventory = new ArrayList<>();

    @BeforeEach
    void files() throws IOException {
        knownHosts = Files.createFile(folder.resolve("known_hosts"));
        password = Files.writeString(folder.resolve("password"), EmbeddedSshServer.PASSWORD + "\n");
        profile = Path.of(UmaskProfile.LENIENT.in(folder));
    }

    private void host(String name, int port, String user) {
        inventory.add(name + " ansible_host=127.0.0.1 ansible_port=" + port + " ansible_user=" + user);
    }

    private void known(String line) throws IOException {
        Files.writeString(knownHosts, Files.readString(knownHosts) + line + "\n");
    }

    private void host(String name, EmbeddedSshServer server) throws IOException {
        host(name, server.port(), "ops");
        known(server.knownHostsLine());
    }

    private Command run(String... more) throws IOException {
        Path hosts = Files.write(folder.resolve("hosts.ini"), inventory);
        return Command.patiently(
                List.of(
                        "run",
                        "-i",
                        hosts.toString(),
                        "-p",
                        profile.toString(),
                        "--known-hosts",
                        knownHosts.toString(),
                        "--password-file",
                        password.toString(),
                        "--format",
                        "json"),
                more);
    }

    @Test
    void aHostCostsOneConnectionAndOneChannel() throws IOException {
        try (EmbeddedSshServer server = EmbeddedSshServer.start()) {
            host("good", server);
            Command run = run();
            assertThat(run.host("good").get("verdict").asText()).isIn("proceed", "blocked");
            assertThat(server.connections()).isEqualTo(1);
            assertThat(server.sessions()).isEqualTo(1);
            assertThat(server.execChannels()).isEqualTo(1);
        }
    }

    @Test
    void theDefaultProfileCostsOneConnectionAndOneChannelMoreForWhatWaits() throws IOException {
        try (EmbeddedSshServer server = EmbeddedSshServer.start()) {
            host("good", server);
            Files.writeString(profile, "name: p\nextends: container-host\n");
            run();
            assertThat(server.connections()).isEqualTo(1);
            assertThat(server.execChannels()).isEqualTo(2);
        }
    }

    @Test
    void aHostThatRefusesIsUndecidedAndTheOthersAreJudged() throws IOException {
        try (EmbeddedSshServer server = EmbeddedSshServer.start();
                DeadPort dead = DeadPort.take()) {
            host("dead", dead.port(), "ops");
            host("good", server);
            Command run = run();
            assertThat(run.unreachable("dead")).isEqualTo("refused");
            assertThat(run.host("good").get("verdict").asText()).isNotEqualTo("undecided");
            assertThat(run.exit()).isEqualTo(3);
        }
    }

    @Test
    void aChangedKeyShowsBothFingerprints() throws IOException {
        try (EmbeddedSshServer server = EmbeddedSshServer.start()) {
            host("changed", server);
            server.swapHostKey();
            Command run = run();
            assertThat(run.exit()).isEqualTo(3);
            assertThat(run.unreachable("changed")).isEqualTo("host-key-changed");
            String observed = run.host("changed").at("/unreachable/observed").asText();
            assertThat(observed.split("SHA256:", -1)).hasSizeGreaterThanOrEqualTo(3);
        }
    }

    @Test
    void anUnknownKeyIsAcceptedOnlyWhenAsked() throws IOException {
        try (EmbeddedSshServer server = EmbeddedSshServer.start()) {
            host("new", server.port(), "ops");
            assertThat(run().unreachable("new")).isEqualTo("host-key-unknown");
            assertThat(run("--accept-new").host("new").get("unreachable").isNull())
                    .isTrue();
            assertThat(run().host("new").get("unreachable").isNull()).isTrue();
        }
    }

    @Test
    void aWrongPasswordIsTriedOnceAndShowsNowhere() throws IOException {
        try (EmbeddedSshServer server = EmbeddedSshServer.start()) {
            host("locked", server);
            Files.writeString(password, "not-this-one\n");
            Command run = run("--save-evidence", folder.resolve("evidence").toString());
            assertThat(run.exit()).isEqualTo(3);
            assertThat(run.unreachable("locked")).isEqualTo("auth-failed");
            assertThat(server.passwordAttempts()).isEqualTo(1);
            assertThat(run.out() + run.err()).doesNotContain("not-this-one");
        }
    }

    @Test
    void showScriptConnectsToNobody() throws IOException {
        try (EmbeddedSshServer server = EmbeddedSshServer.start()) {
            host("good", server);
            assertThat(run("--show-script").exit()).isZero();
            assertThat(server.connections()).isZero();
        }
    }

    @Test
    void aUserWithUmask0027IsBlockedAndMendedByTheCommandsShown() throws IOException, InterruptedException {
        RealSshd.assumeAvailable();
        try (RealSshd sshd = RealSshd.launch()) {
            sshd.file(".bashrc", "umask 0027\n");
            sshd.file(".profile", "umask 0027\n");
            host("real", sshd.port(), sshd.user());
            known(sshd.knownHostsLine());
            Files.writeString(password, sshd.password() + "\n");
            Files.writeString(profile, "name: p\ndescription: For a test\nchecks:\n  umask-effective: {}\n");
            Command before = run();
            assertThat(before.exit()).isEqualTo(1);
            assertThat(before.host("real").at("/findings/0/code").asText()).isEqualTo("wrong-mode");
            String command =
                    before.host("real").at("/findings/0/remedies/0/command").asText();
            Process mend = new ProcessBuilder(
                            "setpriv",
                            "--reuid",
                            sshd.user(),
                            "--clear-groups",
                            "sh",
                            "-c",
                            "HOME='" + sshd.home() + "'; cd; " + command)
                    .inheritIO()
                    .start();
            assertThat(mend.waitFor()).isZero();
            assertThat(run().exit()).isZero();

            sshd.stop();
            assertThat(run().unreachable("real")).isEqualTo("refused");
        }
    }
}
