package dev.preflight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.preflight.testing.DeadPort;
import dev.preflight.testing.RealSshd;
import dev.preflight.testing.Requirement;
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

/** The command against hosts that ssh_config or an inventory says to reach through something else. */
class JumpRunTest {
    private static final String LOGIN = "Accepted publickey";

    private static RealSshd gate;
    private static RealSshd inner;

    @TempDir
    private Path folder;

    private String profile;
    private Path knownHosts;

    @BeforeAll
    static void start() {
        gate = RealSshd.launch("/bin/sh", "LogLevel VERBOSE");
        inner = RealSshd.launch("/bin/sh", "LogLevel VERBOSE");
        gate.newKey("k", "", "-t", "ed25519");
        inner.newKey("k", "", "-t", "ed25519");
    }

    @AfterAll
    static void stop() {
        for (RealSshd one : new RealSshd[] {gate, inner}) {
            if (one != null) {
                one.close();
            }
        }
    }

    @BeforeEach
    void files() throws IOException {
        profile = UmaskProfile.LENIENT.in(folder);
        knownHosts = Files.write(folder.resolve("known_hosts"), List.of(gate.knownHostsLine(), inner.knownHostsLine()));
    }

    private static String block(String name, RealSshd sshd, int port, String more) {
        List<String> lines = new ArrayList<>(List.of("Host " + name, "Port " + port));
        lines.addAll(sshd.clientConfig(sshd.folder().resolve("k")));
        lines.add(more);
        return String.join("\n", lines) + "\n";
    }

    private Command run(String config, String... more) throws IOException {
        Path file = Files.writeString(folder.resolve("ssh_config"), config);
        return Command.patiently(
                List.of(
                        "run",
                        "-p",
                        profile,
                        "--known-hosts",
                        knownHosts.toString(),
                        "-F",
                        file.toString(),
                        "--format",
                        "json"),
                more);
    }

    @Test
    void anAliasBehindAJumpHostIsReachedAsByItsName() throws IOException {
        long logins = gate.logged(LOGIN);
        String config = block("gate", gate, gate.port(), "") + block("a b", inner, inner.port(), "  ProxyJump gate");
        Command run = run(config, "--host", "a", "--host", "b");
        assertThat(run.host("a").get("unreachable").isNull()).as(run.out()).isTrue();
        assertThat(run.host("b").get("unreachable").isNull()).isTrue();
        assertThat(run.host("b").get("transport").asText()).endsWith(":" + inner.port() + " via gate");
        assertThat(gate.logged(LOGIN)).isEqualTo(logins + 1);
    }

    @Test
    void aJumpHostOfAnInventoryCounts() throws IOException {
        long logins = gate.logged(LOGIN);
        Path inventory = Files.writeString(
                folder.resolve("hosts.ini"),
                "[all]\na ansible_host=127.0.0.1 ansible_port=" + inner.port() + " ansible_user=" + inner.user()
                        + " ansible_ssh_private_key_file=" + inner.folder().resolve("k") + "\n[all:vars]\n"
                        + "ansible_ssh_common_args='-J gate'\n");
        Command run = run(block("gate", gate, gate.port(), ""), "-i", inventory.toString());
        assertThat(run.host("a").get("unreachable").isNull()).as(run.out()).isTrue();
        assertThat(gate.logged(LOGIN)).isEqualTo(logins + 1);
    }

    @Test
    void aJumpHostWhoseKeyIsNotVerifiedIsAWarning() throws IOException {
        try (DeadPort dead = DeadPort.take()) {
            String unverified = "  StrictHostKeyChecking no\n  UserKnownHostsFile /dev/null\n";
            Path file = Files.writeString(
                    folder.resolve("ssh_config"),
                    block("gate", gate, dead.port(), unverified)
                            + block("a", inner, inner.port(), "  ProxyJump gate\n"));
            Command run = Command.run("run", "-p", profile.toString(), "-F", file.toString(), "--host", "a");
            assertThat(run.err()).contains("are not verified: jump host gate");
        }
    }

    @Test
    void aDeadJumpHostIsOneFailureAndNoHostBehindItIsDialled() throws IOException {
        long dialled = inner.logged("Connection from");
        try (DeadPort dead = DeadPort.take()) {
            String config =
                    block("gate", gate, dead.port(), "") + block("a b c", inner, inner.port(), "  ProxyJump gate");
            Command run = run(config, "--host", "a", "--host", "b", "--host", "c");
            assertThat(run.exit()).isEqualTo(3);
            assertThat(run.unreachable("c")).isEqualTo("refused");
            JsonNode jumps = run.json().get("jumpHosts");
            assertThat(jumps).hasSize(1);
            assertThat(jumps.get(0).get("jump").asText()).isEqualTo("gate (127.0.0.1:" + dead.port() + ")");
            assertThat(jumps.get(0).get("hosts")).hasSize(3);
        }
        assertThat(inner.logged("Connection from")).isEqualTo(dialled);
    }

    @Test
    void aProxyCommandIsTheConnection() throws IOException {
        Requirement.tool("nc");
        Command run = run(block("a", inner, inner.port(), "  ProxyCommand nc %h %p"), "--host", "a");
        assertThat(run.host("a").get("unreachable").isNull()).as(run.out()).isTrue();
        Command failed = run(block("a", inner, inner.port(), "  ProxyCommand sh -c 'echo no way >&2'"), "--host", "a");
        assertThat(failed.unreachable("a")).isEqualTo("proxy-command-failed");
        assertThat(failed.host("a").at("/unreachable/observed").asText()).contains("no way");
    }

    @Test
    void aWayThatCannotBeReadIsAMistakeBeforeAnyHostIsDialled() throws IOException {
        Command run = run(block("a", inner, inner.port(), "  ProxyJump gate:99999"), "--host", "a");
        assertThat(run.exit()).isEqualTo(2);
    }
}
