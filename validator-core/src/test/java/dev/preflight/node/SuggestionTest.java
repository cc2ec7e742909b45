package dev.preflight.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SuggestionTest {
    private static final List<String> CHECKS = List.of(
            "umask-effective", "nic-mtu", "path-mtu", "same-os", "same-kernel", "same-architecture", "same-docker");

    @Test
    void aTypingErrorFindsItsWord() {
        assertThat(Suggestion.hint("umask-efective", CHECKS)).isEqualTo("did you mean 'umask-effective'?");
    }

    @Test
    void aPieceFindsTheFewWordsThatHaveIt() {
        assertThat(Suggestion.hint("umask", CHECKS)).isEqualTo("did you mean 'umask-effective'?");
        assertThat(Suggestion.hint("MTU", CHECKS)).isEqualTo("did you mean 'nic-mtu' or 'path-mtu'?");
    }

    @Test
    void aPieceOfManyWordsOrOfTwoLettersFindsNone() {
        assertThat(Suggestion.hint("same", CHECKS)).startsWith("valid here: nic-mtu, ");
        assertThat(Suggestion.hint("os", CHECKS)).startsWith("valid here: ");
    }

    @Test
    void aLongListEndsAfterAWholeWordAndSaysHowManyMore() {
        List<String> many = IntStream.range(100, 400).mapToObj(i -> "word-" + i).toList();
        assertThat(Suggestion.hint("xyz", many))
                .startsWith("valid here: word-100, word-101, ")
                .matches(".*, word-\\d+, and \\d+ more")
                .hasSizeLessThan(330);
    }
}
