package dev.preflight.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.define.rule.CompiledRule;
import dev.preflight.define.rule.CompiledRule.Mistake;
import dev.preflight.define.rule.CompiledRule.Refused;
import dev.preflight.define.rule.CompiledRule.Usable;
import dev.preflight.define.rule.Rule;
import dev.preflight.define.rule.Rule.Answer;
import dev.preflight.define.rule.Rule.Result;
import dev.preflight.define.value.Value;
import dev.preflight.define.value.ValueType;
import dev.preflight.define.value.ValueType.Simple;
import dev.preflight.testing.Corpus;
import dev.preflight.testing.Fuzz;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Any expression is a rule or a mistake in it, and over any values a rule has an answer. */
@Tag(Fuzz.TAG)
class RuleFuzzTest {
    private static final Map<String, ValueType> NAMES = names();

    private static Map<String, ValueType> names() {
        Map<String, ValueType> names = new LinkedHashMap<>();
        names.put("n", Simple.INT);
        names.put("d", Simple.NUMBER);
        names.put("t", Simple.TEXT);
        names.put("b", Simple.BOOL);
        names.put("v", Simple.VERSION);
        names.put("at", Simple.DATE);
        names.put("any", Simple.ANY);
        names.put("my-list", new ValueType.ListOf(Simple.INT));
        names.put("texts", new ValueType.ListOf(Simple.TEXT));
        names.put("row", Ruled.rowOf("n", Simple.INT, "t", Simple.TEXT, "a-b", Simple.BOOL));
        names.put("open", Ruled.openRowOf("n", Simple.INT));
        names.put("free", Ruled.openRowOf());
        names.put("rows", new ValueType.ListOf(Ruled.openRowOf("n", Simple.INT, "t", Simple.TEXT)));
        return names;
    }

    @Test
    void anyExpressionIsARuleOrAMistake() {
        Fuzz.of("rule")
                .inputs(100_000)
                .seeds(Corpus.texts(
                        "n > 1 && (d < 2.5 || b) && !(t == 'x')",
                        "my_list.all(x, x > n) || texts.exists(y, y in texts)",
                        "size(rows.filter(r, has(r.n) && r.n >= 3).map(r, r.n)) == 2",
                        "any.a[0]['k'].x ? int(t) + 1 == n : double(n) / d > 0.0",
                        "vercmp(v, '1.10', 'rpm') >= 0 && days_until(at) > 30",
                        "min(n, 3) + max(my_list) - sum(my_list) * -n % 5 == bytes_of('16GiB') / seconds_of('3d')",
                        "t.matches('^[a-z]+(a|b)*$') && t.contains('a') && (t + 'z').startsWith('a') && t.endsWith('b')",
                        "{'a': 1, 'b': 2}['a'] in [1, 2, 3] && open.x.y == 'z' && free['k'] == 'v'",
                        "string(n) + string(d) + string(b) + string(v) == '\\u4e2d\\n' && row.a_b"))
                .words(
                        "&&",
                        "||",
                        "!",
                        "==",
                        "<",
                        "?",
                        ":",
                        "(",
                        ")",
                        "[",
                        "]",
                        "{",
                        "}",
                        ".",
                        ",",
                        "'",
                        "\"",
                        "r'''",
                        "\\",
                        "null",
                        "1u",
                        "b''",
                        "9223372036854775807",
                        "1e308",
                        "0x7f",
                        "-",
                        "all(",
                        "exists(",
                        "filter(x,",
                        "map(",
                        "has(",
                        "matches(",
                        "size(",
                        "@result",
                        "@gather",
                        "dyn(",
                        "type(",
                        "google.protobuf.Any{}",
                        "in",
                        "my-list",
                        "rows",
                        "any",
                        "\uD83D\uDE00",
                        "\uD800",
                        "`a`",
                        "?.",
                        "optional.none()")
                .run(input -> {
                    String expression = new String(input, StandardCharsets.UTF_8);
                    evaluate(expression, new Random(expression.hashCode()));
                });
    }

    /** Mostly of types that go together, so that many are evaluated. */
    @Test
    void anyExpressionThatIsMadeOfTheLanguageHasAnAnswer() {
        Fuzz.of("rule-made")
                .inputs(100_000)
                .seeds(Corpus.texts("0123456789abcdef"))
                .run(input -> {
                    Random random = new Random(Arrays.hashCode(input));
                    evaluate(new MadeExpression(random).condition(3), random);
                });
    }

