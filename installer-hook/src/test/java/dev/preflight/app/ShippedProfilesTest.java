package dev.preflight.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The profiles that ship, against the checks that ship. */
class ShippedProfilesTest {
    private static final Preflight PREFLIGHT = Preflight.load();

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
}
