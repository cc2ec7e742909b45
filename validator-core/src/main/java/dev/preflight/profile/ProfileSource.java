package dev.preflight.profile;

import dev.preflight.node.Place;
import dev.preflight.node.Problems;
import java.nio.file.Path;
import java.util.Optional;

/** Finds the text of a profile. */
public interface ProfileSource {

    /**
     * Finds a profile.
     *
     * @param reference the name of a shipped profile, or a path
     * @param at the place of the reference
     * @param from the profile that refers to it; empty if the user does
     * @return the text, or empty after the problem was noted
     */
    Optional<Text> find(String reference, Place at, Optional<Text> from, Problems problems);

    /**
     * The text of a profile.
     *
     * @param source what places call it
     * @param identity the same for two references exactly if they name the same profile
     * @param file where it lies; empty for a shipped one
     * @param text the YAML
     */
    record Text(String source, String identity, Optional<Path> file, String text) {}
}
