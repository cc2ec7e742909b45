package dev.preflight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.preflight.app.Preflight;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Every profile that ships has a test file, whose cases are as expected and leave no change unnoticed. */
class ShippedTestsTest {
    private static final Path TESTS = Path.of("../profiles/src/test/resources/dev/preflight/profiles");

    @Test
    void theEvidenceIsThatOfTheHealthyHosts() throws IOException {
        Path file = TESTS.resolve("evidence/healthy.yaml");
        if (Boolean.getBoolean("golden.update")) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, ShippedEvidence.text());
        }
        assertThat(Files.readString(file)).isEqualTo(ShippedEvidence.text());
    }

    @Test
    void everyShippedProfileIsTestedWithoutASurvivor() {
        Command run = Command.run("test", TESTS.toString(), "--format", "json", "--strict");
        JsonNode json = run.json();
        assertThat(run.exit()).as(run.out()).isZero();
        Set<String> tested = new HashSet<>();
        for (JsonNode file : json.get("files")) {
            tested.add(file.get("profile").asText());
            Set<String> verdicts = new HashSet<>();
            file.get("cases").forEach(one -> verdicts.add(one.get("verdict").asText()));
            assertThat(verdicts).as(file.get("file").asText()).contains("blocked", "undecided");
            assertThat(verdicts).as(file.get("file").asText()).containsAnyOf("proceed", "proceed-with-warnings");
            assertThat(file.at("/mutations/tried").asInt()).isGreaterThan(40);
        }
        assertThat(tested).containsExactlyInAnyOrderElementsOf(Preflight.load().shippedProfiles());
    }
}
