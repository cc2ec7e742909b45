package dev.preflight.hook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.api.Catalogue;
import dev.preflight.profile.ProfileFiles;
import dev.preflight.profile.ProfileLoader;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The profiles that ship, against the checks that ship. */
class ProfilesTest {
    private static final ProfileFiles FILES = new ProfileFiles(ProfilesTest.class.getClassLoader());

    static List<String> names() {
        return FILES.names();
    }

    @Test
    void theDefaultProfileShips() {
        assertThat(names()).contains(HookRequest.DEFAULT_PROFILE);
    }

    @ParameterizedTest
    @MethodSource("names")
    void aShippedProfileHasNoProblems(String name) {
        ProfileLoader loader = new ProfileLoader(Catalogue.load(), FILES);
        assertThat(loader.lint(name, List.of(), Instant.EPOCH)).isEmpty();
    }
}
