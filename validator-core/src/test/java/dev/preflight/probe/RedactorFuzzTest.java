package dev.preflight.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.testing.Corpus;
import dev.preflight.testing.Fuzz;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag(Fuzz.TAG)
class RedactorFuzzTest {

    @Test
    void whatIsRedactedKeepsNoSecretAndGrowsLittle() {
        String secret = "correct horse";
        Redactor redactor = new Redactor(List.of(secret));
        Fuzz.of("redactor")
                .inputs(70_000)
                .seeds(
                        Corpus.texts(
                                "proxy=http://user:pa55@proxy.example:3128/\npassword=\"a\\\"b\" token: x\n",
                                "Authorization: Bearer abcdefghijklmnop==\nDB_PASSWORD=x PGPASSWORD='y z' --password q\n",
                                "{\"auths\":{\"r\":{\"auth\":\"dXNlcjpwYXNz\"}},\"identitytoken\":\"t\"}\nsaid "
                                        + secret + "\n",
                                "-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXk=\n-----END OPENSSH PRIVATE KEY-----\n",
                                "machine h login u password p\nh:5432:db:u:p\neyJhbGciOiJIUzI1NiJ9.e30.c2ln AKIAIOSFODNN7EXAMPLE\n"))
                .also(Corpus.texts(
                        "password=\"" + "a".repeat(64_000),
                        "password=\"" + "\\a".repeat(32_000),
                        "token: '" + "a".repeat(64_000),
                        "://" + ":".repeat(64_000),
                        "://a:".repeat(12_000),
                        "password=".repeat(7_000),
                        "\"auth\":\"".repeat(7_000),
                        "bearer ".repeat(9_000),
                        " ".repeat(64_000),
                        "\"".repeat(64_000),
                        "-----BEGIN PRIVATE KEY-----\n".repeat(2_000)))
                .words(
                        "password=",
                        "password=\"",
                        "://",
                        "://u:p@",
                        "token: '",
                        "\"auth\":\"",
                        "Bearer ",
                        secret,
                        "correct",
                        "horse")
                .words(
                        "AWS_SECRET_ACCESS_KEY=",
                        "-----BEGIN PRIVATE KEY-----",
                        "eyJ",
                        "machine ",
                        "--password ",
                        "\\\"",
                        "@")
                .run(input -> {
                    byte[] out = redactor.redact(input);
                    assertThat(new String(out, StandardCharsets.ISO_8859_1)).doesNotContain(secret);
                    assertThat(out.length).isLessThanOrEqualTo(4 * input.length + 16);
                });
    }
}
