package dev.preflight.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.testing.Commands;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShellWordsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "pass show 'my hosts/x'",
                "a\\ b \"c d\"e'f g'",
                "\"a\\\"b\\\\c\\$d\\e\"",
                "''",
                " x  '' \"\" ",
                "a'b\"c'\"d'e\"",
                "a\\'b",
                "\"a'b\" 'a\"b' a\\\\b"
            })
    void theWordsAreThoseOfASh(String text) {
        assertThat(ShellWords.of(text)).hasValue(ofShell(text));
    }

    /** Pieces in any order, without what a shell expands. */
    @Test
    void theWordsAreThoseOfAShForAnyText() {
        Random random = new Random(7);
        String[] pieces = {"a", "b c", "'", "\"", "\\\\", "\\'", "\\\"", " ", "x%n", "/d-e"};
        List<String> texts = new ArrayList<>();
        while (texts.size() < 60) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(8); i >= 0; i--) {
                text.append(pieces[random.nextInt(pieces.length)]);
            }
            Optional<List<String>> words = ShellWords.of(text.toString());
            if (words.isPresent()) {
                texts.add(text.toString());
                assertThat(words.get()).as(text.toString()).isEqualTo(ofShell(text.toString()));
            }
        }
    }

    private static List<String> ofShell(String text) {
        String out = Commands.run("", "sh", "-c", "set -f; for w in " + text + "; do printf '<%s>\\n' \"$w\"; done");
        return out.lines().map(line -> line.substring(1, line.length() - 1)).toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"'a", "\"a", "a\\", "\"a\\"})
    void aQuoteThatIsNotClosedGivesNone(String text) {
        assertThat(ShellWords.of(text)).isEmpty();
    }

    @Test
    void nothingIsExpanded() {
        assertThat(ShellWords.of("echo $HOME `id` * ; rm | x > y"))
                .hasValue(List.of("echo", "$HOME", "`id`", "*", ";", "rm", "|", "x", ">", "y"));
        assertThat(ShellWords.of("  ")).hasValue(List.of());
    }
}
