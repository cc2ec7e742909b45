package dev.preflight.node;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** Gathers problems, so that a user sees all of them at once. */
public final class Problems {
    /** A few screens of a terminal. */
    private static final int MOST_HINTED = 100;

    private final List<Problem> found = new ArrayList<>();

    /** Notes a problem without a hint. */
    public void add(Place place, String message) {
        add(place, message, "");
    }

    /** Notes a problem and how to go on. */
    public void add(Place place, String message, String hint) {
        found.add(new Problem(place, message, hint));
    }

    /**
     * Notes a problem and how to go on, where finding that out costs more the longer the text is.
     *
     * @param hint not computed once so many problems are noted that no more are shown
     */
    public void add(Place place, String message, Supplier<String> hint) {
        add(place, message, found.size() < MOST_HINTED ? hint.get() : "");
    }

    /** Whether nothing was noted. */
    public boolean none() {
        return found.isEmpty();
    }

    /** Puts other problems in place of those that were noted. */
    public void replaceAll(UnaryOperator<Problem> change) {
        found.replaceAll(change);
    }

    /** What was noted, each once, in the order of the text. */
    public List<Problem> all() {
        return found.stream()
                .distinct()
                .sorted(Comparator.comparing((Problem p) -> p.place().source())
                        .thenComparingInt(p -> p.place().line())
                        .thenComparingInt(p -> p.place().column()))
                .toList();
    }

    /** Throws if anything was noted. */
    public void throwIfAny() throws ProblemsException {
        if (!found.isEmpty()) {
            throw new ProblemsException(all());
        }
    }
}
