package dev.preflight.casefile;

import java.util.List;

/**
 * What of a profile the cases of a file reach.
 *
 * @param lines one for each instance, or each of its rows
 * @param codesReached of the codes that its instances can find
 * @param codes how many those are
 * @param goal what must be reached
 */
public record Coverage(List<Line> lines, int codesReached, int codes, CoverageGoal goal) {
    private static final int WHOLE = 100;

    public Coverage {
        lines = List.copyOf(lines);
    }

    /**
     * What was seen of an instance or of one of its rows.
     *
     * @param check name of the instance
     * @param row its key; empty for an instance without rows
     * @param seen outcomes and codes that a case came to
     * @param never those that none came to
     * @param judged whether a case came to more than unknown and not applicable
     */
    public record Line(String check, String row, List<String> seen, List<String> never, boolean judged) {
        public Line {
            seen = List.copyOf(seen);
            never = List.copyOf(never);
        }

        @Override
        public String toString() {
            String name = row.isEmpty() ? check : check + " " + row;
            String all = seen.isEmpty() ? "nothing" : String.join(", ", seen);
            return name + ": " + all + (never.isEmpty() ? "" : "; never: " + String.join(", ", never));
        }
    }

    /** How many lines were judged. */
    public long rowsReached() {
        return lines.stream().filter(Line::judged).count();
    }

    /** The share of the codes, in percent, rounded down. */
    public int codesPercent() {
        return codes == 0 ? WHOLE : codesReached * WHOLE / codes;
    }

    /** The share of the rows, in percent, rounded down. */
    public int rowsPercent() {
        return lines.isEmpty() ? WHOLE : (int) (rowsReached() * WHOLE / lines.size());
    }

    /** Whether the goal is reached. */
    public boolean enough() {
        return codesPercent() >= goal.codes().orElse(0)
                && rowsPercent() >= goal.rows().orElse(0);
    }
}
