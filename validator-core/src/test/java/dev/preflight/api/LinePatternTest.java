package dev.preflight.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class LinePatternTest {
    @Test
    void namedGroupsAreGiven() throws Exception {
        var match = LinePattern.parse("dev (?<subject>\\S+)(?<other>,x)?")
                .find("error, dev sda")
                .orElseThrow();
        assertThat(match.group("subject")).contains("sda");
        assertThat(match.group("other")).isEmpty();
        assertThat(match.group("none")).isEmpty();
        assertThat(LinePattern.parse("dev \\d").find("error, dev sda")).isEmpty();
    }

    @Test
    void aPatternThatWouldTryForEverIsEndedAndSaysSo() {
        String line = "a".repeat(500) + "!";
        // Newer JDKs see through (a+)+$ themselves; these they do not.
        for (String nested : new String[] {"(.*a){30}x", "(a*)*\\1b"}) {
            LinePattern pattern = LinePattern.parse(nested);
            assertThatThrownBy(() -> pattern.find(line))
                    .as(nested)
                    .isInstanceOf(LinePattern.TooCostly.class)
                    .hasMessageContaining(nested);
        }
    }

    @Test
    void whatStandsBehindTheBoundOfALineIsNotSeen() throws Exception {
        assertThat(LinePattern.parse("end").find("x".repeat(1021) + "end")).isPresent();
        assertThat(LinePattern.parse("end").find("x".repeat(1022) + "end")).isEmpty();
    }

    @Test
    void whatIsNoRegularExpressionOrMatchesAllIsRefused() {
        assertThatThrownBy(() -> LinePattern.parse("x(y"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at its character");
        assertThatThrownBy(() -> LinePattern.parse("x*"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("every line");
    }
}
