package dev.preflight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A burn-in without its load proves nothing: a declared load that does not run is reported. */
class DeclaredLoadTest {
    /** No other command line contains it, not even that of the same load of another test run on this machine. */
    private static final String LOAD = "preflight-load-" + UUID.randomUUID();

    @TempDir
    private Path folder;

    /** The shipped profile with its severities, and of its checks the one that looks for the load. */
    private Command run(String... more) throws IOException {
        Path profile = Files.writeString(folder.resolve("site.yaml"), """
                name: site
                extends: burn-in
                checks:
                  long-run-process:
                    params: {expected_processes: [{pattern: %s}], survival_test: false, sample_time: 1s}
                """.formatted(LOAD));
        Path inventory = Files.writeString(folder.resolve("hosts.ini"), "h1 ansible_connection=local\n");
        String[] usual = {"run", "-i", inventory.toString(), "-p", profile.toString(), "--only", "long-run-process"};
        String[] all = Stream.of(usual, new String[] {"--format", "json"}, more)
                .flatMap(Arrays::stream)
                .toArray(String[]::new);
        return Command.run(all);
    }

    @Test
    void aDeclaredLoadThatDoesNotRunChangesTheVerdict() throws Exception {
        Process load = new ProcessBuilder("sh", "-c", "sleep 600 & wait; : " + LOAD).start();
        try {
            Command running = run();
            assertThat(running.json().path("verdict").asText()).isEqualTo("proceed");
            assertThat(running.exit()).isZero();
        } finally {
            load.descendants().forEach(ProcessHandle::destroyForcibly);
            load.destroyForcibly().waitFor();
        }
        Command missing = run();
        assertThat(missing.json().path("verdict").asText()).isEqualTo("proceed-with-warnings");
        assertThat(missing.host("h1").path("findings").toString()).contains("\"not-running\"");
        assertThat(missing.exit()).isZero();
        assertThat(run("--fail-on", "warning").exit()).isEqualTo(1);
    }
}
