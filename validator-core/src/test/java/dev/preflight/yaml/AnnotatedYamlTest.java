package dev.preflight.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.node.Columns;
import dev.preflight.node.Node;
import dev.preflight.node.Node.ScalarType;
import dev.preflight.node.Place;
import dev.preflight.node.Problems;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnnotatedYamlTest {
    private static final Place NOWHERE = Place.of("test");

    private static Node.Mapping parse(String text) {
        Problems problems = new Problems();
        Node document = YamlText.parse("p", text, problems).orElseThrow();
        assertThat(problems.all()).isEmpty();
        return (Node.Mapping) document;
    }

    private static String annotated(Node.Mapping document) {
        return AnnotatedYaml.text(document, node -> "line " + node.place().line());
    }

    /** The nodes without their places. */
    private static String plain(Node.Mapping document) {
        return YamlOut.text(document);
    }

    @Test
    void everyValueAndEveryListHasItsCommentOnItsLine() {
        assertThat(annotated(parse("""
                        name: it
                        checks:
                          a: {}
                          b:
                            params: {list: [1, "x"], text: "true", size: 10MiB, day: "2027-01-31"}
                        waivers:
                        - {check: a, hosts: [h1]}
                        - {check: b, hosts: []}
                        """))).isEqualTo("""
                        name: it                                # line 1

                        checks:
                          a: {}                                 # line 3
                          b:
                            params:
                              list: [1, x]                      # line 5
                              text: "true"                      # line 5
                              size: 10MiB                       # line 5
                              day: "2027-01-31"                 # line 5

                        waivers:
                          - check: a                            # line 7
                            hosts: [h1]                         # line 7
                          - check: b                            # line 8
                            hosts: []                           # line 8
                        """);
    }

    @Test
    void aLongListHasALineForEachItem() {
        String item = "x".repeat(30);
        Node.Mapping document = parse("list: [" + item + ", " + item + ", " + item + "]");
        assertThat(annotated(document)).startsWith("list:   ").contains("# line 1\n  - " + item + "\n  - " + item);
        assertThat(plain(parse(annotated(document)))).isEqualTo(plain(document));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a long text without any mark ",
                "a text: with 'quotes' - and a dash, # a mark and a back\\ slash ",
                "two  spaces and\nlines and - a dash ",
                "供应商 的 主机 "
            })
    void aLongTextGoesOnBelow(String text) {
        Node.Scalar value = new Node.Scalar(text.repeat(9).strip(), ScalarType.STRING, NOWHERE);
        Node.Sequence list = new Node.Sequence(List.of(value, value), NOWHERE);
        Node.Mapping row = new Node.Mapping(List.of(new Node.Entry("k", NOWHERE, value)), NOWHERE);
        Node.Sequence nested = new Node.Sequence(List.of(new Node.Sequence(List.of(row), NOWHERE), row), NOWHERE);
        Node.Mapping document = new Node.Mapping(
                List.of(
                        new Node.Entry("one", NOWHERE, value),
                        new Node.Entry("list", NOWHERE, list),
                        new Node.Entry("nested", NOWHERE, nested)),
                NOWHERE);
        String shown = annotated(document);
        assertThat(shown.lines().filter(line -> Columns.width(line) > 80)).isEmpty();
        assertThat(shown).startsWith("# line 0\none: ");
        assertThat(plain(parse(shown))).isEqualTo(plain(document));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "yes",
                "off",
                "null",
                "~",
                "",
                " x ",
                "0640",
                "1e3",
                "0o17",
                "1_000",
                "1:30",
                ".5",
                "-",
                "- a",
                "a - b",
                "a: b",
                "a #b",
                "#b",
                "[a]",
                "{a}",
                "a, b",
                "*a",
                "&a",
                "!a",
                "%a",
                "@a",
                "`a",
                "'a'",
                "\"a\"",
                "a\nb",
                "\ta",
                "a\\b",
                "2027-01-31",
                "26.1.3",
                "10m",
                "/data",
                "a/b c",
                "$${x}",
                "供应商",
                "\u202e\u2028\u0085",
                "\ud83d\ude00",
                "\udb40\udc01",
                "---",
                "...",
                "a  b",
                "a ",
                "<<",
                "=",
                "y",
                "N"
            })
    void everyTextIsReadBackAsItIs(String text) {
        Node.Scalar value = new Node.Scalar(text, ScalarType.STRING, NOWHERE);
        Node.Mapping row =
                new Node.Mapping(List.of(new Node.Entry(text.isEmpty() ? "k" : text, NOWHERE, value)), NOWHERE);
        Node.Sequence list = new Node.Sequence(List.of(value, value), NOWHERE);
        Node.Sequence nested = new Node.Sequence(List.of(list, row, new Node.Mapping(List.of(), NOWHERE)), NOWHERE);
        Node.Mapping document = new Node.Mapping(
                List.of(
                        new Node.Entry("one", NOWHERE, value),
                        new Node.Entry("list", NOWHERE, list),
                        new Node.Entry("nested", NOWHERE, nested)),
                NOWHERE);
        assertThat(plain(parse(annotated(document)))).isEqualTo(plain(document));
        assertThat(annotated(document)).doesNotContain("\u202e", "\udb40\udc01");
    }

    @Test
    void aCommentCannotEndItsLine() {
        Node.Mapping document = parse("a: 1");
        String text = AnnotatedYaml.text(document, node -> "x\ny: 2\u2028\u202e\u0085\rz");
        assertThat(text.lines()).hasSize(1);
        assertThat(plain(parse(text))).isEqualTo(plain(document));
        assertThat(text).doesNotContain("\u202e");
    }
}
