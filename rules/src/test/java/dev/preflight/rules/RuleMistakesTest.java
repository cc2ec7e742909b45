package dev.preflight.rules;

import static dev.preflight.rules.Ruled.listOf;
import static dev.preflight.rules.Ruled.openRowOf;
import static dev.preflight.rules.Ruled.rowOf;
import static dev.preflight.rules.Ruled.rule;
import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.define.rule.CompiledRule.Mistake;
import dev.preflight.define.value.ValueType.Simple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RuleMistakesTest {
    private static Ruled typed(String expression) {
        return rule(expression)
                .with(
                        "memory",
                        rowOf(
                                "available",
                                Simple.SIZE,
                                "nominal",
                                Simple.SIZE,
                                "numa_nodes",
                                Simple.INT,
                                "swap",
                                Simple.SIZE,
                                "total",
                                Simple.SIZE))
                .with("maps", Simple.INT)
                .with("load", Simple.NUMBER)
                .with("own", Simple.TEXT)
                .with("v", Simple.VERSION)
                .with("ok", Simple.BOOL)
                .with("end", Simple.DATE)
                .with("words", listOf(Simple.TEXT))
                .with("disks", listOf(rowOf("size", Simple.SIZE, "unused", Simple.BOOL)))
                .with("conf", openRowOf("path", Simple.TEXT))
                .with("my-read", Simple.INT);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "maps > 1 && memory.totl > 3 | 19 | 'memory' has no field 'totl'; did you mean 'total'? It has: available, nominal, numa_nodes, swap, total",
                "memory . totl > 3 | 9 | 'memory' has no field 'totl'; did you mean 'total'? It has: available, nominal, numa_nodes, swap, total",
                "disks.all(d, d.siz > 1) | 15 | 'd' has no field 'siz'; did you mean 'size'? It has: size, unused",
                "disks[0].siz > 1 | 9 | the row has no field 'siz'; did you mean 'size'? It has: size, unused",
                "maps < own | 5 | whole number < text; convert with int(...)",
                "maps + own == 'x' | 5 | whole number + text; convert with string(...)",
                "maps < load | 5 | whole number < number; convert with double(...)",
                "load >= own | 5 | number >= text; convert with double(...)",
                "maps * 1.5 > 3.0 | 5 | whole number * number; convert with double(...)",
                "maps == 1.0 | 5 | whole number == number; convert with double(...)",
                "own < '3' | 4 | text < text; text has no order; compare numbers with int(...), versions with vercmp(a, b)",
                "v >= '1.2' | 2 | version >= text; compare versions with vercmp(a, b), as in vercmp(a, '1.10') >= 0",
                "v == v | 2 | compare versions with vercmp(a, b), as in vercmp(a, '1.10') == 0",
                "v in [v] | 2 | compare versions with vercmp(a, b)",
                "memory == memory | 7 | rows are not compared as a whole; compare their fields",
                "end > maps | 4 | date > whole number; compare a date by days_until(date)",
                "-own == own | 0 | - text: these do not go together",
                "ok && maps | 3 | && takes conditions, and here is a whole number; compare it with something",
                "!maps | 0 | ! takes conditions, and here is a whole number; compare it with something",
                "ok ? maps : own | 3 | ?: gives a whole number or text; both have to be of one type",
                "maps ? ok : ok | 5 | ?: takes conditions, and here is a whole number; compare it with something",
                "maps in words | 5 | looks for a whole number in a list; `in` takes a list of the same type, or a row",
                "words['a'] == own | 5 | a list has no item at text",
                "words + words == words | 6 | list + list; lists are not joined; ask of each of them",
                "memory | 0 | the rule gives a row; it has to say what must hold, as in a >= b",
                "maps + 1 | 0 | the rule gives a whole number; it has to say what must hold, as in a >= b",
                "maps.foo > 1 | 5 | 'maps' is a whole number and has no fields",
                "maps.exists(x, true) | 0 | exists, all, filter and map look at a list, and this is a whole number",
                "memory.all(x, true) | 7 | exists, all, filter and map look at a list, and this is a row",
                "size(maps) > 1 | 0 | 'size' takes a text or a list, not a whole number",
                "own.startsWith(v) | 4 | 'startsWith' takes two texts, not text and a version",
                "days_until(own) > 1 | 0 | 'days_until' takes a date, not text",
                "min(1, 2.0) > 1 | 0 | 'min' takes two numbers of one kind, or a list of them, not a whole number and a number",
                "[1, 'x'] == [1] | 0 | a list has items of one type, not a whole number and text",
            })
    void typesThatDoNotGoTogether(String expression, int at, String message) {
        assertThat(typed(expression).mistakes()).contains(new Mistake(at, message));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "mapz > 3 | 0 | there is no read and no parameter 'mapz'; did you mean 'maps'?",
                "my-read > 3 | 0 | write 'my_read': a hyphen is a minus in rules",
                "sice(own) > 3 | 0 | there is no function 'sice'; did you mean 'size'?",
                "own.len() > 3 | 4 | there is no function 'len'; valid here: all, bytes_of, contains, days_until, double, endsWith, exists, filter, has, int, map, matches, max, min, seconds_of, size, startsWith, string, sum, vercmp",
                "type(own) == own | 0 | there is no function 'type'; valid here: all, bytes_of, contains, days_until, double, endsWith, exists, filter, has, int, map, matches, max, min, seconds_of, size, startsWith, string, sum, vercmp",
                "size == 3 | 0 | 'size' is a function; write size(a)",
                "matches(own, 'a') | 0 | 'matches' is written text.matches('^a+$')",
                "own.contains('a', 'b') | 4 | 'contains' is written text.contains('a')",
                "words.exists(ok) | 6 | 'exists' is written list.exists(x, x > 2)",
                "words.map('a', 3) == [3] | 10 | 'map' first has a name for an item: list.map(x, x * 2)",
                "words.exists(maps, true) | 13 | 'maps' is a read or a parameter; take another name for an item",
                "vercmp(v) == 0 | 0 | 'vercmp' is written vercmp(a, b) or vercmp(a, b, 'rpm')",
                "vercmp(v, '1', 'rpn') == 0 | 15 | 'rpn' is no order of versions; did you mean 'rpm'?",
                "has(memory) | 4 | 'has' asks for a field: has(row.field)",
                "own.matches('[') | 12 | expected a regular expression in the syntax of RE2: missing closing ]",
                "own.matches(own) | 12 | the pattern has to be written in the rule; the matcher `matches` takes a parameter",
                "maps > bytes_of('16G') | 16 | expected a size with its unit (B, KiB, MiB, GiB, TiB, kB, MB, GB, TB), such as 16GiB",
                "maps > seconds_of('3') | 18 | expected a duration with its unit (ms, s, m, h, d), such as 10s",
                "maps > seconds_of('3ms') | 18 | '3ms' is no whole number of seconds",
                "own == null | 7 | there is no null; ask whether a field is there with has(row.field)",
                "maps == 1u | 8 | this kind of value is not used in rules; leave out the letter",
                "Foo{} == 3 | 3 | rules do not make objects",
            })
    void whatIsNotThere(String expression, int at, String message) {
        assertThat(typed(expression).mistakes()).containsExactly(new Mistake(at, message));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "maps = 3 | 5 | write == to compare",
                "ok and ok | 3 | write && for 'and'",
                "ok & ok | 3 | write && for 'and'",
                "not ok | 0 | write ! for 'not'",
                "if ok then ok | 0 | write condition ? a : b",
                "ok is true | 3 | write == to compare",
                "${maps} > 3 | 0 | write a name as it is, without ${ }",
                "own == 'abc | 7 | the text has no closing quote",
                "maps > | 6 | the expression ends here, and something is missing",
                "(ok | 3 | the expression ends here, and something is missing",
                "maps == 3 maps | 10 | 'maps' was not expected here",
                "maps == 9223372036854775808 | 8 | the number exceeds 64 bits",
                "package == 3 | 0 | 'package' is a word of the language; give the read another name",
                "maps == 3) | 9 | ')' was not expected here",
                "maps > 3; ok | 8 | a rule is one expression",
            })
    void whatIsNoExpression(String expression, int at, String message) {
        assertThat(typed(expression).mistakes()).containsExactly(new Mistake(at, message));
    }

    @Test
    void orIsWrittenAsTwoSigns() {
        assertThat(typed("ok or ok").said()).containsExactly("3: write || for 'or'");
        assertThat(typed("ok | ok").said()).containsExactly("3: write || for 'or'");
    }

    @Test
    void aHyphenOfAFieldIsAMinusToo() {
        assertThat(typed("conf.my-field == 3").said())
                .singleElement()
                .asString()
                .startsWith("8: there is no read and no parameter 'field'")
                .endsWith("; write _ for the hyphen of a name");
    }

    @Test
    void anEmptyExpressionIsSaidToBeEmpty() {
        assertThat(rule("").said()).containsExactly("0: the expression is empty");
        assertThat(rule(" \n ").said()).containsExactly("0: the expression is empty");
    }

    @Test
    void allMistakesOfAKindAreSaidAtOnce() {
        assertThat(typed("a == b").said()).hasSize(2);
        assertThat(typed("own > 3 && maps == 'x' && memory.foo > 1").said())
                .containsExactly(
                        "4: text > whole number; convert with int(...)",
                        "16: whole number == text; convert with int(...)",
                        "33: 'memory' has no field 'foo'. It has: available, nominal, numa_nodes, swap, total");
        assertThat(typed("own > 3 && mapz > 1 && mapz == 'x'").said())
                .containsExactly(
                        "11: there is no read and no parameter 'mapz'; did you mean 'maps'?",
                        "23: there is no read and no parameter 'mapz'; did you mean 'maps'?",
                        "4: text > whole number; convert with int(...)");
    }

    @Test
    void placesAreCountedInCharactersAlsoBehindOthersThanLatin() {
        assertThat(typed("own == '\uD83D\uDE00\u4E2D' && mapz > 1").mistakes())
                .extracting(Mistake::at)
                .containsExactly("own == '\uD83D\uDE00\u4E2D' && ".length());
        assertThat(typed("ok\n  && mapz > 1").mistakes())
                .extracting(Mistake::at)
                .containsExactly(8);
    }
}
