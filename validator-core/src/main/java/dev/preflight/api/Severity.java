package dev.preflight.api;

import java.util.Locale;

/** What a finding with a certain code means for the installer. */
public enum Severity {
    /** Do not proceed. */
    BLOCKER,
    /** Proceed after a person has looked. */
    WARNING,
    /** No effect. */
    INFO;

    private final String code = name().toLowerCase(Locale.ROOT);

    /** The stable spelling. */
    public String code() {
        return code;
    }
}
