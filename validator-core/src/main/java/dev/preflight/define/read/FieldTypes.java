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

    /** What a dot in the name of a field means. */
    enum Dots {
        /** Nothing. */
        NONE,
        /** The last one is between a section and its field. */
        LAST,
        /** Each one is between a row and its field. */
        ALL
    }

    /** A row with the named fields, and others. */
    ValueType row(Dots dots) {
        RowOf row = new RowOf(Map.of(), true);
        for (Map.Entry<String, FieldType> field : byField.entrySet()) {
            row = with(row, field.getKey(), field.getValue().type(), dots);
        }
        return row;
    }

    private static RowOf with(RowOf row, String name, ValueType type, Dots dots) {
        int dot = dots == Dots.LAST ? name.lastIndexOf('.') : dots == Dots.ALL ? name.indexOf('.') : -1;
        Map<String, ValueType> fields = new LinkedHashMap<>(row.fields());
        if (dot < 0) {
            fields.put(name, type);
        } else {
            String outer = name.substring(0, dot);
            RowOf inner = fields.get(outer) instanceof RowOf there ? there : new RowOf(Map.of(), true);
            fields.put(outer, with(inner, name.substring(dot + 1), type, dots == Dots.ALL ? Dots.ALL : Dots.NONE));
        }
        return new RowOf(fields, true);
    }

    /** Whether a field of this name is a row, because fields of it are named. */
    boolean isRow(String name) {
        String inside = name.isEmpty() ? "" : name + ".";
        return byField.keySet().stream().anyMatch(field -> field.startsWith(inside));
    }
}
