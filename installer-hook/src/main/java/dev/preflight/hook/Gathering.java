package dev.preflight.hook;

import dev.preflight.node.Place;
import dev.preflight.node.Problem;
import dev.preflight.node.Problems;
import dev.preflight.node.ProblemsException;
import java.util.Map;
import java.util.Optional;

/** Carries on after a problem, so that all problems of a request are named at once. */
public final class Gathering {
    private final Problems problems = new Problems();
    private final Map<String, Place> places;

    /** Names problems where they are found. */
    public Gathering() {
        this(Map.of());
    }

    /**
     * Names problems at the places of a request.
     *
     * @param places by the option of the command line that a problem names
     */
    Gathering(Map<String, Place> places) {
        this.places = Map.copyOf(places);
    }

    /** A step that may find problems. */
    public interface Step<T> {
        /** Does it. */
        T take() throws ProblemsException;
    }

    /** The result of a step, or empty after its problems were noted. */
    public <T> Optional<T> of(Step<T> step) {
        try {
            return Optional.of(step.take());
        } catch (ProblemsException e) {
            for (Problem problem : e.problems()) {
                Place at = problem.place();
                Place place = at.line() == 0 ? places.getOrDefault(at.source(), at) : at;
                problems.add(place, problem.message(), problem.hint());
            }
            return Optional.empty();
        }
    }

    /** Whether no step found a problem so far. */
    public boolean none() {
        return problems.none();
    }

    /** Throws if a step found problems. */
    public void throwIfAny() throws ProblemsException {
        problems.throwIfAny();
    }
}
