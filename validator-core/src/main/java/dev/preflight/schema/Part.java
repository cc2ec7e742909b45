package dev.preflight.schema;

import dev.preflight.json.JsonOut;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A JSON Schema, or a part of one, while it is made: its keywords in the order in which they are given. Of draft 7, which
 * all editors know (json-schema.org, draft-07).
 */
final class Part {
    /** What stands in place of a value: a variable of a profile, alone or inside a text. */
    static final String VARIABLE = "\\$\\{";

    private final Map<String, Object> keywords = new LinkedHashMap<>();

    /** A part that accepts everything. */
    static Part any() {
        return new Part();
    }

    /** A part that accepts nothing: a key that may not be there. */
    static Part never() {
        return any().with("not", any());
    }

    /** A part for one of these types, as JSON Schema names them. */
    static Part of(String... types) {
        return types.length == 1 ? any().with("type", types[0]) : any().with("type", List.of(types));
    }

    /** What is defined under this name. */
    static Part ref(String name) {
        return any().with("$ref", "#/definitions/" + name);
    }

    /** A mapping that has no other keys than these. */
    static Part mapping(Map<String, Part> properties) {
        return of("object").properties(properties).closed();
    }

    /** A mapping from names to this. */
    static Part mappingTo(Part value) {
        return of("object").with("additionalProperties", value);
    }

    /** A list of these. */
    static Part listOf(Part item) {
        return of("array").with("items", item);
    }

    /** One of these words. */
    static Part word(Collection<String> words) {
        return any().with("enum", List.copyOf(words));
    }

    /** Whatever one of these accepts. */
    static Part anyOf(Part... parts) {
        return any().with("anyOf", List.of(parts));
    }

    /** A schema for each of these keys; a key without one is a fault of the schema. */
    static Map<String, Part> each(Collection<String> keys, Function<String, Part> part) {
        return keys.stream().collect(Collectors.toMap(key -> key, part, (a, b) -> a, LinkedHashMap::new));
    }

    /** The same, with one more keyword. */
    Part with(String keyword, Object value) {
        keywords.put(keyword, value);
        return this;
    }

    /** The same, with what an editor shows of it. */
    Part says(String description) {
        return with("description", description);
    }

    /** The same, for texts of this pattern; what an editor says of others is no keyword of JSON Schema. */
    Part pattern(String pattern, String otherwise) {
        return with("pattern", pattern).with("patternErrorMessage", otherwise);
    }

    /** The same, for a name that was replaced by another one. */
    Part renamed(String old, String now) {
        return with("deprecationMessage", "'" + old + "' was renamed: write '" + now + "'");
    }

    /** The same, with these keys of a mapping. */
    Part properties(Map<String, Part> properties) {
        return with("properties", properties);
    }

    /** The same, without other keys than those it names. */
    Part closed() {
        return with("additionalProperties", false);
    }

    /** The same, which must have these keys. */
    Part requires(String... keys) {
        return with("required", List.of(keys));
    }

    /** The same, for a value that need not be a mapping. */
    Part otherwise(Part noMapping) {
        return with("if", any().with("not", of("object"))).with("then", noMapping);
    }

    /** The schema as a document. */
    String document() {
        return JsonOut.object(this::write);
    }

    private void write(JsonOut.Fields to) {
        keywords.forEach((keyword, value) -> field(to, keyword, value));
    }

    private static void field(JsonOut.Fields to, String name, Object value) {
        if (value instanceof Part part) {
            to.object(name, part::write);
        } else if (value instanceof Map<?, ?> parts) {
            to.object(name, fields -> parts.forEach((key, part) -> field(fields, String.valueOf(key), part)));
        } else if (value instanceof Collection<?> items) {
            list(to, name, items);
        } else if (value instanceof Boolean flag) {
            to.field(name, flag);
        } else if (value instanceof Number number) {
            to.field(name, number.longValue());
        } else {
            to.field(name, String.valueOf(value));
        }
    }

    private static void list(JsonOut.Fields to, String name, Collection<?> items) {
        if (items.stream().allMatch(String.class::isInstance)) {
            List<String> words = new ArrayList<>();
            items.forEach(item -> words.add((String) item));
            to.line(name, words);
            return;
        }
        to.array(
                name,
                array -> items.forEach(item -> {
                    if (item instanceof Part part) {
                        array.object(part::write);
                    } else if (item instanceof Boolean flag) {
                        array.value(flag);
                    } else if (item instanceof Number number) {
                        array.value(number.longValue());
                    } else {
                        // Of an enum: nothing is a value like any other.
                        array.value(item == Nothing.NULL ? null : String.valueOf(item));
                    }
                }));
    }

    /** The value {@code null} in a list of values. */
    enum Nothing {
        NULL
    }
}
