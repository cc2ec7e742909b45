package dev.preflight.profile;

import java.util.List;

/**
 * What a profile says of itself, without what it inherits.
 *
 * @param name what it is asked for by
 * @param parents what it extends, as it says it
 * @param description what it is for, one sentence; may be empty
 */
public record ProfileSummary(String name, List<String> parents, String description) {
    /** Collections are copied. */
    public ProfileSummary {
        parents = List.copyOf(parents);
    }
}
