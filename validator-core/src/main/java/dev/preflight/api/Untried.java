package dev.preflight.api;

import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Commands of a check's remedies that no host of the lab can be mended with. All others are run there as they are
 * printed, and undone.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@Repeatable(Untried.All.class)
public @interface Untried {
    /** Which remedies, by id. */
    String[] remedies();

    /** What the lab lacks. */
    String why();

    /** Several of them. */
    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.TYPE)
    @interface All {
        /** Each with its reason. */
        Untried[] value();
    }
}
