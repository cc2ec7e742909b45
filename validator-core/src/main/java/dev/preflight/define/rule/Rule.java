package dev.preflight.define.rule;

import dev.preflight.define.value.Value;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

/** A compiled expression; used by several threads at once. */
public interface Rule {
    /** The reads and parameters that it names. */
    Set<String> names();

    /** Whether it names nothing, so that it is the same on every host. */
    boolean constant();

    /**
     * Whether the expression holds. What is not in {@code values} is unknown: {@code false && unknown} is false,
     * {@code true || unknown} is true, else the answer is {@link Answer#UNKNOWN}, as after an error of the evaluation.
     *
     * @param now the clock of the host when it was read
     */
    Result evaluate(Map<String, Value> values, Instant now);

    /** The three values of an expression. */
    enum Answer {
        HOLDS,
        DOES_NOT_HOLD,
        UNKNOWN
    }

    /**
     * The answer.
     *
     * @param detail why it is unknown, for people; empty where a value was not read, and where it is known
     */
    record Result(Answer answer, String detail) {}
}
