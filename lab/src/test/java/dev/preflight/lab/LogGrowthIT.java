package dev.preflight.lab;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A log that grows without end on one host, beside hosts on which nothing does. */
class LogGrowthIT {
    private static final String PROFILE = """
            name: lab-growth
            settings: {become: true, treat_as_host: true, install_dirs: [/var/log/acme], sample_time: 32s}
            checks: {log-growth: {params: {fail_use: 101, warn_use: 101}}}
            """;

    private Lab lab;

    @TempDir
    private Path folder;

    @BeforeEach
    void up() {
        lab = Lab.with("h1", "h2", "h3");
    }

    @AfterEach
    void clear() {
        lab.clear("h1");
        lab.clear("h2");
    }

    private Result look() throws IOException {
        Path profile = Files.writeString(folder.resolve("growth.yaml"), PROFILE);
        Path inventory = Files.writeString(
                folder.resolve("hosts.ini"),
                Stream.of("h1", "h2", "h3")
                        .map(host -> lab.inventoryLine(host, "ops") + "\n")
                        .collect(Collectors.joining()));
        return lab.look(inventory, profile);
    }

    /** All at once, on three hosts, the last of which is well: a look takes half a minute. */
    @Test
    void aLogThatGrowsBlocksItsHostAndAFileSystemThatDoesNotAnswerHidesNoOther() throws IOException {
        lab.fault("log-growth", "h1");
        lab.fault("hung-mount", "h2", "/var/log/acme");
        Result with = look();
        assertThat(with.wrong())
                .as(with.out())
                .containsExactlyInAnyOrder("fail log-growth filling", "unknown log-growth timeout");
        JsonNode growing = with.json().path("hosts").path(0);
        JsonNode silent = with.json().path("hosts").path(1);
        assertThat(growing.path("verdict").asText()).isEqualTo("blocked");
        assertThat(silent.path("verdict").asText()).isEqualTo("undecided");
        assertThat(silent.path("findings").findValuesAsText("outcome")).contains("pass", "unknown");
        JsonNode well = with.json().path("hosts").path(2);
        assertThat(well.path("verdict").asText()).isEqualTo("proceed");
        assertThat(well.path("findings").findValuesAsText("outcome")).contains("pass");
    }
}
