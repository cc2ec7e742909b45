package dev.preflight.json;

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

class JsonTextTest {
    private final Problems problems = new Problems();

    private Optional<Node> parse(String text) {
        return JsonText.parse("r.json", text, problems);
    }

    private List<String> messages() {
        return problems.all().stream().map(Problem::toString).toList();
    }

    @Test
    void readsValuesWithPlacesAndKeepsKeysThatStandTwice() {
        Node.Mapping root = (Node.Mapping)
                parse("{\"a\": [1, 2.5, true, null],\n  \"a\": \"x\\ny\"}").orElseThrow();

        assertThat(problems.none()).isTrue();
        assertThat(root.entries())
                .extracting(Node.Entry::keyPlace)
                .containsExactly(new Place("r.json", 1, 2), new Place("r.json", 2, 3));
        assertThat(root.entries().get(1).value())
                .isEqualTo(new Node.Scalar("x\ny", ScalarType.STRING, new Place("r.json", 2, 8)));
        assertThat(((Node.Sequence) root.get("a").orElseThrow()).items())
                .extracting(n -> ((Node.Scalar) n).type())
                .containsExactly(ScalarType.INTEGER, ScalarType.DECIMAL, ScalarType.BOOLEAN, ScalarType.NULL);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "{\"a\":1,}",
                "[1,]",
                "{'a':1}",
                "{a:1}",
                "01",
                "+1",
                ".5",
                "NaN",
                "nul",
                "\"\t\"",
                "1 2",
                "{} x",
                "// c\n1",
                "\"abc",
                "\u0000",
                "[1] ,",
                "{\"a\" 1}"
            })
    void refusesWhatTheStandardRefuses(String text) {
        assertThat(parse(text)).isEmpty();
        assertThat(problems.all()).hasSize(1);
        assertThat(problems.all().get(0).place().line()).isPositive();
        assertThat(messages().get(0)).doesNotContain("\n").doesNotContain("Source");
    }

    @Test
    void saysWhere() {
        parse("{\"a\": 1,\n \"b\": tru}");

        assertThat(messages().get(0)).startsWith("r.json:2:").contains("not valid JSON");
    }

    @ParameterizedTest
    @CsvSource({"49,true", "50,true", "51,false"})
    void boundsTheDepth(int depth, boolean good) {
        assertThat(parse("[".repeat(depth) + "]".repeat(depth)).isPresent()).isEqualTo(good);
        assertThat(problems.none()).isEqualTo(good);
    }

    @Test
    void randomTextNeverThrows() {
        Random random = new Random(7);
        String alphabet = "{}[]:,\"\\u0aeftrn -+.1\n";
        for (int run = 0; run < 20_000; run++) {
            byte[] bytes = new byte[random.nextInt(40)];
            random.nextBytes(bytes);
            StringBuilder words = new StringBuilder();
            for (byte b : bytes) {
                words.append(alphabet.charAt((b & 0xff) % alphabet.length()));
            }
            String text = run % 4 == 0 ? new String(bytes, StandardCharsets.ISO_8859_1) : words.toString();
            Problems found = new Problems();
            assertThat(JsonText.parse("r", text, found).isPresent()).isEqualTo(found.none());
        }
    }
}
