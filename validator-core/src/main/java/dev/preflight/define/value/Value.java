package dev.preflight.define.value;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a read gave, or a part of it. A value that could not be read is none: there is no value for "unknown". A file, key or
 * command that the host does not have is {@link Absent}.
 */
public sealed interface Value {
    /** Text as it was read, without the line break at its end. */
    record Text(String text) implements Value {}

    /** A whole number; a size is its bytes. */
    record Whole(long number) implements Value {}

    /** A number with a fraction. */
    record Decimal(BigDecimal number) implements Value {}

    /** Yes or no. */
    record Bool(boolean holds) implements Value {}

    /** A length of time. */
    record Time(Duration length) implements Value {}

    /** A point in time; a day is its beginning in UTC. */
    record Date(Instant at) implements Value {}

    /** A version, as it was read; never compared as a decimal number. */
    record Version(String text) implements Value {}

    /** Values in the order in which they were read. */
    record Items(List<Value> values) implements Value {
        public Items {
            values = List.copyOf(values);
        }
    }

    /** Values by the name of their field, in the order in which they were read. */
    record Row(Map<String, Value> fields) implements Value {
        public Row {
            fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
        }
    }

    /** The host does not have it. */
    record Absent() implements Value {}
}
