package dev.preflight.verdict;

import java.util.Locale;

/** May the installer proceed; of one host, and of the run. In order of how bad it is. */
public enum Verdict {
    /** Yes. */
    PROCEED,
    /** Yes, after a person has looked at the warnings. */
    PROCEED_WITH_WARNINGS,
    /** It could not be determined. */
    UNDECIDED,
    /** No. */
    BLOCKED;

    private final String code = name().toLowerCase(Locale.ROOT).replace('_', '-');

    /** The stable spelling, such as {@code proceed-with-warnings}. */
    public String code() {
        return code;
    }
}
