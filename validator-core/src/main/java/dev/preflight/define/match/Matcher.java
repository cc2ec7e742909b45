package dev.preflight.define.match;

import dev.preflight.define.value.Value;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Something that may hold of a value. */
public interface Matcher {
    /** Whether it holds of this value, with these parameters. */
    Answer test(Value value, Map<String, Value> params);

    /** Says what it requires, behind the name of what it is required of. */
    void say(Words words);

    /**
     * The same with each number that is written in it as this says, asked in their order. Numbers below a "not" stay: there
     * a least number acts as a greatest.
     *
     * @throws IllegalArgumentException or ArithmeticException if it says no such number
     */
    default Matcher replacing(Function<Bound, String> change) {
        return this;
    }

    /** Several that all have to hold; one of them is itself. */
    static Matcher all(List<Matcher> matchers) {
        return matchers.size() == 1 ? matchers.get(0) : new Combined(Combined.How.ALL, matchers);
    }

    /** The value of an absent thing is none that could be of a wrong kind. */
    static Answer mismatch(Value value, String expected) {
        return value instanceof Value.Absent ? Answer.ABSENT : Answer.mismatch(expected, Shown.kind(value));
    }
}
