package dev.preflight.app;

import dev.preflight.node.Place;
import dev.preflight.node.Problem;
import dev.preflight.node.Problems;
import dev.preflight.node.ProblemsException;
import java.util.Map;
import java.util.Optional;

/** Takes steps that may fail and collects the problems of all of them, so that they can be reported together. */
public final class ProblemCollector {
    private final Problems problems = new Problems();
    private final Map<String, Place> places;

    /** Keeps the places that problems name. */
    public ProblemCollector() {
        this(Map.of());
    }

    /**
     * Replaces a place that is an option of the command line by the place of the same field in a request.
     *
     * @param places by option
     */
    ProblemCollector(Map<String, Place> places) {
        this.places = Map.copyOf(places);
    }

    /** A step with a result. */
    public interface Step<T> {
        /** Returns the result, or throws the problems of the step. */
        T take() throws ProblemsException;
    }

    /** A step without a result. */
    public interface Check {
        /** Throws the problems of the step, if there are any. */
        void take() throws ProblemsException;
    }

    /** The result of the step; empty if it had problems, which are collected. */
    public <T> Optional<T> of(Step<T> step) {
        try {
            return Optional.of(step.take());
        } catch (ProblemsException e) {
            collect(e);
            return Optional.empty();
        }
    }

    /** Takes a step without a result. */
    public void check(Check check) {
        try {
            check.take();
        } catch (ProblemsException e) {
            collect(e);
        }
    }

    private void collect(ProblemsException e) {
        for (Problem problem : e.problems()) {
            Place at = problem.place();
            Place place = at.line() == 0 ? places.getOrDefault(at.source(), at) : at;
            problems.add(place, problem.message(), problem.hint());
        }
    }

    /** Whether there is no problem so far. */
    public boolean none() {
        return problems.none();
    }

    /** Throws the problems of all steps so far, if there are any. */
    public void throwIfAny() throws ProblemsException {
        problems.throwIfAny();
    }
}
