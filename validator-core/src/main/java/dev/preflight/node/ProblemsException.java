package dev.preflight.node;

import java.util.List;
import java.util.stream.Collectors;

/** What a user wrote cannot be used; carries every problem found. */
public final class ProblemsException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    /** Carries these problems, at least one. */
    public ProblemsException(List<Problem> problems) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    /** A single problem. */
    public ProblemsException(Place place, String message, String hint) {
        this(List.of(new Problem(place, message, hint)));
    }

    /** The problems, in the order of the text. */
    public List<Problem> problems() {
        return problems;
    }
}
