package dev.preflight.checks.logs;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogGlobTest {

    @ParameterizedTest
    @CsvSource({
        "/var/log/app/*, /var/log/app/*.log, true",
        "/var/log/app/*.log, /var/log/app/*, false",
        "/var/log/*, /var/log/app/x.log, false",
        "/var/log/a?.log, /var/log/ab.log, true",
        "/var/log/a?.log, /var/log/a*.log, false",
        "/var/log/a?.log, /var/log/a.log, false",
        "/var/log/*/x.log, /var/log/app/x.log, true",
        "/var/log/x.log, /var/log/x.log, true",
    })
    void aRuleCoversWhatItNamesAllOf(String rule, String wanted, boolean covers) {
        assertThat(LogGlob.covers(rule, wanted)).isEqualTo(covers);
    }

    /** As a pattern of the JDK this rule was tried in more ways than there are seconds in a year. */
    @Test
    void aHostsRuleOfManyStarsEnds() {
        String rule = "/var/log/" + "*a".repeat(30_000) + "b";
        assertThat(LogGlob.covers(rule, "/var/log/" + "a".repeat(200))).isFalse();
    }
}
