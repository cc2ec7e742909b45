package dev.preflight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** English in Java sources: the messages in string literals, and the comments. */
class PlainSourcesTest {
    private static final List<String> MODULES = List.of("validator-core", "rules", "checks", "installer-hook", "lab");

    /** Three words in a row; what has fewer is a name, a command or a pattern. */
    private static final Pattern PROSE = Pattern.compile("\\b[A-Za-z]+,? [a-z]+,? [a-z]+\\b");

    /** Names of keys and options in one text, which the code splits. */
    private static final Pattern LIST = Pattern.compile("(?!.*\\b(a|the|is|of|to)\\b)([a-z0-9]+ ){20,}[a-z0-9]+");

    private static List<Path> sources(String root) {
        List<Path> sources = new ArrayList<>();
        for (String module : MODULES) {
            Path folder = Path.of("..", module, root);
            if (!Files.isDirectory(folder)) {
                continue;
            }
            try (Stream<Path> files = Files.walk(folder)) {
                files.filter(file -> file.toString().endsWith(".java")).forEach(sources::add);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return sources;
    }

    private static JavaText read(Path source) {
        try {
            return JavaText.of(Files.readString(source));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<String> problems(
            Path source, List<JavaText.Piece> pieces, Function<String, List<String>> rules) {
        return pieces.stream()
                .flatMap(piece -> rules.apply(piece.text()).stream()
                        .map(problem -> source + ":" + piece.line() + ": " + problem));
    }

    private static List<String> ofLiteral(String text) {
        return PROSE.matcher(text).find() && !LIST.matcher(text).matches() ? PlainEnglish.problems(text) : List.of();
    }

    @Test
    void everyMessageInTheCodeIsPlain() {
        List<Path> sources = sources("src/main/java");
        assertThat(sources).hasSizeGreaterThan(400);
        assertThat(sources.stream()
                        .flatMap(source -> problems(source, read(source).literals(), PlainSourcesTest::ofLiteral)))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"src/main/java", "src/test/java"})
    void everyCommentIsPlain(String root) {
        assertThat(sources(root).stream()
                        .flatMap(source -> problems(source, read(source).comments(), PlainEnglish::commentProblems)))
                .isEmpty();
    }

    private static List<String> texts(List<JavaText.Piece> pieces) {
        return pieces.stream().map(JavaText.Piece::text).toList();
    }

    @Test
    void concatenatedLiteralsAreOneText() {
        assertThat(texts(JavaText.of("f(\"a \\\"b\\\" \" // \"no\"\n + \"c\");").literals()))
                .containsExactly("a \"b\" c");
        assertThat(texts(JavaText.of("f(\"a \" + g(1, h) + \" b\");").literals()))
                .containsExactly("a X b");
    }

    @Test
    void otherLiteralsAreTextsOfTheirOwn() {
        assertThat(texts(JavaText.of("f(\"a\" + x, y + \"b\"); c = '\"'; d = e ? \"f\" : \"g\";")
                        .literals()))
                .containsExactly("a", "b", "f", "g");
        assertThat(texts(JavaText.of("f = \"\"\"\n  a \"b\"\n  c\\\\d\n  \"\"\"; g(\"h\");")
                        .literals()))
                .containsExactly("  a \"b\"\n  c\\d\n  ", "h");
    }

    @Test
    void aCommentIsOneTextWithoutItsSigns() {
        assertThat(texts(JavaText.of("/**\n * A b\n * c.\n */\nint x; // d\n  // e\nString s = \"// no\"; /* f */")
                        .comments()))
                .containsExactly("A b c.", "d e", "f");
        assertThat(JavaText.of("int x;\n\n// a").comments()).containsExactly(new JavaText.Piece(3, "a"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Called by nobody.                    | the word 'nobody'
            One of ours.                         | the word 'ours'
            See specs section 2.                 | an unknown document: 'specs section 2.'
            At most 64 KiB (spec 8.1).           | an unknown document: 'spec 8.1'
            RFC 4253 section 4; {@code nobody} . |
            """)
    void whatIsNotPlainInACommentIsFound(String comment, String problem) {
        assertThat(PlainEnglish.commentProblems(comment)).isEqualTo(problem == null ? List.of() : List.of(problem));
    }

    @Test
    void onlyProseIsHeldToTheRules() {
        assertThat(ofLiteral("Nobody has answered this")).hasSize(1);
        assertThat(ofLiteral("nobody:x:65534")).isEmpty();
        assertThat(ofLiteral("word ".repeat(30) + "word")).isEmpty();
        assertThat(ofLiteral("the " + "word ".repeat(30) + "word")).hasSize(1);
    }
}
