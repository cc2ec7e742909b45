package dev.preflight.node;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobTest {

    @ParameterizedTest
    @CsvSource({
        "web*, web1.example, true",
        "*, '', true",
        "'', '', true",
        "'', a, false",
        "w?b, web, true",
        "w?b, wb, false",
        "*b*b, abab, true",
        "*b*c, abab, false",
        "a*, ba, false",
        "?, \uD83D\uDE00, true",
    })
    void starsStandForAnyTextAndQuestionMarksForOneCharacter(String pattern, String name, boolean matches) {
        assertThat(Glob.of(pattern).matches(name)).isEqualTo(matches);
    }

    @Test
    void whatAQuestionMarkStandsForIsForTheCallerToSay() {
        assertThat(Glob.of("a?").matches("a*")).isTrue();
        assertThat(Glob.ofGlobs("a?").matches("a*")).isFalse();
        assertThat(Glob.ofStars("a?").matches("ab")).isFalse();
        assertThat(Glob.ofStars("*a?").matches("xa?")).isTrue();
    }

    @Test
    void aPatternOfManyStarsEnds() {
        assertThat(Glob.of("*a".repeat(100) + "b").matches("a".repeat(253))).isFalse();
    }
}
