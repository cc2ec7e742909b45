package dev.preflight.api;

import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Names remedies whose commands no host of the lab can run. The tests of the lab run the commands of all other remedies
 * as they are printed, and undo them.
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
