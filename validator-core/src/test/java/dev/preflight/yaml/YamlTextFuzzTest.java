package dev.preflight.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.node.Problems;
import dev.preflight.testing.Corpus;
import dev.preflight.testing.Fuzz;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag(Fuzz.TAG)
class YamlTextFuzzTest {
    private static final String BOMB = """
            a: &a [1, 2, 3, 4, 5, 6, 7, 8, 9]
            b: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a]
            c: &c [*b, *b, *b, *b, *b, *b, *b, *b, *b]
            d: &d {x: *c, y: *c, z: *c}
            """;

    /** What grows with its length twice, or calls itself, each 64 KB or so. */
    private static List<byte[]> large() {
        String anchor = "a".repeat(32_000);
        return Corpus.texts(
                "[".repeat(64_000),
                "{".repeat(64_000),
                "- ".repeat(32_000),
                "? ".repeat(32_000),
                "&" + anchor + " x: *" + anchor + "b",
                "a: " + " ".repeat(64_000) + "b",
                "\"" + "\\".repeat(32_000),
                "x: |\n" + " \n".repeat(32_000),
                "*a\n".repeat(20_000),
                "[" + "a, ".repeat(20_000) + "]",
                "a: b\n".repeat(12_000),
                "# c\n".repeat(16_000),
                "%TAG ! x:\n".repeat(6_000),
                "&a ".repeat(20_000),
                "!".repeat(64_000));
    }

    @Test
    void anyTextIsADocumentOrAProblemOrEmpty() {
        Fuzz.of("yaml")
                .inputs(70_000)
                .seeds(Corpus.files(
                        Path.of("src/test/resources"), file -> file.toString().matches(".*\\.ya?ml")))
                .seeds(Corpus.files(
                        Path.of("../profiles/src/main/resources"),
                        file -> file.toString().endsWith(".yaml")))
                .seeds(Corpus.texts(
                        BOMB,
                        "? [a, b]\n: |2-\n  x\n   y\n",
                        "%YAML 1.2\n---\n!!str 'a''b': \"\\x41\\U0001F600\"\n...\n"))
                .also(large())
                .words("&a ", "*a", "<<: ", "!!int ", "!!binary ", "!<tag:yaml.org,2002:str> ", "|", ">-", "? ", "- ")
                .words("---\n", "...\n", "%TAG ! x:\n", "\\x", "\\UFFFFFFFF", "~", ": ", "!!map ", "'", "#")
                .run(input -> {
                    Problems problems = new Problems();
                    YamlText.parse("t", new String(input, StandardCharsets.UTF_8), problems);
                    problems.all()
                            .forEach(problem -> assertThat(problem.message()).isNotEmpty());
                });
    }
}
