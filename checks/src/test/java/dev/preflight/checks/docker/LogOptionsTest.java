package dev.preflight.checks.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LogOptionsTest {

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(delimiter = '|', textBlock = """
            json-file | max-size=100m max-file=3             |
            json-file | max-file=3                           |
            json-file | max-size=1                           |
            json-file | max-size=1.5g                        |
            json-file | max-size=10MiB                       |
            json-file | max-size=0                           | log-opt-value max-size
            json-file | max-size=-1                          | log-opt-value max-size
            json-file | max-size=100x                        | log-opt-value max-size
            json-file | max-file=1                           |
            json-file | max-file=0                           | log-opt-value max-file
            json-file | max-file=many                        | log-opt-value max-file
            json-file | compress=true max-size=1m max-file=2 |
            json-file | compress=true max-size=1m max-file=1 | log-opt-compress compress
            json-file | compress=true max-size=1m            | log-opt-compress compress
            json-file | compress=true max-file=2             | log-opt-compress compress
            json-file | compress=false                       |
            json-file | compress=yes                         | log-opt-value compress
            json-file | labels=a env=b tag=c mode=blocking   |
            json-file | mode=non-blocking max-buffer-size=4m |
            json-file | max-buffer-size=4m                   | log-opt-value max-buffer-size
            json-file | mode=fast                            | log-opt-value mode
            json-file | cache-disabled=true                  |
            json-file | syslog-address=x                     | log-opt syslog-address
            local     | compress=true                        |
            local     | max-file=2                           |
            local     | max-file=1                           | log-opt-compress compress
            local     | max-file=1 compress=false            |
            journald  | tag=a                                |
            journald  | max-size=1m                          | log-opt max-size
            syslog    | syslog-address=udp://a               |
            fluentd   | fluentd-async=true                   |
            none      | anything=goes                        |
            a-plugin  | anything=goes                        |
            """)
    void refusesWhatTheDriverRefuses(String driver, String options, String expected) {
        Map<String, String> given = new LinkedHashMap<>();
        for (String option : options.split(" ")) {
            given.put(option.substring(0, option.indexOf('=')), option.substring(option.indexOf('=') + 1));
        }
        assertThat(LogOptions.refusals(driver, given))
                .extracting(refusal -> refusal.code() + " " + refusal.option())
                .isEqualTo(expected == null ? java.util.List.of() : java.util.List.of(expected));
    }
}
