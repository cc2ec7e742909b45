package dev.preflight.define.value;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** What is known of a {@link Value} before a host was asked. */
public sealed interface ValueType {
    /** A type without parts. */
    enum Simple implements ValueType {
        TEXT,
        /** A whole number. */
        INT,
        /** A number that may have a fraction. */
        NUMBER,
        BOOL,
        /** A {@link Value.Whole} of bytes. */
        SIZE,
        DURATION,
        DATE,
        VERSION,
        /** Decided by what is read, as a field of a JSON document. */
        ANY
    }

    /** A list of values of one type. */
    record ListOf(ValueType element) implements ValueType {}

    /**
     * Named fields.
     *
     * @param open whether there may be fields that are not named here, of type {@link Simple#ANY}
     */
    record RowOf(Map<String, ValueType> fields, boolean open) implements ValueType {
        public RowOf {
            fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
        }
    }
}
