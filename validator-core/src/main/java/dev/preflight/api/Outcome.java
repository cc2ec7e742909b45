package dev.preflight.api;

import dev.preflight.fact.CodeName;

/**
 * The outcome of a check for one subject. A waiver does not change it. {@link #SKIPPED} is used by the engine only,
 * never by a judge.
 */
public enum Outcome {
    /** Measured and good. */
    PASS,
    /** Measured; works, but a person should look. */
    WARNING,
    /** Measured and wrong. */
    FAIL,
    /** Could not be determined; the reason says why. */
    UNKNOWN,
    /** Does not concern this host, or the setting that it judges by is not set. */
    NOT_APPLICABLE,
    /** The user said that the check shall not run. */
    SKIPPED;

    private final String code = CodeName.of(this);

    /** The stable spelling, such as {@code not-applicable}. */
    public String code() {
        return code;
    }
}
