package dev.preflight.checks.docker.daemonjson;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.json.JsonText;
import dev.preflight.node.Problems;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DaemonJsonTextTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
            {~  "debug": true,~}         | trailing-comma 2:16 ,
            {"a": [1, 2, ]}              | trailing-comma 1:12 ,
            {~/* x */}                   | comment 2:1 /
            {"a": /x/}                   | syntax 1:7 /
            {"a" 1}                      | syntax 1:6 1
            {a: 1}                       | syntax 1:2 a
            {"a": 01}                    | syntax 1:8 1
            {"a": 1.}                    | syntax 1:8 .
            {"a": "\\x"}                 | syntax 1:9 x
            {"a": "b~"}                  | syntax 1:9 U+000A
            {"a": nul                    | unfinished 1:10
            {,}                          | syntax 1:2 ,
            """)
    void namesTheFirstFaultAndItsPlace(String text, String expected) {
        var fault = of(text.strip().replace('~', '\n')).fault().orElseThrow();
        assertThat((fault.code() + " " + fault.line() + ":" + fault.column() + " " + fault.found()).strip())
                .isEqualTo(expected.strip());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{}", "[]", "null", "-0", "1.5e-3", "\"\\u00e9\\n\"", " {\"a\": [true, false, null, {}]} \n"})
    void acceptsWhatIsJson(String text) {
        DaemonJsonText read = of(text);
        assertThat(read.fault()).isEmpty();
        assertThat(read.trailing()).isEmpty();
        assertThat(read.value()).isPresent();
    }

    @Test
    void tellsWhatFollowsTheValue() {
        var trailing = of("{}\n {\"debug\": true}").trailing().orElseThrow();
        assertThat(trailing.line()).isEqualTo(2);
        assertThat(trailing.column()).isEqualTo(2);
        assertThat(trailing.found()).isEqualTo("{\"debug\": true}");
    }

    @Test
    void readsAsDeepAsTheJsonReaderAndNoDeeper() {
        int deep = JsonText.MAX_DEPTH;
        assertThat(of("[".repeat(deep) + "]".repeat(deep)).fault()).isEmpty();
        assertThat(of("[".repeat(deep + 1) + "]".repeat(deep + 1))
                        .fault()
                        .orElseThrow()
                        .code())
                .isEqualTo("too-deep");
        assertThat(of("[".repeat(64 * 1024)).fault()).isPresent();
    }

    @Test
    void agreesWithTheJsonReaderOnDamagedTexts() {
        String good = "{\"a\": [1, -2.5e3, \"x\\u0041\"], \"b\": {\"c\": null, \"d\": false}}";
        Random random = new Random(7);
        int refused = 0;
        for (int i = 0; i < 3000; i++) {
            StringBuilder damaged = new StringBuilder(good);
            int at = random.nextInt(good.length());
            damaged.setCharAt(at, "{}[],:\"\\ 0e.-tx".charAt(random.nextInt(15)));
            DaemonJsonText read = of(damaged.toString());
            boolean ours = read.fault().isEmpty() && read.trailing().isEmpty();
            boolean theirs =
                    JsonText.parse("f", damaged.toString(), new Problems()).isPresent();
            assertThat(ours).as(damaged.toString()).isEqualTo(theirs);
            refused += ours ? 0 : 1;
        }
        assertThat(refused).isBetween(1000, 2999);
    }

    private static DaemonJsonText of(String text) {
        return DaemonJsonText.of(text.getBytes(StandardCharsets.UTF_8));
    }
}
