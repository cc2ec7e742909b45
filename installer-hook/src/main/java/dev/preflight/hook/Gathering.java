package dev.preflight.hook;

import dev.preflight.node.Problem;
import dev.preflight.node.Problems;
import dev.preflight.node.ProblemsException;
import java.util.Optional;

/** Carries on after a problem, so that all problems of a request are named at once. */
public final class Gathering {
    private final Problems problems = new Problems();

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
                problems.add(problem.place(), problem.message(), problem.hint());
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
