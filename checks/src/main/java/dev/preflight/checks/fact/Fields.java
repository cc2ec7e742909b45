package dev.preflight.checks.fact;

import dev.preflight.define.value.Value;
import dev.preflight.define.value.ValueType;
import dev.preflight.define.value.ValueType.RowOf;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Gathers the fields of a fact that checks of a profile may read. What is not known is left out. */
public final class Fields {
    private final Map<String, Value> fields = new LinkedHashMap<>();

    /** The type of a row with these fields: names and types in turn. */
    public static ValueType type(Object... namesAndTypes) {
        Map<String, ValueType> types = new LinkedHashMap<>();
        for (int i = 0; i < namesAndTypes.length; i += 2) {
            types.put((String) namesAndTypes[i], (ValueType) namesAndTypes[i + 1]);
        }
        return new RowOf(types, false);
    }

    /** A text. */
    public Fields text(String name, String text) {
        return with(name, new Value.Text(text));
    }

    /** A number, or a size in bytes. */
    public Fields whole(String name, long number) {
        return with(name, new Value.Whole(number));
    }

    /** The same, if it is known. */
    public Fields whole(String name, Optional<Long> number) {
        number.ifPresent(known -> whole(name, known));
        return this;
    }

    /** Yes or no. */
    public Fields bool(String name, boolean holds) {
        return with(name, new Value.Bool(holds));
    }

    /** A version. */
    public Fields version(String name, String version) {
        return with(name, new Value.Version(version));
    }

    /** Several texts. */
    public Fields texts(String name, Collection<String> texts) {
        return with(
                name, new Value.Items(texts.stream().<Value>map(Value.Text::new).toList()));
    }

    /** The same, if they are known. */
    public Fields texts(String name, Optional<List<String>> texts) {
        texts.ifPresent(known -> texts(name, known));
        return this;
    }

    /** Any value. */
    public Fields with(String name, Value value) {
        fields.put(name, value);
        return this;
    }

    /** All of them. */
    public Value row() {
        return new Value.Row(fields);
    }
}
