package dev.preflight.api;

import java.util.Optional;
import java.util.function.BiPredicate;

/** Two bounds of a requirement that have to leave something between them; for the constructors of parameter records. */
public final class Bounds {
    private Bounds() {}

    /**
     * Refuses two bounds that nothing can hold.
     *
     * @param least the lower bound, which a profile calls {@code min}
     * @param name what the profile calls the upper one
     * @param holds whether the first of two bounds leaves anything below the second
     * @throws IllegalArgumentException if both are given and it does not
     */
    public static <T> void leaveRoom(Optional<T> least, String name, Optional<T> upper, BiPredicate<T, T> holds) {
        if (least.isPresent() && upper.isPresent() && !holds.test(least.get(), upper.get())) {
            throw new IllegalArgumentException(name + ": nothing can hold this and min together");
        }
    }
}
