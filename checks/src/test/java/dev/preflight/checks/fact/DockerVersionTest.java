package dev.preflight.checks.fact;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DockerVersionTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Docker version 26.1.3, build b72abbb | 26.1",
                "Docker version 20.10.24+dfsg1, build 5d6db84 | 20.10",
                "Docker version 1.13.1, build 7f2769b/1.13.1 | 1.13",
                "Docker version 28.0.0-rc.1, build 1 | 28.0",
                "Docker version dev, build 1 |",
                "Segmentation fault |"
            })
    void readsWhatDockerdPrints(String banner, String expected) {
        assertThat(DockerVersion.ofBanner(banner).map(DockerVersion::toString).orElse(null))
                .isEqualTo(expected);
    }

    @Test
    void ordersByNumbersAndNotByLetters() {
        assertThat(DockerVersion.parse("20.10").orElseThrow())
                .isGreaterThan(DockerVersion.parse("20.9").orElseThrow());
        assertThat(DockerVersion.parse("23").orElseThrow()).isEqualByComparingTo(new DockerVersion(23, 0));
        assertThat(DockerVersion.parse("22.99").orElseThrow()).isLessThan(new DockerVersion(23, 0));
    }
}
