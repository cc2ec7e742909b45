package dev.preflight.fact;

import java.util.function.Function;

/**
 * A fact, or the reason why there is none. "The file does not exist" is a value of a fact, not a missing one.
 *
 * @param <T> the fact's type
 */
public sealed interface Reading<T> {

    /** The fact as parsed. */
    record Got<T>(T value) implements Reading<T> {}

    /**
     * No fact.
     *
     * @param reason why
     * @param detail what the host or the transport said about it, one line, untrusted; may be empty; an {@link Excerpt}
     */
    record Missing<T>(Reason reason, String detail) implements Reading<T> {
        /** Keeps of the detail what is read. */
        public Missing {
            detail = Excerpt.of(detail);
        }

        /** The same absence, of another type. */
        public <U> Missing<U> as() {
            return new Missing<>(reason, detail);
        }
    }

    /** A reading that has its value. */
    static <T> Reading<T> got(T value) {
        return new Got<>(value);
    }

    /** A reading that has none. */
    static <T> Reading<T> missing(Reason reason, String detail) {
        return new Missing<>(reason, detail);
    }

    /** Applies the first function to the fact, or the second one to its absence. */
    default <R> R fold(Function<? super T, ? extends R> got, Function<? super Missing<T>, ? extends R> missing) {
        if (this instanceof Got<T> g) {
            return got.apply(g.value());
        }
        return missing.apply((Missing<T>) this);
    }

    /** The reading that the function makes of the fact; the same absence if there is no fact. */
    default <R> Reading<R> flatMap(Function<? super T, Reading<R>> next) {
        return fold(next, Missing::as);
    }

    /** Whether the fact is missing. */
    default boolean isMissing() {
        return this instanceof Missing;
    }
}
