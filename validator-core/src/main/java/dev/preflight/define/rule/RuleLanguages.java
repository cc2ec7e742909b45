package dev.preflight.define.rule;

import java.util.Optional;
import java.util.ServiceLoader;

/** Finds the language of rules, which an installer that embeds the validator may leave out. */
public final class RuleLanguages {
    /** The artefact that has it; a mistake in a profile names it where it is missing. */
    public static final String ARTEFACT = "dev.preflight:rules";

    private RuleLanguages() {}

    /** The language on the class path; empty if there is none. Nothing of it is loaded before this is asked for. */
    public static Optional<RuleLanguage> find() {
        return ServiceLoader.load(RuleLanguage.class).findFirst();
    }
}
