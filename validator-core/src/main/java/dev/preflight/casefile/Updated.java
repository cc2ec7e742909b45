package dev.preflight.casefile;

import java.nio.file.Path;
import java.util.List;

/**
 * A case whose expectation was rewritten.
 *
 * @param file the test file
 * @param name of the case
 * @param before lines of the old expectation
 * @param after lines of the new one
 */
public record Updated(Path file, String name, List<String> before, List<String> after) {
    public Updated {
        before = List.copyOf(before);
        after = List.copyOf(after);
    }

    /** Whether anything changed. */
    public boolean changed() {
        return !before.equals(after);
    }
}
