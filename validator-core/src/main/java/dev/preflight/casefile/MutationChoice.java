package dev.preflight.casefile;

import dev.preflight.node.Place;
import java.util.List;
import java.util.Optional;

/**
 * What is tried beside the cases of a file.
 *
 * @param withhold whether each deciding fact is withheld
 * @param limits how thresholds are changed
 * @param expectations whether each expectation of checks that the profile defines is left out
 * @param except what may survive
 */
public record MutationChoice(boolean withhold, Limits limits, boolean expectations, List<Spared> except) {
    /** Everything. */
    public static final MutationChoice ALL = new MutationChoice(true, Limits.EACH, true, List.of());

    public MutationChoice {
        except = List.copyOf(except);
    }

    /** How thresholds are changed. */
    public enum Limits {
        /** Around what was measured. */
        EACH,
        /** Around what was measured, and around what the profile says: a case must notice each number beside it. */
        EXACT,
        /** Not at all. */
        OFF
    }

    /**
     * What may survive. What is empty stands for all.
     *
     * @param check name of the instance
     * @param fact that is withheld
     * @param row of a table
     * @param limit that is changed
     * @param code of an expectation that is left out, or that has the limit
     * @param why the reason
     * @param place where it is written
     */
    public record Spared(
            String check,
            Optional<String> fact,
            Optional<String> row,
            Optional<String> limit,
            Optional<String> code,
            String why,
            Place place) {
        /** Whether a survivor is allowed by this. */
        boolean covers(Survivor survivor) {
            return check.equals(survivor.check())
                    && same(fact, survivor.fact())
                    && same(row, survivor.row())
                    && same(limit, survivor.limit())
                    && same(code, survivor.code());
        }

        private static boolean same(Optional<String> named, String found) {
            return named.filter(name -> !name.equals(found)).isEmpty();
        }
    }
}
