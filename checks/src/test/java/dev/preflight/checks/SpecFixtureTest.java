package dev.preflight.checks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.api.Finding;
import dev.preflight.api.Outcome;
import dev.preflight.fact.Reason;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every fixture of every check's specification is judged as the specification says. */
class SpecFixtureTest {
    private static final List<Outcome> WORST_FIRST = List.of(
            Outcome.FAIL, Outcome.UNKNOWN, Outcome.WARNING, Outcome.PASS, Outcome.NOT_APPLICABLE, Outcome.SKIPPED);

    static Stream<SpecFixture> fixtures() {
        return ChecksUnderTest.all().stream().flatMap(check -> SpecFixture.of(check).stream());
    }

    static Outcome worst(List<Finding> findings) {
        return WORST_FIRST.stream()
                .filter(outcome -> findings.stream().anyMatch(f -> f.outcome() == outcome))
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void isJudgedAsTheSpecificationSays(SpecFixture fixture) {
        List<Finding> findings = fixture.findings();
        Outcome worst = worst(findings);
        assertThat(worst.code()).as("%s", findings).isEqualTo(fixture.outcome());
        for (String word : fixture.words()) {
            assertThat(findings)
                    .filteredOn(f -> f.outcome() == worst)
                    .as("'%s' in code, subject or values", word)
                    .anyMatch(f -> f.code().equals(word)
                            // The causes of it are codes of their own.
                            || (word.equals(Reason.NO_PERMISSION.code())
                                    && f.reason().filter(Reason::refusal).isPresent())
                            || f.subject().toString().contains(word)
                            || f.args().values().toString().contains(word));
        }
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void holdsTheValuesOfTheSpecificationWordForWord(SpecFixture fixture) {
        String collected = fixture.frames().stream()
                .map(frame -> text(frame.out()) + "\n" + text(frame.err()) + "\nrc="
                        + frame.status().orElse(-1) + "\n")
                .collect(Collectors.joining("\n"));
        assertThat(fixture.values())
                .isNotNull()
                .allSatisfy(value -> assertThat(collected).contains(value));
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Test
    void everyCheckHasFixturesAndOneOfThemPasses() {
        assertThat(ChecksUnderTest.all()).isNotEmpty().allSatisfy(check -> {
            List<SpecFixture> all = SpecFixture.of(check);
            assertThat(all).hasSizeGreaterThanOrEqualTo(2);
            assertThat(all).anyMatch(f -> f.outcome().equals("pass"));
        });
    }
}
