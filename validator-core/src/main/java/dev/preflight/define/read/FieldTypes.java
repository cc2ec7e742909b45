package dev.preflight.define.read;

import dev.preflight.define.value.ValueType;
import dev.preflight.define.value.ValueType.RowOf;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the fields of an answer stand for: {@code types:} and {@code list_separator:} of a profile.
 *
 * @param byField by the name of the field; {@code section.key} in an ini file, {@code outer.inner} in JSON and YAML
 * @param listSeparator what stands between the elements of a list; a blank stands for any blanks and tabs
 */
public record FieldTypes(Map<String, FieldType> byField, String listSeparator) {
    /** Every field is text. */
    public static final FieldTypes NONE = new FieldTypes(Map.of(), ",");

    public FieldTypes {
        byField = Collections.unmodifiableMap(new LinkedHashMap<>(byField));
        if (listSeparator.isEmpty()) {
            throw new IllegalArgumentException("a list's separator is not empty");
        }
    }

    /** The type of this field: text, unless it is named. */
    public FieldType of(String field) {
        return byField.getOrDefault(field, FieldType.TEXT);
    }

    /** A row with the named fields, and others. A dot separates the levels of nested rows; the last one of an ini file. */
    ValueType row(boolean lastDotOnly) {
        RowOf row = new RowOf(Map.of(), true);
        for (Map.Entry<String, FieldType> field : byField.entrySet()) {
            row = with(row, field.getKey(), field.getValue().type(), lastDotOnly);
        }
        return row;
    }

    private static RowOf with(RowOf row, String name, ValueType type, boolean lastDotOnly) {
        int dot = lastDotOnly ? name.lastIndexOf('.') : name.indexOf('.');
        Map<String, ValueType> fields = new LinkedHashMap<>(row.fields());
        if (dot < 0) {
            fields.put(name, type);
        } else {
            RowOf inner = fields.get(name.substring(0, dot)) instanceof RowOf there ? there : new RowOf(Map.of(), true);
            String rest = name.substring(dot + 1);
            fields.put(
                    name.substring(0, dot),
                    lastDotOnly ? added(inner, rest, type) : with(inner, rest, type, false));
        }
        return new RowOf(fields, true);
    }

    private static RowOf added(RowOf row, String name, ValueType type) {
        Map<String, ValueType> fields = new LinkedHashMap<>(row.fields());
        fields.put(name, type);
        return new RowOf(fields, true);
    }
}
