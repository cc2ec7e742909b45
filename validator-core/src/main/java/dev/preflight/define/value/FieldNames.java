package dev.preflight.define.value;

import java.util.Map;
import java.util.Optional;

/**
 * Names of fields. A row keeps the names that were read. A rule writes a hyphen as an underscore, and matchers may do so too:
 * both look for the name as it is written first, then for the first field that differs only so.
 */
public final class FieldNames {
    private FieldNames() {}

    /** How a rule writes the name of a field. */
    public static String inRule(String field) {
        return field.replace('-', '_');
    }

    /** The value of the field that is meant by this name; empty if the row has none. */
    public static Optional<Value> find(Value.Row row, String name) {
        Value exact = row.fields().get(name);
        if (exact != null) {
            return Optional.of(exact);
        }
        return row.fields().entrySet().stream()
                .filter(field -> inRule(field.getKey()).equals(name))
                .findFirst()
                .map(Map.Entry::getValue);
    }

    /** The type of the field that is meant by this name; empty if the row has none of this name. */
    public static Optional<ValueType> find(ValueType.RowOf row, String name) {
        ValueType exact = row.fields().get(name);
        if (exact != null) {
            return Optional.of(exact);
        }
        return row.fields().entrySet().stream()
                .filter(field -> inRule(field.getKey()).equals(name))
                .findFirst()
                .map(Map.Entry::getValue);
    }
}
