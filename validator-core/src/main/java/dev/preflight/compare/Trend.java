package dev.preflight.compare;

import dev.preflight.fact.CodeName;
import dev.preflight.verdict.ExitCode;

/** Whether a run came out worse than an earlier one. */
public enum Trend {
    /** Nothing blocks that did not before, and nothing is undecided that was not. */
    NOT_WORSE(ExitCode.PROCEED),
    /** Something is undecided that was not before, and nothing blocks that did not. */
    UNDECIDED(ExitCode.UNDECIDED),
    /** Something blocks that did not before. */
    WORSE(ExitCode.BLOCKED);

    private final String code = CodeName.of(this);
    private final ExitCode exit;

    Trend(ExitCode exit) {
        this.exit = exit;
    }

    /** The stable spelling, such as {@code not-worse}. */
    public String code() {
        return code;
    }

    /** What the command ends with. */
    public ExitCode exit() {
        return exit;
    }
}
