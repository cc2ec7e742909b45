package dev.preflight.define.read;

import dev.preflight.define.value.ValueType;
import dev.preflight.define.value.ValueType.ListOf;
import dev.preflight.define.value.ValueType.Simple;
import dev.preflight.fact.CodeName;
import java.util.Optional;
import java.util.stream.Stream;

/** What the text of a field stands for, as a profile writes it under {@code types:}. */
public enum FieldType {
    TEXT(Simple.TEXT),
    /** A whole number. */
    INT(Simple.INT),
    /** A number that may have a fraction; its value is always a {@link dev.preflight.define.value.Value.Decimal}. */
    NUMBER(Simple.NUMBER),
    /** {@code true}, {@code yes}, {@code on}, {@code 1}, or their opposites, in any case. */
    BOOL(Simple.BOOL),
    /** Bytes: a number with a unit, or without one. */
    SIZE(Simple.SIZE),
    /** A number with a unit of time, or seconds without one. */
    DURATION(Simple.DURATION),
    /** A day, or a point in time with its offset, of ISO 8601. */
    DATE(Simple.DATE),
    VERSION(Simple.VERSION),
    /** Texts between separators; an empty text is no element. */
    LIST(new ListOf(Simple.TEXT));

    @SuppressWarnings("ImmutableEnumChecker") // records, whose collections are copies
    private final ValueType type;

    private final String word = CodeName.of(this);

    FieldType(ValueType type) {
        this.type = type;
    }

    /** The type of its values. */
    public ValueType type() {
        return type;
    }

    /** How a profile writes it. */
    public String word() {
        return word;
    }

    /** The type that a profile writes so. */
    public static Optional<FieldType> ofWord(String word) {
        return Stream.of(values()).filter(type -> type.word.equals(word)).findFirst();
    }
}
