package dev.preflight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.api.Catalogue;
import dev.preflight.api.Check;
import dev.preflight.report.Texts;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** English texts that users read: short sentences, plain words, and no blame. */
class PlainEnglishTest {
    private static Map<String, String> texts(Class<?> owner, String base) throws IOException {
        String name = base + "_en.properties";
        Properties texts = new Properties();
        try (InputStream in = owner.getResourceAsStream(name)) {
            assertThat(in).as(name).isNotNull();
            texts.load(new InputStreamReader(in, StandardCharsets.UTF_8));
        }
        Map<String, String> byKey = new TreeMap<>();
        texts.forEach((key, text) -> byKey.put(name + " " + key, text.toString()));
        // Commands are shell, not English.
        byKey.keySet().removeIf(key -> key.endsWith(".command") || key.endsWith(".undo"));
        return byKey;
    }

    @Test
    void everyTextOfFindingsAndPagesIsPlain() throws IOException {
        Map<String, String> all = new TreeMap<>();
        for (String base : List.of("reasons", "reach", "page")) {
            all.putAll(texts(Texts.class, base));
        }
        for (Check<?> check : Catalogue.load().checks().values()) {
            all.putAll(texts(check.getClass(), check.spec().id()));
        }
        Stream<String> problems = all.entrySet().stream()
                .flatMap(e -> PlainEnglish.problems(e.getValue()).stream().map(p -> e.getKey() + ": " + p));
        assertThat(all).hasSizeGreaterThan(500);
        assertThat(problems).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"run", "lint", "judge", "diff", "history", "explain", "checks", "profiles", "profiles show", "hook"})
    void everyHelpIsPlain(String command) {
        // The usage line and the lists of options are no sentences.
        Command own = Command.run((command + " --help").split(" "));
        assertThat(own.exit()).isZero();
        String help = own.out() + Command.run("--help").out();
        assertThat(PlainEnglish.wordProblems(help)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Nobody reads it.             | the word 'Nobody'
            You should not do that.      | the second person: 'You should'
            The reply of the host is ok. |
            """)
    void whatIsNotPlainIsFound(String text, String problem) {
        assertThat(PlainEnglish.problems(text)).isEqualTo(problem == null ? List.of() : List.of(problem));
    }

    @Test
    void aSentenceHasAnEnd() {
        assertThat(PlainEnglish.problems("word ".repeat(31))).hasSize(1);
        assertThat(PlainEnglish.problems("word ".repeat(20) + "end. " + "word ".repeat(20)))
                .isEmpty();
    }
}
