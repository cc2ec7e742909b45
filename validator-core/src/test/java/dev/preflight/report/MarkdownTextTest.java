package dev.preflight.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.commonmark.ext.gfm.tables.TableCell;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Node;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MarkdownTextTest {
    private static final List<String> PIECES = List.of(
            "`",
            "``",
            "|",
            "\\",
            "*",
            "_",
            "**",
            "<b>",
            "</td>",
            "&amp;",
            "&#64;",
            "[x](y)",
            "![i](u)",
            "<!--",
            "]",
            " ",
            "#",
            "# ",
            "- ",
            "+ ",
            "1. ",
            "12) ",
            "=",
            "---",
            "~~",
            "~~~",
            "```sh",
            "> ",
            "$x$",
            "@root",
            "http://e/|`",
            "www.e",
            "a",
            "中",
            "：",
            "!",
            "(",
            ")",
            ":",
            "\"",
            "'",
            "{",
            "}",
            "^",
            "%",
            "#12",
            "\t");

    static Stream<String> hostile() {
        Random random = new Random(7);
        Stream<String> mixed = Stream.generate(() -> {
                    StringBuilder text = new StringBuilder();
                    random.ints(1 + random.nextInt(9), 0, PIECES.size()).forEach(i -> text.append(PIECES.get(i)));
                    return text.toString();
                })
                .limit(3000);
        return Stream.concat(
                Stream.concat(PIECES.stream(), mixed).filter(text -> !text.isBlank()),
                Stream.of(
                        "<script>alert(1)</script>",
                        "a | b \\| c \\\\| d",
                        "`| @x`|",
                        "[a]: http://evil.example",
                        "    four blanks",
                        "root@web1:/opt`id`",
                        "see https://evil.example/?a=b&c|d and www.evil.example",
                        "| --- | --- |"));
    }

    /** As the text is read: blanks between words count as one. */
    private static String read(String text) {
        return text.replaceAll("\\s+", " ").strip();
    }

    @Test
    void hostileTextIsTextEverywhere() {
        hostile().forEach(text -> {
            for (String block :
                    List.of("## %s\n", "- **%s**\n", "- **on** %s\n", "!%s\n", "!- %s\n", "!a\n\n- b\n\n  %s\n")) {
                String markdown = block.startsWith("!")
                        ? block.substring(1).formatted(MarkdownText.block(text))
                        : block.formatted(MarkdownText.of(text));
                Node document = Rendered.parse(markdown);
                assertThat(Rendered.markup(document)).as(text).isEmpty();
                assertThat(Rendered.text(document)).as(block + text).endsWith(read(text));
            }
        });
    }

    @Test
    void hostileTextIsOneCell() {
        hostile().forEach(text -> {
            String row = "| " + MarkdownText.cell(text) + " | b |\n";
            Node document = Rendered.parse("| x | y |\n| --- | --- |\n" + row);
            List<TableCell> cells = Rendered.all(document, TableCell.class);
            assertThat(cells).as(row).hasSize(4);
            assertThat(Rendered.text(cells.get(2))).as(row).isEqualTo(read(text));
            assertThat(Rendered.text(cells.get(3))).isEqualTo("b");
            assertThat(Rendered.markup(document)).as(row).isEmpty();
        });
    }

    static List<String> commands() {
        return List.of(
                "cat <<'E'\n```\n</code>\n````\nE",
                "echo `id`",
                "```",
                "~~~\n- a",
                "  indented\n\n# no heading",
                "echo '|'");
    }

    @ParameterizedTest
    @MethodSource("commands")
    void commandsAreOneBlockOfCode(String commands) {
        for (String indent : List.of("", "  ", "    ")) {
            String above = indent.isEmpty() ? "" : "- a\n" + (indent.length() > 2 ? "  - b\n" : "");
            Node document = Rendered.parse(above + "\n" + MarkdownText.code(indent, "sh", commands) + "\n");
            assertThat(Rendered.all(document, FencedCodeBlock.class))
                    .extracting(FencedCodeBlock::getLiteral)
                    .containsExactly(commands + "\n");
        }
    }

    @Test
    void whatLinksOrCallsIsCode() {
        assertThat(MarkdownText.of("by root@web1, see http://a.b/ or WWW.a.b; #12 and # 12"))
                .isEqualTo("by `root@web1`, see `http://a.b/` or `WWW.a.b`; `#12` and \\# 12");
        assertThat(MarkdownText.of("(see @root).")).isEqualTo("(see `@root`).");
        assertThat(MarkdownText.block("1. a_b _c_ 2. -c")).isEqualTo("1\\. a_b \\_c\\_ 2. -c");
        assertThat(MarkdownText.of("10.0.0.1 > -c")).isEqualTo("10.0.0.1 > -c");
        assertThat(MarkdownText.of("由root@web1说")).isEqualTo("由`root@web1`说");
    }
}
