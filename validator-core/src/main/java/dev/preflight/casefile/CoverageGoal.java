package dev.preflight.casefile;

import java.util.OptionalInt;

/**
 * How much of a profile the cases must reach, in percent.
 *
 * @param codes of the codes that its checks can find
 * @param rows of the rows and checks that must be judged
 */
public record CoverageGoal(OptionalInt codes, OptionalInt rows) {
    /** No goal. */
    public static final CoverageGoal NONE = new CoverageGoal(OptionalInt.empty(), OptionalInt.empty());

    /** The same goal, and where the other one says something, that. */
    public CoverageGoal or(CoverageGoal other) {
        return new CoverageGoal(
                other.codes.isPresent() ? other.codes : codes, other.rows.isPresent() ? other.rows : rows);
    }
}
