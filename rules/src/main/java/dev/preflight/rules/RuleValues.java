package dev.preflight.rules;

import dev.preflight.define.value.Value;
import dev.preflight.define.value.ValueType;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Turns what was read into what the library computes with. */
final class RuleValues {
    /** Larger whole numbers are not exact as {@code double} (IEEE 754). */
    private static final long EXACT = 1L << 53;

    private long nodes;

    /** A value, and how many values are in it. */
    record Known(Object value, long nodes) {}

    private RuleValues() {}

    /**
     * A value of a declared type.
     *
     * @throws RuleFault if it is of another type, too large, or absent
     */
    static Known of(Value value, ValueType type) {
        RuleValues values = new RuleValues();
        Object known = values.value(value, type, 0);
        return new Known(known, values.nodes);
    }

    private Object value(Value value, ValueType type, int depth) {
        nodes++;
        if (nodes > Bounds.VALUES) {
            throw new RuleFault("it has more than " + Bounds.VALUES + " values");
        }
        if (depth > Bounds.VALUE_DEPTH) {
            throw new RuleFault("a value is nested deeper than " + Bounds.VALUE_DEPTH);
        }
        if (value instanceof Value.Row row) {
            return row(row, type, depth);
        }
        if (value instanceof Value.Items items) {
            return items(items, type, depth);
        }
        return simple(value, type);
    }

    private static Object simple(Value value, ValueType type) {
        if (value instanceof Value.Text text && (any(type) || type == ValueType.Simple.TEXT)) {
            return text(text.text());
        }
        if (value instanceof Value.Version version && (any(type) || type == ValueType.Simple.VERSION)) {
            return text(version.text());
        }
        if (value instanceof Value.Bool bool && (any(type) || type == ValueType.Simple.BOOL)) {
            return bool.holds();
        }
        if (value instanceof Value.Date date && (any(type) || type == ValueType.Simple.DATE)) {
            return date.at();
        }
        if (value instanceof Value.Time time && (any(type) || type == ValueType.Simple.DURATION)) {
            return seconds(time.length());
        }
        return number(value, type);
    }

    private static Object number(Value value, ValueType type) {
        if (value instanceof Value.Whole whole) {
            if (any(type) || type == ValueType.Simple.INT || type == ValueType.Simple.SIZE) {
                return whole.number();
            }
            if (type == ValueType.Simple.NUMBER && Math.abs(whole.number()) <= EXACT) {
                return (double) whole.number();
            }
        }
        if (value instanceof Value.Decimal decimal && (any(type) || type == ValueType.Simple.NUMBER)) {
            return decimal(decimal.number());
        }
        throw value instanceof Value.Absent
                ? new RuleFault("it is absent on the host")
                : new RuleFault("it is " + said(value) + ", not what the rule expects");
    }

    private static double decimal(BigDecimal number) {
        double value = number.doubleValue();
        if (!Double.isFinite(value)) {
            throw new RuleFault("a number is too large");
        }
        return value;
    }

    private static long seconds(Duration length) {
        if (length.getNano() != 0) {
            throw new RuleFault("a time is no whole number of seconds");
        }
        return length.getSeconds();
    }

    private static String text(String text) {
        if (text.length() > Bounds.TEXT) {
            throw new RuleFault("a text is longer than " + Bounds.TEXT + " characters");
        }
        return text;
    }

    private Object items(Value.Items items, ValueType type, int depth) {
        if (!any(type) && !(type instanceof ValueType.ListOf)) {
            throw new RuleFault("it is a list, not what the rule expects");
        }
        if (items.values().size() > Bounds.LIST) {
            throw new RuleFault("a list has more than " + Bounds.LIST + " items");
        }
        ValueType element = type instanceof ValueType.ListOf list ? list.element() : ValueType.Simple.ANY;
        List<Object> values = new ArrayList<>(items.values().size());
        for (Value item : items.values()) {
            values.add(value(item, element, depth + 1));
        }
        return values;
    }

    /** A field that cannot be used spoils the answer only where it is asked for. */
    private Object row(Value.Row row, ValueType type, int depth) {
        if (!any(type) && !(type instanceof ValueType.RowOf)) {
            throw new RuleFault("it is a row of fields, not what the rule expects");
        }
        if (row.fields().size() > Bounds.LIST) {
            throw new RuleFault("a row has more than " + Bounds.LIST + " fields");
        }
        Map<String, Object> fields = new LinkedHashMap<>();
        row.fields().forEach((name, field) -> {
            if (!(field instanceof Value.Absent)) {
                fields.put(name, field(name, field, type, depth));
            }
        });
        return new RowView(fields);
    }

    private Object field(String name, Value field, ValueType type, int depth) {
        try {
            ValueType declared = type instanceof ValueType.RowOf row
                    ? row.fields().getOrDefault(name, ValueType.Simple.ANY)
                    : ValueType.Simple.ANY;
            return value(field, declared, depth + 1);
        } catch (RuleFault fault) {
            return new RowView.Unusable("'" + name + "': " + fault.detail());
        }
    }

    private static boolean any(ValueType type) {
        return type == ValueType.Simple.ANY;
    }

    private static String said(Value value) {
        if (value instanceof Value.Whole) {
            return "a whole number";
        }
        return value instanceof Value.Decimal
                ? "a number"
                : value instanceof Value.Text ? "text" : "another kind of value";
    }
}
