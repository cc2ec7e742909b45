package dev.preflight.rules;

import java.util.AbstractMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The fields of a row, also by the name that a rule writes for one with a hyphen. */
final class RowView extends AbstractMap<String, Object> {
    private final Map<String, Object> fields;
    private final Map<String, String> names = new HashMap<>();

    /** A field whose value cannot be used; looking at it is an error. */
    record Unusable(String detail) {
        @Override
        public boolean equals(@Nullable Object other) {
            throw new RuleFault(detail);
        }

        @Override
        public int hashCode() {
            throw new RuleFault(detail);
        }
    }

    RowView(Map<String, Object> fields) {
        this.fields = fields;
        for (String name : fields.keySet()) {
            if (name.indexOf('-') >= 0) {
                names.putIfAbsent(RuleTypes.written(name), name);
            }
        }
    }

    private String name(@Nullable Object key) {
        String asked = String.valueOf(key);
        return fields.containsKey(asked) ? asked : names.getOrDefault(asked, asked);
    }

    @Override
    public @Nullable Object get(@Nullable Object key) {
        Object value = fields.get(name(key));
        if (value instanceof Unusable unusable) {
            throw new RuleFault(unusable.detail());
        }
        return value;
    }

    @Override
    public boolean containsKey(@Nullable Object key) {
        return fields.containsKey(name(key));
    }

    @Override
    public Set<Map.Entry<String, Object>> entrySet() {
        return fields.entrySet();
    }
}
