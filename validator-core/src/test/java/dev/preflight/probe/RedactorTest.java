package dev.preflight.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedactorTest {
    private static String redact(String text) {
        byte[] masked = new Redactor(List.of("geheim ü")).redact(text.getBytes(StandardCharsets.UTF_8));
        return new String(masked, StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "HTTPS_PROXY=http://bob:s3cret@proxy:8080 | HTTPS_PROXY=http://***@proxy:8080",
                "{\"auth\": \"Ym9iOnMz\"} | {\"auth\": \"***\"}",
                "{\"password\":\"a\\\"b\",\"x\":1} | {\"password\":\"***\",\"x\":1}",
                "password = hunter2 | password = ***",
                "token: abc.def | token: ***",
                "Authorization: Bearer abcdefghijkl | Authorization: Bearer ***",
                "it is geheim ü here | it is *** here",
                "http://bob:s3cr | http://***"
            })
    void credentialsAreMasked(String text, String masked) {
        assertThat(redact(text)).isEqualTo(masked);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"authorization-plugins\": [\"a\"]}",
                "ops ALL=(ALL) NOPASSWD: ALL",
                "{\"hosts\": [\"tcp://0.0.0.0:2375\"]}",
                "{\"token\": {\"a\": 1}}",
                "https://mirror.example.com/a:b@c",
                "umask 0027 # fall back"
            })
    void whatIsNoCredentialStaysAsItIs(String text) {
        assertThat(redact(text)).isEqualTo(text);
    }

    @Test
    void bytesThatAreNoTextStayAsTheyAre() {
        byte[] bytes = new byte[256];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) i;
        }
        assertThat(new Redactor(List.of()).redact(bytes)).isEqualTo(bytes);
    }

    @Test
    void aSecretThatIsLearnedIsMaskedFromThenOn() {
        Redactor redactor = new Redactor(List.of("before-1"));
        byte[] text = "x before-1 typed-now y".getBytes(StandardCharsets.UTF_8);
        assertThat(new String(redactor.redact(text), StandardCharsets.UTF_8)).contains("typed-now");
        redactor.learn("typed-now");
        assertThat(new String(redactor.redact(text), StandardCharsets.UTF_8))
                .doesNotContain("typed-now", "before-1")
                .startsWith("x ")
                .endsWith(" y");
    }
}
