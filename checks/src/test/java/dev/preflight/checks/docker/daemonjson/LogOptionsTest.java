package dev.preflight.checks.docker.daemonjson;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.api.Outcome;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the log drivers refuse, by every release from 20.10 on. */
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
        StringJoiner json = new StringJoiner(", ", "{\"log-driver\": \"" + driver + "\", \"log-opts\": {", "}}");
        for (String option : options.split(" ")) {
            json.add("\"" + option.replace("=", "\": \"") + "\"");
        }
        for (String version : List.of("20.10.24", "28.5.2")) {
            assertThat(DaemonJson.holding(json.toString())
                            .version(version)
                            .engine(Optional.of(false), List.of("a-plugin"), Map.of())
                            .judged())
                    .filteredOn(judgement -> judgement.outcome() == Outcome.FAIL)
                    .extracting(judgement ->
                            judgement.code() + " " + judgement.subject().name().replace("log-opts.", ""))
                    .isEqualTo(expected == null ? List.of() : List.of(expected));
        }
    }
}
