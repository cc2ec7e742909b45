package dev.preflight.api;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

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

    /** The severity with this spelling, or empty. */
    public static Optional<Severity> ofCode(String code) {
        return Stream.of(values()).filter(s -> s.code.equals(code)).findFirst();
    }
}
