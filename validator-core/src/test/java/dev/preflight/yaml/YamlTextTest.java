package dev.preflight.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.node.Node;
import dev.preflight.node.Node.ScalarType;
import dev.preflight.node.Place;
import dev.preflight.node.Problem;
import dev.preflight.node.Problems;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class YamlTextTest {
    private final Problems problems = new Problems();

    private Optional<Node> parse(String text) {
        return YamlText.parse("p.yaml", text, problems);
    }

    private List<String> messages() {
        return problems.all().stream().map(Problem::toString).toList();
    }

    @ParameterizedTest
    @CsvSource({
        "yes,STRING", "off,STRING", "0644,INTEGER", "1:30,STRING", "2026-01-31,STRING", "1_000,STRING", "-3,INTEGER",
        "0x1f,INTEGER", "1.5,DECIMAL", "1e3,DECIMAL", ".inf,DECIMAL", "26.1.3,STRING", "true,BOOLEAN", "~,NULL",
        "'''5''',STRING", "!!str 5,STRING", "! 5,STRING", "10MiB,STRING"
    })
    void typesScalarsByTheCoreSchema(String text, ScalarType type) {
        Node value = ((Node.Mapping) parse("k: " + text).orElseThrow()).get("k").orElseThrow();

        assertThat(((Node.Scalar) value).type()).isEqualTo(type);
        assertThat(problems.none()).isTrue();
    }

    @Test
    void keepsTextAndPlaces() {
        Node.Mapping root =
                (Node.Mapping) parse("a: 1\nb:\n  - 0644\n  - {c: \"x y\"}\n").orElseThrow();

        Node.Sequence b = (Node.Sequence) root.get("b").orElseThrow();
        assertThat(b.items().get(0)).isEqualTo(new Node.Scalar("0644", ScalarType.INTEGER, new Place("p.yaml", 3, 5)));
        Node.Mapping c = (Node.Mapping) b.items().get(1);
        assertThat(c.entries().get(0).keyPlace()).isEqualTo(new Place("p.yaml", 4, 6));
        assertThat(c.get("c").orElseThrow().place()).isEqualTo(new Place("p.yaml", 4, 9));
    }

    @Test
    void keepsKeysThatStandTwice() {
        Node.Mapping root = (Node.Mapping) parse("a: 1\na: 2\n").orElseThrow();

        assertThat(root.entries())
                .extracting(Node.Entry::keyPlace)
                .extracting(Place::line)
                .containsExactly(1, 2);
        assertThat(problems.none()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n\n", "# only a comment\n", "---\n", "\ufeff"})
    void anEmptyDocumentIsNoProblem(String text) {
        assertThat(parse(text)).isEmpty();
        assertThat(problems.none()).isTrue();
    }

    @Test
    void saysWhereTheSyntaxIsWrong() {
        assertThat(parse("a: 1\nb: c: d\n")).isEmpty();

        assertThat(problems.all()).hasSize(1);
        assertThat(problems.all().get(0).place()).isEqualTo(new Place("p.yaml", 2, 5));
        assertThat(messages().get(0)).contains("not valid YAML").doesNotContain("\n");
    }

    @Test
    void aTabGetsItsHint() {
        assertThat(parse("a:\n\tb: 1\n")).isEmpty();

        assertThat(messages().get(0)).startsWith("p.yaml:2:1: ").contains("indent with spaces");
    }

    @Test
    void refusesWhatSurprises() {
        parse("a: !!java.net.URL [x]\nb:\n  <<: {c: 1}\n? [x]\n: 1\nn: !!int abc\n~: 1\n");

        assertThat(messages())
                .containsExactly(
                        "p.yaml:1:4: the tag 'tag:yaml.org,2002:java.net.URL' is not allowed; remove it",
                        "p.yaml:3:3: merge keys ('<<') are not supported; write the entries out",
                        "p.yaml:4:3: a key must be text, found a list",
                        "p.yaml:6:4: tagged as a whole number, found 'abc'",
                        "p.yaml:7:1: a key must be text, found nothing");
    }

    @Test
    void refusesASecondDocument() {
        parse("a: 1\n---\nb: 2\n");

        assertThat(messages())
                .containsExactly(
                        "p.yaml:2:1: a second document begins here; a file holds one document; remove the '---'");
    }

    @Test
    void resolvesAliases() {
        Node.Mapping root = (Node.Mapping) parse("a: &x [1, 2]\nb: *x\n").orElseThrow();

        Node.Sequence b = (Node.Sequence) root.get("b").orElseThrow();
        assertThat(b.items()).hasSize(2);
        assertThat(b.place()).isEqualTo(new Place("p.yaml", 2, 4));
    }

    @Test
    void refusesAliasesThatLeadNowhere() {
        assertThat(parse("abc: &abc 1\nb: *abd\n")).isEmpty();
        assertThat(messages())
                .containsExactly("p.yaml:2:4: alias '*abd' has no anchor '&abd' before it; did you mean '*abc'?");
    }

    @Test
    void refusesAnAliasInsideWhatItNames() {
        assertThat(parse("a: &a [*a]\n")).isEmpty();
        assertThat(messages()).containsExactly("p.yaml:1:8: alias '*a' is used inside what it names");
    }

    @Test
    void anAliasBombEndsFastAndWithItsPlace() {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x, x]\n");
        for (int i = 1; i < 60; i++) {
            bomb.append("a%d: &a%d [*a%d, *a%d, *a%d]%n".formatted(i, i, i - 1, i - 1, i - 1));
        }
        // Followed to its end it would take for ever, and memory before that.
        assertThat(parse(bomb.toString())).isEmpty();
        assertThat(messages()).singleElement().asString().contains("aliases stand for more than 10000 values");
        assertThat(problems.all().get(0).place().line()).isBetween(5, 12);
    }

    @ParameterizedTest
    @CsvSource({"49,true", "50,true", "51,false"})
    void boundsTheDepth(int depth, boolean good) {
        assertThat(parse("[".repeat(depth) + "]".repeat(depth)).isPresent()).isEqualTo(good);
        assertThat(problems.none()).isEqualTo(good);
    }

    @Test
    void boundsTheDepthThatAliasesBuild() {
        StringBuilder chain = new StringBuilder("a0: &a0 [x]\n");
        for (int i = 1; i < 60; i++) {
            chain.append("a%d: &a%d [*a%d]%n".formatted(i, i, i - 1));
        }
        assertThat(parse(chain.toString())).isEmpty();
        assertThat(messages()).singleElement().asString().contains("nested deeper than 50 levels");
    }

    @Test
    void manyOpenBracketsEndFast() {
        assertThat(parse("[".repeat(1_000_000))).isEmpty();
    }

    @Test
    void refusesATextThatIsTooLong() {
        assertThat(parse("#".repeat(YamlText.MAX_CHARS))).isEmpty();
        assertThat(problems.none()).isTrue();
        assertThat(parse("#".repeat(YamlText.MAX_CHARS + 1))).isEmpty();
        assertThat(messages()).containsExactly("p.yaml:1:1: longer than 3145728 characters");
    }

    @Test
    void refusesControlCharactersWithTheirPlace() {
        assertThat(parse("a: 1\nb: \u001b[31m\n")).isEmpty();
        assertThat(messages())
                .containsExactly("p.yaml:2:4: not text: a character that YAML forbids, U+001B; save the file as UTF-8");
    }

    @Test
    void anEscapeForNoCharacterIsAProblem() {
        assertThat(parse("a: \"\\UFFFFFFFF\"\n")).isEmpty();
        assertThat(problems.none()).isFalse();
    }

    @Test
    void randomBytesNeverThrow() {
        Random random = new Random(42);
        String alphabet = " \n\t-:?[]{}&*!|>'\"%@`#,abc019.~<\\\r\u0085\u2028";
        int bad = 0;
        for (int run = 0; run < 20_000; run++) {
            byte[] bytes = new byte[random.nextInt(60)];
            random.nextBytes(bytes);
            StringBuilder words = new StringBuilder();
            for (byte b : bytes) {
                words.append(alphabet.charAt((b & 0xff) % alphabet.length()));
            }
            String text = run % 4 == 0 ? new String(bytes, StandardCharsets.ISO_8859_1) : words.toString();
            Problems found = new Problems();
            Optional<Node> node = YamlText.parse("r", text, found);
            bad += found.none() ? 0 : 1;
            assertThat(found.all())
                    .allMatch(p -> p.place().line() > 0 && p.place().column() > 0);
            assertThat(node.isPresent()
                            || !found.none()
                            || YamlText.parse("r", text + "\n", new Problems()).isEmpty())
                    .isTrue();
        }
        assertThat(bad).isGreaterThan(10_000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"rhel: >= 8.4, < 10", "rhel: [>= 8.4, < 10]", "{rhel: > 8}", "rhel: > 8"})
    void aComparisonWithoutQuotesIsHintedAt(String text) {
        assertThat(parse("a: 1\n" + text)).isEmpty();
        assertThat(messages())
                .singleElement()
                .asString()
                .startsWith("p.yaml:2:")
                .endsWith("put a value that begins with < or > in quotes: \">= 8.4, < 10\"");
    }
}
