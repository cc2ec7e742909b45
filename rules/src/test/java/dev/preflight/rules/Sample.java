package dev.preflight.rules;

import dev.preflight.define.rule.CompiledRule;
import dev.preflight.define.rule.CompiledRule.Refused;
import dev.preflight.define.rule.CompiledRule.Usable;
import dev.preflight.define.rule.RuleLanguage;
import dev.preflight.define.rule.RuleLanguages;
import dev.preflight.define.value.Value;
import dev.preflight.define.value.ValueType;
import dev.preflight.define.value.ValueType.Simple;
import java.util.List;
import java.util.Map;

/** Something of each part of the language, in a JVM of its own. */
final class Sample {
    private static final Map<String, ValueType> TYPES = Map.of(
            "n", Simple.INT,
            "d", Simple.NUMBER,
            "t", Simple.TEXT,
            "v", Simple.VERSION,
            "at", Simple.DATE,
            "any", Simple.ANY,
            "rows", Ruled.listOf(Ruled.openRowOf("n", Simple.INT)),
            "row", Ruled.rowOf("n", Simple.INT, "t", Simple.TEXT));

    private static final Map<String, Value> VALUES = Map.of(
            "n", new Value.Whole(7),
            "d", new Value.Decimal(java.math.BigDecimal.ONE),
            "t", new Value.Text("abc"),
            "v", new Value.Version("1.10"),
            "at", new Value.Date(Ruled.NOW),
            "any", Ruled.row("a", Ruled.items(1, 2), "b", "x"),
            "rows", Ruled.items(Ruled.row("n", 1, "x", "y"), Ruled.row("n", 2)));

    private static final List<String> EXPRESSIONS = List.of(
            "n + 1 == 8 && d * 2.0 < 3.0 && -n % 4 == -3",
            "n / 0 == 1 || true",
            "n / 0 == 1",
            "n * 9223372036854775807 > 0",
            "row.n == 3",
            "rows.filter(r, r.n > 1).map(r, r.n) == [2] && rows.exists(r, has(r.x)) && rows.all(r, r.n > 0)",
            "any.a[0] == 1 && any.a[5] == 1",
            "any.b < 3 || any.c",
            "any['b'] in ['x', 'y'] && 'a' in any && {'k': 2.5}['k'] > d",
            "t.matches('^a(b|c)+$') && t.contains('b') && t.startsWith('a') && t.endsWith('c') && size(t + 'z') == 4",
            "vercmp(v, '1.9') > 0 && days_until(at) == 0 && bytes_of('1KiB') == 1024 && seconds_of('1m') == 60",
            "int('12') + int(1.5) == 13 && double('1.5') == 1.5 && string(n) + string(v) == '71.10'",
            "min(n, 3) + max([1, 2]) + sum([1, 2]) == 8 ? true : false",
            "row.m == 3",
            "n < t",
            "n +",
            "n = 3",
            "t == 'abc",
            "package == 1",
            "(((((((n)))))))) == 7",
            "t.matches('[')");

    private Sample() {}

    /** What becomes of each expression. */
    static List<String> lines() {
        RuleLanguage language = RuleLanguages.find().orElseThrow();
        return EXPRESSIONS.stream()
                .map(text -> text + " -> " + line(language.compile(text, TYPES)))
                .toList();
    }

    private static String line(CompiledRule compiled) {
        return compiled instanceof Refused refused
                ? refused.mistakes().toString()
                : ((Usable) compiled).rule().evaluate(VALUES, Ruled.NOW).toString();
    }

    /**
     * Prints them.
     *
     * @param arguments {@code find}: only finds the language
     */
    public static void main(String[] arguments) {
        if (List.of(arguments).contains("find")) {
            System.out.println(RuleLanguages.find().isPresent());
        } else {
            lines().forEach(System.out::println);
        }
    }
}
