package dev.preflight.define;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.api.Arg;
import dev.preflight.define.value.Value;
import dev.preflight.node.Node;
import dev.preflight.node.Problem;
import dev.preflight.node.Problems;
import dev.preflight.yaml.YamlText;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What rows of checks take from the language of definitions: commands and matchers. */
class RowPartsTest {
    private static Node node(String yaml) {
        return YamlText.parse("row.yaml", yaml, new Problems()).orElseThrow();
    }

    private static List<String> mistakes(Problems problems) {
        return problems.all().stream().map(Problem::toString).toList();
    }

    private static Expected expected(String yaml) {
        Problems problems = new Problems();
        Optional<Expected> read = Expected.read("content", node(yaml), problems);
        assertThat(mistakes(problems)).isEmpty();
        return read.orElseThrow();
    }

    private static String said(Expected expected, String language) {
        return ((Arg.Words) expected.required()).in(language);
    }

    @Test
    void aCommandIsItsWords() {
        Problems problems = new Problems();
        assertThat(Argv.read("argv", node("[nft, --version]"), problems)
                        .orElseThrow()
                        .argv())
                .containsExactly("nft", "--version");
        assertThat(mistakes(problems)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[sh, -c, x]          | row.yaml:1:2: argv: 'sh' is a shell; name the program itself, and select with `as`",
                "[/usr/bin/sudo, id]  | row.yaml:1:2: argv: 'sudo' becomes another user; write `as_root: true` instead",
                "[systemctl, stop, x] | row.yaml:1:2: argv: 'systemctl stop' changes a host, and a check only reads",
                "['find', /, -delete] | row.yaml:1:2: argv: 'find ... -delete' changes a host, and a check only reads",
                "[python3, x.py]      | row.yaml:1:2: argv: 'python3' runs what its words say; name the program itself",
                "[rm, x]              | row.yaml:1:2: argv: 'rm' is known to change a host, and a check only reads",
                "nft --version        | row.yaml:1:1: argv: a command is a list of words, found text 'nft --version'; "
                        + "write [nft, --version]",
                "[]                   | row.yaml:1:1: argv: a command is a list of words, found a list",
                "['${x}', a]          | row.yaml:1:2: argv: the program of a command is written there",
                "[nft, '${x}']        | row.yaml:1:1: argv: there is no parameter 'x'",
                "[../nft]             | row.yaml:1:1: argv: a program is a name or a path that begins with /"
            })
    void aRefusedCommandIsRefusedAsInADefinition(String argv, String message) {
        Problems problems = new Problems();
        assertThat(Argv.read("argv", node(argv), problems)).isEmpty();
        assertThat(mistakes(problems)).hasSize(1).first().asString().startsWith(message);
    }

    @Test
    void aMatcherAloneIsOneOfTheText() {
        Expected contains = expected("{contains: yes}");
        assertThat(contains.test(new Value.Text("a yes b")).holds()).isTrue();
        assertThat(contains.test(new Value.Text("no")).holds()).isFalse();
        assertThat(contains.test(new Value.Absent()).holds()).isFalse();
        assertThat(said(contains, "en")).isEqualTo("contains yes");
        assertThat(said(contains, "zh")).isEqualTo("包含 yes");
    }

    @Test
    void valuesThatLookLikeGapsAreSaidAsTheyAre() {
        Expected gaps = expected("{one_of: ['{required-2}', '{required-1}']}");
        assertThat(said(gaps, "en")).isEqualTo("is one of {required-2}, {required-1}");
    }

    @Test
    void aFormHasItsMatchersInIs() {
        Expected fields = expected("{as: keyvalue, types: {max: size}, is: {max: {min: 1GiB}, kind: {eq: strict}}}");
        assertThat(said(fields, "en")).isEqualTo("max is at least 1GiB; kind is strict");
        Value row = new Value.Row(Map.of("max", new Value.Whole(1), "kind", new Value.Text("strict")));
        assertThat(fields.test(row).holds()).isFalse();
        assertThat(fields.found(row)).isEqualTo("max: 1");
    }

    @Test
    void ofALongTextTheBeginningIsShown() {
        Expected contains = expected("{contains: x}");
        assertThat(contains.found(new Value.Text("one line"))).isEqualTo("one line");
        assertThat(contains.found(new Value.Text("one\ntwo"))).isEqualTo("one ...");
        assertThat(contains.found(new Value.Text(" \n"))).isEqualTo("\"\"");
        assertThat(contains.found(new Value.Text("a".repeat(300)))).isEqualTo("a".repeat(200) + " ...");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{containz: a}                   | unknown matcher 'containz'; did you mean 'contains'?",
                "{min: 3}                        | `min` is for numbers",
                "{as: lines}                     | nothing is required of what is read; give 'is'",
                "{as: json, at: .a, min: 3}      | nothing is required of what is read",
                "{as: jsn, is: {a: 1}}           | as: unknown form 'jsn'",
                "{as: lines, skip: 1, is: {count: 1}} | 'skip' is no option of `as: lines`",
                "{contains: '${x}'}              | there is no parameter 'x'"
            })
    void aWrongMatcherIsRefusedAsInADefinition(String yaml, String message) {
        Problems problems = new Problems();
        assertThat(Expected.read("content", node(yaml), problems)).isEmpty();
        assertThat(mistakes(problems)).first().asString().contains(message);
    }
}
