package dev.preflight.verdict;

import dev.preflight.fact.CodeName;

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

    private final String code = CodeName.of(this);

    /** The stable spelling, such as {@code proceed-with-warnings}. */
    public String code() {
        return code;
    }
}
