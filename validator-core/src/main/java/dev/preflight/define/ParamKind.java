package dev.preflight.define;

import dev.preflight.api.ByteSize;
import dev.preflight.define.given.Date;
import dev.preflight.define.given.Decimal;
import dev.preflight.define.given.Version;
import dev.preflight.define.value.ValueType;
import dev.preflight.define.value.ValueType.ListOf;
import dev.preflight.define.value.ValueType.Simple;
import java.time.Duration;

/** What a parameter of a definition may be, as {@code type:} says. */
enum ParamKind {
    TEXT(String.class, Simple.TEXT),
    INT(long.class, Simple.INT),
    NUMBER(Decimal.class, Simple.NUMBER),
    BOOL(boolean.class, Simple.BOOL),
    SIZE(ByteSize.class, Simple.SIZE),
    DURATION(Duration.class, Simple.DURATION),
    DATE(Date.class, Simple.DATE),
    VERSION(Version.class, Simple.VERSION),
    /** A list of text. */
    LIST(String.class, new ListOf(Simple.TEXT));

    private final Class<?> java;

    @SuppressWarnings("ImmutableEnumChecker") // a type is immutable, and says so by being a record of copies
    private final ValueType type;

    ParamKind(Class<?> java, ValueType type) {
        this.java = java;
        this.type = type;
    }

    /** The type of its values, or of each of a list. */
    Class<?> java() {
        return java;
    }

    ValueType type() {
        return type;
    }

    /** Whether it can be a word for a host. */
    boolean travels() {
        return this == TEXT || this == INT || this == VERSION;
    }
}