    private static void evaluate(String expression, Random random) {
        CompiledRule compiled = Ruled.LANGUAGE.compile(expression, NAMES);
        if (compiled instanceof Refused refused) {
            assertThat(refused.mistakes()).isNotEmpty();
            for (Mistake mistake : refused.mistakes()) {
                assertThat(mistake.at()).isBetween(0, expression.length());
                assertThat(mistake.message())
                        .isNotBlank()
                        .doesNotContain("overload", "dev.cel", "google.protobuf", "*error*", "cannot be compiled");
            }
        } else {
            Rule rule = ((Usable) compiled).rule();
            assertThat(NAMES.keySet()).containsAll(rule.names());
            for (int i = 0; i < 5; i++) {
                Map<String, Value> values = new HashMap<>();
                rule.names().stream()
                        .filter(name -> random.nextInt(8) > 0)
                        .forEach(name -> values.put(name, value(NAMES.get(name), random, 0)));
                Result result = rule.evaluate(values, Ruled.NOW);
                assertThat(result.detail())
                        .doesNotContain("overload", "dev.cel", "google.protobuf")
                        .hasSizeLessThan(300);
                assertThat(result.answer() == Answer.UNKNOWN || result.detail().isEmpty())
                        .isTrue();
            }
        }
    }

    /** Mostly of the type, at times another. */
    private static Value value(ValueType type, Random random, int depth) {
        if (type instanceof ValueType.ListOf list && random.nextInt(20) > 0) {
            List<Value> items = new ArrayList<>();
            for (int i = random.nextInt(4); i > 0; i--) {
                items.add(value(list.element(), random, depth + 1));
            }
            return new Value.Items(items);
        }
        if (type instanceof ValueType.RowOf row && random.nextInt(20) > 0) {
            Map<String, Value> fields = new LinkedHashMap<>();
            row.fields().forEach((name, field) -> fields.put(name, value(field, random, depth + 1)));
            fields.put("x", value(Simple.ANY, random, depth + 1));
            return new Value.Row(fields);
        }
        return simple(type == Simple.ANY || random.nextInt(10) == 0 ? random.nextInt(10) : kind(type), random, depth);
    }

    private static int kind(ValueType type) {
        return switch (type instanceof Simple simple ? simple : Simple.ANY) {
            case TEXT -> 0;
            case INT, SIZE -> 1;
            case NUMBER -> 2;
            case BOOL -> 3;
            case DATE -> 4;
            case DURATION -> 5;
            case VERSION -> 6;
            case ANY -> 7;
        };
    }

    private static Value simple(int kind, Random random, int depth) {
        long[] numbers = {0, 1, -1, 3, 30, Long.MAX_VALUE, Long.MIN_VALUE, 1L << 53};
        long number = numbers[random.nextInt(numbers.length)];
        return switch (kind) {
            case 0 ->
                new Value.Text(List.of("", "a", "x", "12", "16GiB", "\u4e2d\n", "a".repeat(300))
                        .get(random.nextInt(7)));
            case 1 -> new Value.Whole(number);
            case 2 ->
                new Value.Decimal(new BigDecimal(
                        List.of("0", "1.5", "-2.5", "1e400", "1e-400").get(random.nextInt(5))));
            case 3 -> new Value.Bool(random.nextBoolean());
            case 4 ->
                new Value.Date(List.of(Instant.EPOCH, Instant.MAX, Instant.MIN, Ruled.NOW)
                        .get(random.nextInt(4)));
            case 5 -> new Value.Time(Duration.ofMillis(random.nextInt(3) * 500L));
            case 6 -> new Value.Version(List.of("1.10", "", "1:2-3", "x").get(random.nextInt(4)));
            case 7 -> new Value.Absent();
            case 8 -> depth > 3 ? new Value.Absent() : value(new ValueType.ListOf(Simple.ANY), random, depth + 1);
            default ->
                depth > 3
                        ? new Value.Absent()
                        : value(Ruled.openRowOf("a", Simple.ANY, "k", Simple.ANY), random, depth + 1);
        };
    }
}
