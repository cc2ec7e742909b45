package dev.preflight.rules;

import dev.preflight.define.rule.CompiledRule;
import dev.preflight.define.rule.CompiledRule.Mistake;
import dev.preflight.define.rule.CompiledRule.Refused;
import dev.preflight.define.rule.CompiledRule.Usable;
import dev.preflight.define.rule.Rule;
import dev.preflight.define.rule.Rule.Answer;
import dev.preflight.define.rule.Rule.Result;
import dev.preflight.define.rule.RuleLanguage;
import dev.preflight.define.value.Value;
import dev.preflight.define.value.ValueType;
import dev.preflight.define.value.ValueType.Simple;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** An expression with the names that it may have and what was read. */
record Ruled(String expression, Map<String, ValueType> types, Map<String, Value> values) {
    static final RuleLanguage LANGUAGE = new CelRuleLanguage();

    static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");

    static Ruled rule(String expression) {
        return new Ruled(expression, Map.of(), Map.of());
    }

    /** With a name that was read. */
    Ruled with(String name, ValueType type, Value value) {
        Map<String, Value> more = new HashMap<>(values);
        more.put(name, value);
        return new Ruled(expression, with(name, type).types, more);
    }

    /** With a name that was not read. */
    Ruled with(String name, ValueType type) {
        Map<String, ValueType> more = new LinkedHashMap<>(types);
        more.put(name, type);
        return new Ruled(expression, more, values);
    }

    Ruled with(String name, long number) {
        return with(name, Simple.INT, new Value.Whole(number));
    }

    Ruled with(String name, String text) {
        return with(name, Simple.TEXT, new Value.Text(text));
    }

    CompiledRule compiled() {
        return LANGUAGE.compile(expression, types);
    }

    Rule usable() {
        if (compiled() instanceof Usable usable) {
            return usable.rule();
        }
        throw new AssertionError(expression + ": " + mistakes());
    }

    Result result() {
        return usable().evaluate(values, NOW);
    }

    Answer answer() {
        return result().answer();
    }

    /** The reason why the answer is unknown; another answer is shown as it is. */
    String unknown() {
        Result result = result();
        return result.answer() == Answer.UNKNOWN
                ? result.detail()
                : result.answer().toString();
    }

    List<Mistake> mistakes() {
        return compiled() instanceof Refused refused ? refused.mistakes() : List.of();
    }

    /** As {@code place: message}. */
    List<String> said() {
        return mistakes().stream().map(one -> one.at() + ": " + one.message()).toList();
    }

    static Value.Row row(Object... namesAndValues) {
        Map<String, Value> fields = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            fields.put((String) namesAndValues[i], value(namesAndValues[i + 1]));
        }
        return new Value.Row(fields);
    }

    static Value.Items items(Object... values) {
        return new Value.Items(Stream.of(values).map(Ruled::value).toList());
    }

    private static Value value(Object value) {
        if (value instanceof Value made) {
            return made;
        }
        if (value instanceof Boolean holds) {
            return new Value.Bool(holds);
        }
        return value instanceof Number number ? new Value.Whole(number.longValue()) : new Value.Text((String) value);
    }

    static ValueType rowOf(Object... namesAndTypes) {
        return new ValueType.RowOf(fields(namesAndTypes), false);
    }

    static ValueType openRowOf(Object... namesAndTypes) {
        return new ValueType.RowOf(fields(namesAndTypes), true);
    }

    private static Map<String, ValueType> fields(Object... namesAndTypes) {
        Map<String, ValueType> fields = new LinkedHashMap<>();
        for (int i = 0; i < namesAndTypes.length; i += 2) {
            fields.put((String) namesAndTypes[i], (ValueType) namesAndTypes[i + 1]);
        }
        return fields;
    }

    static ValueType listOf(ValueType element) {
        return new ValueType.ListOf(element);
    }
}
