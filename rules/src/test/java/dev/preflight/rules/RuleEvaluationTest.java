package dev.preflight.rules;

import static dev.preflight.rules.Ruled.items;
import static dev.preflight.rules.Ruled.listOf;
import static dev.preflight.rules.Ruled.openRowOf;
import static dev.preflight.rules.Ruled.row;
import static dev.preflight.rules.Ruled.rowOf;
import static dev.preflight.rules.Ruled.rule;
import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.define.rule.Rule;
import dev.preflight.define.rule.Rule.Answer;
import dev.preflight.define.rule.RuleLanguages;
import dev.preflight.define.value.Value;
import dev.preflight.define.value.ValueType.Simple;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RuleEvaluationTest {
    private static final Value NUMBERS = items(3, 1, 2);

    private static Ruled full(String expression) {
        return rule(expression)
                .with("n", 7)
                .with("zero", 0)
                .with("most", Long.MAX_VALUE)
                .with("least", Long.MIN_VALUE)
                .with("d", Simple.NUMBER, new Value.Decimal(new BigDecimal("1.5")))
                .with("t", "ab12")
                .with("v", Simple.VERSION, new Value.Version("1.10"))
                .with("numbers", listOf(Simple.INT), NUMBERS)
                .with("none", listOf(Simple.INT), items())
                .with("time", Simple.DURATION, new Value.Time(Duration.ofDays(3)))
                .with(
                        "row",
                        rowOf("there", Simple.INT, "gone", Simple.INT, "a-b", Simple.INT),
                        row("there", 1, "gone", new Value.Absent(), "a-b", 5))
                .with("conf", openRowOf("path", Simple.TEXT), row("path", "/x", "a.b", "1", "c-d", row("e-f", 2)))
                .with(
                        "any",
                        Simple.ANY,
                        row(
                                "n",
                                3,
                                "d",
                                new Value.Decimal(new BigDecimal("2.5")),
                                "t",
                                "x",
                                "list",
                                items(1, 2),
                                "b",
                                true))
                .with("my-read", 4);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "n + 1 == 8 && n - 1 == 6 && n * 2 == 14 && n / 2 == 3 && n % 2 == 1 && -n == -7",
                "d + 1.0 == 2.5 && d - 1.0 == 0.5 && d * 2.0 == 3.0 && d / 2.0 == 0.75 && -d == -1.5",
                "n < 8 && n <= 7 && n > 6 && n >= 7 && n != 8 && d < 1.6 && d >= 1.5",
                "int(d) == 1 && int('-12') == -12 && double(n) == 7.0 && double('1.5') == d && int(double(n)) == n",
                "string(n) == '7' && string(d) == '1.5' && string(v) == '1.10' && string(true) == 'true'",
                "t + string(n) == 'ab127'",
                "size(t) == 4 && t.size() == 4 && size(numbers) == 3",
                "t.startsWith('ab') && t.endsWith('12') && t.contains('b1') && !t.contains('x')",
                "t.matches('^[a-z]+[0-9]+$') && t.matches('1') && !t.matches('^1')",
                "min(n, 3) == 3 && max(n, 3) == 7 && min(d, 1.0) == 1.0 && max(numbers) == 3 && min(numbers) == 1",
                "sum(numbers) == 6 && sum(none) == 0 && sum([0.5, 0.25]) == 0.75",
                "bytes_of('16GiB') == 17179869184 && bytes_of('5GB') == 5000000000 && seconds_of('3d') == time",
                "vercmp(v, '1.9') == 1 && vercmp('1.9', v) == -1 && vercmp(v, v) == 0 && vercmp('1.0~a', '1.0', 'dpkg') == -1",
                "vercmp('1:1.0-1', '2.0-1', 'rpm') == 1 && vercmp('1.0_rc1', '1.0', 'apk') == -1",
                "numbers.all(x, x > 0) && numbers.exists(x, x == 3) && (size(none) == 0 || none.all(x, x > 0)) && !none.exists(x, true)",
                "!(size(none) > 0 && none.all(x, x > 0)) && !(none.all(x, x > 0) && size(none) > 0)",
                "numbers.filter(x, x > 1) == [3, 2] && numbers.map(x, x * 2) == [6, 2, 4] && 3 in numbers && numbers[0] == 3",
                "has(row.there) && !has(row.gone) && row.there == 1 && row.a_b == 5 && has(row.a_b)",
                "conf.path == '/x' && conf['a.b'] == '1' && conf.c_d.e_f == 2 && 'a.b' in conf && !has(conf.x)",
                "any.n == 3 && double(any.n) < 3.5 && any.n < any.list[0] + 3 && any.n > any.d && any.t == 'x' && any.list.all(x, x > 0) && any.b",
                "any.n + any.n == 6 && any.d + any.d == 5.0 && sum(any.list) == 3 && any['t'] == 'x' && any.list[1] == 2",
                "{8: 3, 16: 4}[8] == 3 && my_read == 4 && (n == 7 ? 'a' : 'b') == 'a'",
            })
    void holds(String expression) {
        assertThat(full(expression).result()).isEqualTo(new Rule.Result(Answer.HOLDS, ""));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "most + 1 > 0 | a whole number exceeds 64 bits",
                "least - 1 < 0 | a whole number exceeds 64 bits",
                "most * 2 > 0 | a whole number exceeds 64 bits",
                "-least > 0 | a whole number exceeds 64 bits",
                "least / -1 > 0 | a whole number exceeds 64 bits",
                "sum([most, most]) > 0 | a whole number exceeds 64 bits",
                "n / zero > 0 | division by zero",
                "n % zero > 0 | division by zero",
                "d / 0.0 > 0.0 | division by zero",
                "1e308 * 10.0 > 0.0 | a number is too large",
                "int(1e30) > 0 | a number exceeds 64 bits",
                "int('9223372036854775808') > 0 | a whole number exceeds 64 bits",
                "int(t) > 0 | the text 'ab12' is no whole number",
                "double('NaN') > 0.0 | the text 'NaN' is no number",
                "bytes_of(t) > 0 | expected a size with its unit (B, KiB, MiB, GiB, TiB, kB, MB, GB, TB), such as 10MiB",
                "row.gone > 0 | there is no field 'gone'; ask with has(...) first",
                "conf.nothing == 'x' | there is no field 'nothing'; ask with has(...) first",
                "conf['nothing'] == 'x' | a field is not there; ask with has(...) first",
                "has(any.nothing.deeper) | there is no field 'nothing'; ask with has(...) first",
                "numbers[3] == 0 | the list has no item at that place",
                "numbers[-1] == 0 | the list has no item at that place",
                "min(none) > 0 | an empty list has no smallest and no largest number",
                "any.n < 3.5 | '<' does not take values of these types; convert with int(...), double(...) or string(...)",
                "any.t < 3 | '<' does not take values of these types; convert with int(...), double(...) or string(...)",
                "any.t < any.t | '<' does not take values of these types; convert with int(...), double(...) or string(...)",
                "any.n + any.t == 3 | '+' does not take values of these types; convert with int(...), double(...) or string(...)",
                "any.t && true | a value is not of the kind that the rule expects",
                "any.n ? true : false | a value is not of the kind that the rule expects",
                "any.n.exists(x, true) | a value is not of the kind that the rule expects",
                "vercmp(v, '1', t) == 0 | 'ab12' is no order of versions",
                "any.t | the rule gave a value, and no yes or no",
                "{'a': 1, 'a': 2}.a == 1 | a row has a key twice",
            })
    void isUnknown(String expression, String detail) {
        assertThat(full(expression).result()).isEqualTo(new Rule.Result(Answer.UNKNOWN, detail));
    }

    @Test
    void aValueOfAnotherTypeThanDeclaredIsUnknown() {
        assertThat(rule("n == 1").with("n", Simple.INT, new Value.Text("1")).unknown())
                .isEqualTo("'n': it is text, not what the rule expects");
        assertThat(rule("n == 1")
                        .with("n", Simple.INT, new Value.Decimal(BigDecimal.ONE))
                        .unknown())
                .isEqualTo("'n': it is a number, not what the rule expects");
        assertThat(rule("n == 1.0").with("n", Simple.NUMBER, new Value.Whole(1)).answer())
                .isEqualTo(Answer.HOLDS);
        assertThat(rule("n > 1.0")
                        .with("n", Simple.NUMBER, new Value.Whole((1L << 53) + 1))
                        .answer())
                .isEqualTo(Answer.UNKNOWN);
        assertThat(rule("size(l) == 1")
                        .with("l", listOf(Simple.INT), items("x"))
                        .answer())
                .isEqualTo(Answer.UNKNOWN);
        assertThat(rule("t == 0")
                        .with("t", Simple.DURATION, new Value.Time(Duration.ofMillis(500)))
                        .unknown())
                .isEqualTo("'t': a time is no whole number of seconds");
        assertThat(rule("n == 1").with("n", Simple.INT, new Value.Absent()).unknown())
                .isEqualTo("'n': it is absent on the host");
        assertThat(rule("size(l) == 0")
                        .with("l", listOf(Simple.INT), new Value.Absent())
                        .answer())
                .isEqualTo(Answer.UNKNOWN);
    }

    @Test
    void aNameWithAHyphenIsWrittenWithAnUnderscoreUnlessAnotherHasThatName() {
        Rule rule = full("my_read == 4 && n == 7").usable();
        assertThat(rule.names()).containsExactlyInAnyOrder("my-read", "n");
        assertThat(rule.constant()).isFalse();
        assertThat(rule("a_b == 2").with("a-b", 1).with("a_b", 2).usable().names())
                .containsExactly("a_b");
        assertThat(rule("r.a_b == 2")
                        .with("r", rowOf("a-b", Simple.INT, "a_b", Simple.INT), row("a-b", 1, "a_b", 2))
                        .answer())
                .isEqualTo(Answer.HOLDS);
    }

    @Test
    void whatNamesNothingIsConstant() {
        assertThat(rule("1 < 2").with("n", 1).usable().constant()).isTrue();
        assertThat(rule("[1].all(x, x > 0)").usable().names()).isEmpty();
        assertThat(rule("n < 2").with("n", 1).usable().constant()).isFalse();
    }

    @Test
    void namesMayBeWordsThatFunctionsAndTypesHave() {
        for (String name : List.of("int", "string", "size", "min", "map", "list", "type", "dyn", "google", "bool")) {
            assertThat(rule(name + " == 3 && min(" + name + ", 4) == 3 && size('abc') == " + name)
                            .with(name, 3)
                            .answer())
                    .as(name)
                    .isEqualTo(Answer.HOLDS);
            assertThat(rule(name + " == 3").with(name, Simple.INT).unknown())
                    .as(name)
                    .isEmpty();
        }
    }

    @Test
    void theLanguageIsFound() {
        assertThat(RuleLanguages.find()).get().isInstanceOf(CelRuleLanguage.class);
    }

    @Test
    void severalThreadsUseOneRule() throws Exception {
        Rule rule = rule("l.map(x, x + n).all(x, x > n) && t.matches('^a+$')")
                .with("l", listOf(Simple.INT))
                .with("n", Simple.INT)
                .with("t", Simple.TEXT)
                .usable();
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Callable<Answer>> tasks = IntStream.range(0, 400)
                    .<Callable<Answer>>mapToObj(i -> () -> rule.evaluate(
                                    Map.of(
                                            "l", items(1, i % 2, 3),
                                            "n", new Value.Whole(i),
                                            "t", new Value.Text("a".repeat(i + 1))),
                                    Ruled.NOW)
                            .answer())
                    .toList();
            var answers = threads.invokeAll(tasks);
            for (int i = 0; i < answers.size(); i++) {
                assertThat(answers.get(i).get()).isEqualTo(i % 2 == 1 ? Answer.HOLDS : Answer.DOES_NOT_HOLD);
            }
        } finally {
            threads.shutdownNow();
        }
    }
}
