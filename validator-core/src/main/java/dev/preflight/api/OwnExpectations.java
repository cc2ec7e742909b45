package dev.preflight.api;

import dev.preflight.define.value.ValueType;
import java.util.List;
import java.util.Optional;

/** A check whose expectations a profile writes. Tests of the profile change them, one after the other: a case must notice. */
public interface OwnExpectations {
    /** The code of each expectation, in the order of the profile. */
    List<String> expectations();

    /** The same check, asking for the same facts, which does not judge the expectation with this code. */
    Check<?> withoutExpectation(String code);

    /** The numbers that expectations compare with, in the order of the profile. */
    List<OwnLimit> limits();

    /** The same check with another number, as a profile would write it; empty if none may be written so. */
    Optional<Check<?>> withLimit(OwnLimit limit, String text);

    /**
     * A number that is written in an expectation.
     *
     * @param code of the expectation
     * @param index which of its numbers, from 0
     * @param name of the matcher, such as {@code min}
     * @param type a whole number, a size, a duration or a version
     * @param text as it is written
     */
    record OwnLimit(String code, int index, String name, ValueType.Simple type, String text) {}
}
