package dev.preflight.api;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Describes a parameter of a check: a component of its parameter record. The errors of lint, {@code explain}, the
 * schema and the documentation are made from it. A component's name in YAML is its Java name in snake case:
 * {@code minSpeed} is {@code min_speed}. See {@link #yaml()} for the exception.
 *
 * <p>Component types: {@code String}, {@code boolean}, {@code int}, {@code long}, {@link java.time.Duration},
 * {@link FileMode}, {@link ByteSize}, enums, {@code List} of these, and records annotated the same way; {@code Optional} of
 * one of them, empty unless a profile gives it; {@link Rows} of such a record. A type with a
 * {@code static T parse(String)} that throws {@link IllegalArgumentException} may be used as well.
 *
 * <p>The default is always allowed, whatever the limits: it means that the value is not set. A component
 * whose value is a setting of the profile has {@link FromSetting} instead.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Param {
    /** One sentence without a period at its end. */
    String value();

    /** The default as YAML text; an empty text means the empty string, the empty list, or zero. */
    String defaultValue() default "";

    /** An example as YAML text, for the documentation. */
    String example() default "";

    /** Whether it reaches the host. */
    Kind kind();

    /** The unit of a number, such as {@code Mbit/s}; empty where the type says it. */
    String unit() default "";

    /** The kind of its texts or numbers; of {@link Rows} that of the keys. */
    Shape shape() default Shape.ANY;

    /** The least number, size or duration as YAML text; empty: the least of the shape. */
    String least() default "";

    /** The greatest number, size or duration as YAML text; empty: the greatest of the shape. */
    String most() default "";

    /** Whether a list must have an element. */
    boolean filled() default false;

    /** Its name in YAML, where the component cannot have it: a word of Java. */
    String yaml() default "";

    /** Names in YAML that it had before; profiles may still use them, and lint names the one that replaced them. */
    String[] oldNames() default {};

    /**
     * What a text names in the inventory. A name that the inventory does not have is an error; an empty text names
     * nothing.
     */
    Names names() default Names.NOTHING;

    /** What a parameter names in the inventory. */
    enum Names {
        /** Nothing. */
        NOTHING,
        /** A group. */
        GROUP,
        /** A host, by its name or by the address that it is reached at. */
        HOST
    }

    /** Whether a parameter reaches the host. */
    enum Kind {
        /** Where to look on a host: decides what is collected, and is sent to the host as a quoted value. */
        LOCATOR,
        /** What facts are compared with; never sent to a host. */
        THRESHOLD
    }
}
