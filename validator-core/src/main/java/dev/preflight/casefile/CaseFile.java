package dev.preflight.casefile;

import dev.preflight.node.Node;
import dev.preflight.node.Place;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A test file of one profile, as it was written.
 *
 * @param path the file
 * @param profile the profile as {@link dev.preflight.profile.ProfileLoader} takes it
 * @param profilePlace where the file names it
 * @param settings over those of the profile, for every case
 * @param cases at least one
 * @param mutations what is tried beside the cases
 * @param coverage how much the cases must reach
 */
public record CaseFile(
        Path path,
        String profile,
        Place profilePlace,
        Optional<Node.Mapping> settings,
        List<Case> cases,
        MutationChoice mutations,
        CoverageGoal coverage) {
    public CaseFile {
        cases = List.copyOf(cases);
    }

    /** What the file is called in reports. */
    public String name() {
        return path.toString();
    }
}
