package dev.preflight.api;

import java.util.List;

/** A check whose expectations a profile writes. Tests of the profile leave out one after the other: a case must notice. */
public interface OwnExpectations {
    /** The code of each expectation, in the order of the profile. */
    List<String> expectations();

    /** The same check, asking for the same facts, which does not judge the expectation with this code. */
    Check<?> withoutExpectation(String code);
}
