package dev.preflight.casefile;

import dev.preflight.api.Finding;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Finds the number at which what is found turns into something else: the one that was measured, whatever a check measures
 * and in whatever unit. It searches from the number in the profile outwards, in steps that double, and then between the last
 * two, so that it judges some hundred times at most.
 */
final class Turn {
    /** How many numbers around the turn are tried. */
    static final int SAMPLES = 3;

    /** Numbers above are measured of nothing; far below what a long holds, so that no sum of them overflows. */
    private static final long FARTHEST = 1L << 50;

    private final String where;
    private final String limit;
    private final Scale scale;
    private final Function<String, Optional<List<Finding>>> judge;
    private final Map<Long, Optional<Found>> known = new HashMap<>();

    /** What was found by one number. */
    private record Found(Set<String> signature, int badness) {
        static Found of(Collection<Finding> findings) {
            return new Found(Signature.of(findings), Signature.badness(findings));
        }
    }

    /**
     * Searches for a threshold.
     *
     * @param where name of the case
     * @param limit what it is called: of {@code min} and {@code max} it is known which side is stricter
     * @param judge what is found by a number; empty for one that the check does not allow
     */
    Turn(String where, String limit, Scale scale, Function<String, Optional<List<Finding>>> judge) {
        this.where = where;
        this.limit = limit;
        this.scale = scale;
        this.judge = judge;
    }

    /** The name of the case. */
    String where() {
        return where;
    }

    /** What is found by a number; empty for one that the check does not allow. */
    private Optional<Found> at(long number) {
        return known.computeIfAbsent(
                number,
                any -> number < 0 || number > FARTHEST
                        ? Optional.empty()
                        : judge.apply(scale.at(number)).map(Found::of));
    }

    private boolean same(long one, long other) {
        return at(one).map(Found::signature).equals(at(other).map(Found::signature));
    }

    /** The last number before one by which something else is found; empty if no number makes a difference. */
    OptionalLong lastBeforeChange() {
        OptionalLong up = changeTowards(1);
        return up.isPresent() ? up : changeTowards(-1);
    }

    private OptionalLong changeTowards(int sign) {
        long last = scale.now();
        for (long step = 1; step > 0 && step <= FARTHEST; step *= 2) {
            long next = scale.now() + sign * step;
            if (at(next).isEmpty()) {
                // The last number that is allowed may still make a difference.
                OptionalLong edge = edge(last, next);
                return edge.isPresent() && !same(last, edge.getAsLong())
                        ? OptionalLong.of(between(last, edge.getAsLong()))
                        : OptionalLong.empty();
            }
            if (!same(last, next)) {
                return OptionalLong.of(between(last, next));
            }
            last = next;
        }
        return OptionalLong.empty();
    }

    /** The number nearest to one that is not allowed. */
    private OptionalLong edge(long allowed, long not) {
        long good = allowed;
        long bad = not;
        while (Math.abs(bad - good) > 1) {
            long middle = good + (bad - good) / 2;
            if (at(middle).isPresent()) {
                good = middle;
            } else {
                bad = middle;
            }
        }
        return good == allowed ? OptionalLong.empty() : OptionalLong.of(good);
    }

    /** Of two neighbours between these by which different things are found, the smaller one. */
    private long between(long one, long other) {
        long same = one;
        long differs = other;
        while (Math.abs(differs - same) > 1) {
            long middle = same + (differs - same) / 2;
            if (same(one, middle)) {
                same = middle;
            } else {
                differs = middle;
            }
        }
        return Math.min(same, differs);
    }

    /** The number nearest to that of the profile by which something else is found. */
    String other(long last) {
        return scale.at(last >= scale.now() ? last + 1 : last);
    }

    /** What is wrong with the turn behind this number; empty if the outcome changes once, and to the right side. */
    Optional<String> complaint(long last) {
        int below = badness(last);
        int above = badness(last + 1);
        boolean asLeast = above > below;
        long measured = above < below ? last + 1 : last;
        boolean twice = at(measured - 1).isPresent()
                && at(measured + 1).isPresent()
                && !same(measured - 1, measured)
                && !same(measured, measured + 1);
        String beside = scale.at(measured - 1) + ", " + scale.at(measured) + " and " + scale.at(measured + 1);
        if (twice && isBound(limit)) {
            return Optional.of("by " + beside + " the outcome changes twice");
        }
        boolean least = limit.matches("(min|least).*");
        boolean most = limit.matches("(max|most|below).*");
        if (above != below && ((least && !asLeast) || (most && asLeast))) {
            return Optional.of("it acts as a " + (least ? "maximum" : "minimum") + ": by " + beside
                    + " the outcome becomes " + (asLeast ? "worse" : "better"));
        }
        return Optional.empty();
    }

    /** Whether a limit of this name is a least or a greatest number. */
    static boolean isBound(String limit) {
        return limit.matches("(min|max|least|most|below).*");
    }

    /** Whether all is well with the number of the profile. */
    boolean passes() {
        return badness(scale.now()) == 0;
    }

    /** The numbers, of the one in the profile and the two beside it, that were measured: those at which the outcome turns. */
    Set<Long> measuredBeside() {
        Set<Long> measured = new TreeSet<>();
        for (long number = scale.now() - 2; number <= scale.now() + 1; number++) {
            if (at(number).isPresent() && at(number + 1).isPresent() && !same(number, number + 1)) {
                measured.add(badness(number + 1) < badness(number) ? number + 1 : number);
            }
        }
        measured.removeIf(number -> Math.abs(number - scale.now()) > 1);
        return measured;
    }

    private int badness(long number) {
        return at(number).map(Found::badness).orElse(0);
    }
}
