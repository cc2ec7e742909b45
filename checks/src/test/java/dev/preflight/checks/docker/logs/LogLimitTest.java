package dev.preflight.checks.docker.logs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.checks.docker.logs.LogLimit.Kind;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LogLimitTest {
    @ParameterizedTest
    @CsvSource({
        "json-file, '', '', UNBOUNDED, 0",
        "json-file, '', 3, UNBOUNDED, 0",
        "json-file, 10m, '', BOUNDED, 10000000",
        "json-file, 10m, 3, BOUNDED, 30000000",
        "json-file, 100m, x, UNBOUNDED, 0",
        "json-file, 0, 3, UNBOUNDED, 0",
        "json-file, -1, 3, UNBOUNDED, 0",
        "local, '', '', BOUNDED, 104857600",
        "local, 10m, '', BOUNDED, 50000000",
        "local, '', 2, BOUNDED, 41943040",
        "k8s-file, 0B, '', UNBOUNDED, 0",
        "k8s-file, 10MB, '', BOUNDED, 10000000",
        "journald, '', '', JOURNAL, 0",
        "none, '', '', ELSEWHERE, 0",
        "syslog, '', '', ELSEWHERE, 0"
    })
    void driversAndOptionsGiveABound(String driver, String size, String files, Kind kind, long bytes) {
        Map<String, String> options = new HashMap<>();
        if (!size.isEmpty()) {
            options.put("max-size", size);
        }
        if (!files.isEmpty()) {
            options.put("max-file", files);
        }
        assertThat(LogLimit.of(driver, options)).isEqualTo(new LogLimit(kind, bytes));
    }

    @ParameterizedTest
    @CsvSource({
        "10, 10",
        "10b, 10",
        "10k, 10000",
        "10KB, 10000",
        "1.5m, 1500000",
        "10 MB, 10000000",
        "1g, 1000000000",
        "1t, 1000000000000"
    })
    void unitsArePowersOf1000(String text, long bytes) {
        assertThat(LogLimit.bytes(text)).isEqualTo(OptionalLong.of(bytes));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "m", "10x", "-1", "1,5m", "1.m", "9999999999999m", "999999999999p"})
    void whatIsNoSizeHasNone(String text) {
        assertThat(LogLimit.bytes(text)).isEmpty();
    }
}
