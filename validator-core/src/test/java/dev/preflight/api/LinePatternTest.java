package dev.preflight.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LinePatternTest {
    @Test
    void namedGroupsAreGiven() {
        var match = LinePattern.parse("dev (?<subject>\\S+)(?<other>,x)?")
                .find("error, dev sda")
                .orElseThrow();
        assertThat(match.group("subject")).contains("sda");
        assertThat(match.group("other")).isEmpty();
        assertThat(match.group("none")).isEmpty();
        assertThat(LinePattern.parse("dev \\d").find("error, dev sda")).isEmpty();
    }

    @Test
    void countsThatMultiplyToMillionsAreRefused() {
        assertThatThrownBy(() -> LinePattern.parse("(a{1,1000}){1,1000}"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a smaller regular expression");
    }

    @Test
    void nestedRepetitionsAreReadOnce() {
        String line = "a".repeat(1000) + "!";
        for (String nested : new String[] {"(.*a){30}x", "(a+)+$", "(a|a)*b", "(a*)*b", "(x+x+)+y"}) {
            assertThat(LinePattern.parse(nested).find(line)).as(nested).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a(?=b) | look-ahead | character 2",
                "a(?!b) | look-ahead | character 2",
                "(?<=a)b | look-behind | character 1",
                "(?<!a)b | look-behind | character 1",
                "(a)\\1 | back-reference | character 4",
                "(?<x>a)\\k<x> | back-reference | character 8",
                "a*+b | possessive | character 2",
                "a++b | possessive | character 2",
                "a{2}+b | possessive | character 4",
                "(?>a)b | atomic | character 1",
                "[a-z&&[^b]] | intersection | character 5"
            })
    void whatRe2LacksIsNamedWithItsPlaceAndWhatToWriteInstead(String pattern, String name, String place) {
        assertThatThrownBy(() -> LinePattern.parse(pattern))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(name)
                .hasMessageContaining(place)
                .hasMessageContaining("write");
    }

    @Test
    void whatOnlyLooksLikeItIsTaken() {
        assertThat(LinePattern.parse("a\\++").find("a+")).isPresent();
        assertThat(LinePattern.parse("[*+]x").find("+x")).isPresent();
        assertThat(LinePattern.parse("a&&b").find("a&&b")).isPresent();
        assertThat(LinePattern.parse("a(?<subject>b)").toString()).isEqualTo("a(?<subject>b)");
    }

    @Test
    void whatStandsBehindTheBoundOfALineIsNotSeen() {
        assertThat(LinePattern.parse("end").find("x".repeat(1021) + "end")).isPresent();
        assertThat(LinePattern.parse("end").find("x".repeat(1022) + "end")).isEmpty();
    }

    @Test
    void whatIsNoRegularExpressionOrMatchesAllIsRefused() {
        assertThatThrownBy(() -> LinePattern.parse("x(y"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("regular expression of RE2");
        assertThatThrownBy(() -> LinePattern.parse("x*"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("every line");
    }
}
