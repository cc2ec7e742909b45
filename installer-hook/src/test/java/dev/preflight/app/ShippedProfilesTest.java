package dev.preflight.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The profiles that ship, against the checks that ship. */
class ShippedProfilesTest {
    private static final Preflight PREFLIGHT = Preflight.load();

    /** What follows no platform's page has no sources. */
    private static final List<String> OF_OUR_OWN =
            List.of("burn-in", "container-host", "docker-swarm-classic", "linux-base", "overlay-network");

    static List<String> names() {
        return PREFLIGHT.shippedProfiles();
    }

    @Test
    void theDefaultProfileShips() {
        assertThat(names()).contains(ProfileChoice.DEFAULT);
    }

    @ParameterizedTest
    @MethodSource("names")
    void aShippedProfileHasNoProblems(String name) {
        assertThat(PREFLIGHT
                        .lint(name, List.of(), Instant.EPOCH, Optional.empty())
                        .problems())
                .isEmpty();
    }

    /** A paragraph of a platform's profile: its comments say where each number is from. */
    @ParameterizedTest
    @MethodSource("names")
    void aNumberOfAPlatformHasASource(String name) throws IOException {
        Path file = Path.of("../profiles/src/main/resources/dev/preflight/profiles", name + ".yaml");
        String checks = Files.readString(file).replaceFirst("(?s)^.*?\n(?=define:|checks:)", "");
        assertThat(Arrays.stream(checks.split("\n\n")))
                .filteredOn(paragraph -> !OF_OUR_OWN.contains(name))
                .filteredOn(paragraph -> paragraph.lines().anyMatch(line -> line.matches("[^#]*[: \\[\"]\\d.*")))
                .allSatisfy(paragraph -> assertThat(paragraph).contains("source: "));
    }
}
