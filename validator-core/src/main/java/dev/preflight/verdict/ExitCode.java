package dev.preflight.verdict;

/** The exit codes: a contract with installers and CI jobs, equal to the number in the JSON. */
public enum ExitCode {
    /** Proceed; warnings are allowed. */
    PROCEED(0),
    /** A blocker failed. */
    BLOCKED(1),
    /** Not run: wrong options, profile or inventory. */
    NOT_RUN(2),
    /** No blocker failed, but one could not be determined. */
    UNDECIDED(3),
    /** An internal error. */
    INTERNAL_ERROR(70),
    /** Ended by the user. */
    INTERRUPTED(130);

    private final int number;

    ExitCode(int number) {
        this.number = number;
    }

    /** What the process ends with. */
    public int number() {
        return number;
    }
}
