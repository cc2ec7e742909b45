package dev.preflight.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.node.Problems;
import dev.preflight.testing.Corpus;
import dev.preflight.testing.Fuzz;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag(Fuzz.TAG)
class JsonTextFuzzTest {

    @Test
    void anyTextIsAValueOrAProblem() {
        Fuzz.of("json")
                .inputs(50_000)
                .seeds(Corpus.files(
                        Path.of("src/test/resources"), file -> file.toString().endsWith(".json")))
                .seeds(Corpus.texts("[1,-2.5e3,true,null,\"\\u00e9\\n\"]", "{\"a\":{\"b\":[{}]},\"a\":1}"))
                .also(Corpus.texts(
                        "[".repeat(64_000),
                        "{\"a\":".repeat(10_000),
                        "1".repeat(64_000),
                        "1e" + "9".repeat(900),
                        "\"" + "\\u0041".repeat(10_000) + "\"",
                        "[" + "1,".repeat(30_000) + "1]",
                        " ".repeat(64_000)))
                .words("\\u", "\\ud800", "null", "true", "1e400", "\"a\":", "/*", "NaN")
                .run(input -> {
                    Problems problems = new Problems();
                    boolean read = JsonText.parse("t", new String(input, StandardCharsets.UTF_8), problems)
                            .isPresent();
                    assertThat(read).isEqualTo(problems.none());
                });
    }
}
