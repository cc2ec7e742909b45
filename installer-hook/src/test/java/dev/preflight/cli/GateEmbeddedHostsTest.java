package dev.preflight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.testing.EmbeddedSshServer;
import dev.preflight.testing.EmbeddedSshServer.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Gates a server in this process that counts and misbehaves, and what is no input at all. */
class GateEmbeddedHostsTest {
    @TempDir
    Path folder;

    @Test
    void aHostIsAskedOverOneConnectionAndOneChannel() {
        try (EmbeddedSshServer server = EmbeddedSshServer.start()) {
            Gate.Result result = new Gate(folder).host("one", server).run();

            assertThat(result.host("one").path("unreachable").isNull())
                    .as(result.all())
                    .isTrue();
            assertThat(server.connections()).isEqualTo(1);
            assertThat(server.sessions()).isEqualTo(1);
            assertThat(server.execChannels()).isEqualTo(1);
            assertThat(result.all()).doesNotContain(EmbeddedSshServer.PASSWORD);
        }
    }

    @Test
    void aWrongPasswordIsTriedOnce() {
        try (EmbeddedSshServer server = EmbeddedSshServer.start()) {
            Gate.Result result = new Gate(folder)
                    .host("one", server.port(), "ansible_user=a ansible_password=wrong", server.knownHostsLine())
                    .run();

            assertThat(result.code()).as(result.all()).isEqualTo(3);
            assertThat(result.host("one").at("/unreachable/code").asText()).isEqualTo("auth-failed");
            assertThat(server.passwordAttempts()).isEqualTo(1);
        }
    }

    /** EngineTest shows that it delays no other host; there no deadline ends the other hosts too. */
    @Test
    void aHangingHostEndsAtItsDeadline() {
        try (EmbeddedSshServer hanging = EmbeddedSshServer.start(Fault.HANG_AFTER_LOGIN)) {
            Gate.Result result = new Gate(folder).host("hanging", hanging).run("--host-deadline", "2s");

            assertThat(result.code()).as(result.all()).isEqualTo(3);
            assertThat(result.host("hanging").at("/unreachable/code").asText()).isEqualTo("deadline");
            assertThat(result.host("hanging").path("tookMillis").asLong()).isGreaterThanOrEqualTo(2_000L);
        }
    }

    @Test
    void fiveMistakesInAProfileAreFiveErrorsWithTheirPlaces() {
        Path profile = new Gate(folder).file("five.yaml", """
                name: five
                extends: container-host
                settings:
                  instal_user: platform
                  expected_mtu: many
                checks:
                  umask-efective: {}
                  nic-link: {colour: red}
                vorwort: none
                """);

        Gate.Result result = Gate.command("lint", profile.toString());

        assertThat(result.code()).as(result.all()).isEqualTo(2);
        for (int line : new int[] {4, 5, 7, 8, 9}) {
            assertThat(result.err() + result.out()).containsPattern("five\\.yaml:" + line + ":\\d+");
        }
        assertThat((result.err() + result.out()).lines().filter(l -> l.matches(".*five\\.yaml:\\d+:\\d+.*")))
                .as(result.all())
                .hasSize(5);
    }

    private Path garbage(String name) throws IOException {
        byte[] bytes = new byte[4096];
        new Random(42).nextBytes(bytes);
        return Files.write(folder.resolve(name), bytes);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"run --local --profile FILE", "lint FILE", "run --inventory FILE", "judge FILE", "judge DIR"})
    void garbageIsAnErrorWithoutAStackTrace(String command) throws IOException {
        Path directory = Files.createDirectory(folder.resolve("evidence"));
        garbage("evidence/manifest.json");
        String[] args = command.replace("FILE", garbage("garbage.yaml").toString())
                .replace("DIR", directory.toString())
                .split(" ");

        Gate.Result result = Gate.command(args);

        assertThat(result.code()).as(result.all()).isEqualTo(2);
        // What lint finds is its report.
        assertThat(result.out() + result.err()).isNotBlank().doesNotContain("Exception", "\tat ", "\u001b");
    }

    @Test
    void aDamagedRecordOfAHostIsUndecidedAndNamed() throws IOException {
        Path evidence = folder.resolve("kept");
        Gate gate = new Gate(folder);
        try (EmbeddedSshServer server = EmbeddedSshServer.start()) {
            gate.host("one", server).run("--save-evidence", evidence.toString());
        }
        garbage("kept/hosts/one/manifest.json");

        Gate.Result result = gate.judge(evidence);

        assertThat(result.code()).as(result.all()).isEqualTo(3);
        assertThat(result.all())
                .contains("hosts/one/manifest.json", "evidence-cut")
                .doesNotContain("Exception", "\tat ", "\u001b");
    }
}
