package dev.preflight.profile;

import dev.preflight.node.Problem;
import java.util.List;

/**
 * What lint found in a profile.
 *
 * @param problems what is wrong, in the order of the text
 * @param warnings what works and should be written in another way, in the order of the text
 */
public record Linted(List<Problem> problems, List<Problem> warnings) {
    /** Collections are copied. */
    public Linted {
        problems = List.copyOf(problems);
        warnings = List.copyOf(warnings);
    }
}
