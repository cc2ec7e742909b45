package dev.preflight.define.match;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Whether something holds.
 *
 * @param truth whether it does
 * @param detail why that is unknown, for people; otherwise empty
 */
public record Answer(Truth truth, String detail) {
    /** It holds. */
    public static final Answer HOLDS = new Answer(Truth.HOLDS, "");

    /** It does not. */
    public static final Answer FAILS = new Answer(Truth.FAILS, "");

    /** What it is about is absent on the host. */
    public static final Answer ABSENT = new Answer(Truth.ABSENT, "");

    /** The values of an answer. */
    public enum Truth {
        /** It holds. */
        HOLDS,
        /** It does not. */
        FAILS,
        /** There is nothing of which it could hold: it does not, and neither does its opposite. */
        ABSENT,
        /** The value is of another kind than expected. */
        UNKNOWN
    }

    /** It holds or it does not. */
    public static Answer of(boolean holds) {
        return holds ? HOLDS : FAILS;
    }

    /** It cannot be said, since the value is of another type. */
    public static Answer mismatch(String expected, String found) {
        return new Answer(Truth.UNKNOWN, "expected " + expected + ", found " + found);
    }

    /** Whether it holds. */
    public boolean holds() {
        return truth == Truth.HOLDS;
    }

    /** Whether it cannot be said. */
    public boolean unknown() {
        return truth == Truth.UNKNOWN;
    }

    /** The opposite; what is absent has none. */
    Answer negated() {
        return switch (truth) {
            case HOLDS -> FAILS;
            case FAILS -> HOLDS;
            case ABSENT, UNKNOWN -> this;
        };
    }

    /** Whether all hold: one that fails decides, whatever is unknown. */
    public static Answer all(Stream<Answer> answers) {
        List<Answer> each = answers.toList();
        return first(each, Truth.FAILS)
                .or(() -> first(each, Truth.ABSENT))
                .or(() -> first(each, Truth.UNKNOWN))
                .orElse(HOLDS);
    }

    /** Whether at least one holds: one that does decides, whatever is unknown. */
    public static Answer any(Stream<Answer> answers) {
        List<Answer> each = answers.toList();
        return first(each, Truth.HOLDS)
                .or(() -> first(each, Truth.UNKNOWN))
                .or(() -> first(each, Truth.FAILS))
                .or(() -> first(each, Truth.ABSENT))
                .orElse(FAILS);
    }

    private static Optional<Answer> first(List<Answer> answers, Truth truth) {
        return answers.stream().filter(answer -> answer.truth == truth).findFirst();
    }
}
