package dev.preflight.define.match;

import dev.preflight.define.value.FieldNames;
import dev.preflight.define.value.Value;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** What is required of the fields of a row, of each by itself. */
public record Fields(Map<String, Matcher> byName) implements Matcher {
    public Fields {
        byName = Collections.unmodifiableMap(new LinkedHashMap<>(byName));
    }

    @Override
    public Answer test(Value value, Map<String, Value> params) {
        return value instanceof Value.Row row
                ? Answer.all(byName.entrySet().stream()
                        .map(field -> field.getValue().test(at(row, field.getKey()), params)))
                : Matcher.mismatch(value, "a row");
    }

    /** The value of a field; one that the row does not have is absent. */
    public static Value at(Value.Row row, String field) {
        return FieldNames.find(row, field).orElseGet(Value.Absent::new);
    }

    /** The first field of which it does not hold, or is not known. */
    public Optional<String> culprit(Value.Row row, Map<String, Value> params) {
        return byName.entrySet().stream()
                .filter(field ->
                        !field.getValue().test(at(row, field.getKey()), params).holds())
                .map(Map.Entry::getKey)
                .findFirst();
    }

    @Override
    public Matcher replacing(Function<Bound, String> change) {
        Map<String, Matcher> replaced = new LinkedHashMap<>();
        byName.forEach((name, matcher) -> replaced.put(name, matcher.replacing(change)));
        return new Fields(replaced);
    }

    @Override
    public void say(Words words) {
        boolean first = true;
        for (Map.Entry<String, Matcher> field : byName.entrySet()) {
            words.say(first ? "" : "; ", first ? "" : "；").name(field.getKey()).say(" ", " ");
            field.getValue().say(words);
            first = false;
        }
    }
}
