package dev.preflight.node;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Gathers problems, so that a user sees all of them at once. */
public final class Problems {
    private final List<Problem> found = new ArrayList<>();

    /** Notes a problem without a hint. */
    public void add(Place place, String message) {
        add(place, message, "");
    }

    /** Notes a problem and how to go on. */
    public void add(Place place, String message, String hint) {
        found.add(new Problem(place, message, hint));
    }

    /** Whether nothing was noted. */
    public boolean none() {
        return found.isEmpty();
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
