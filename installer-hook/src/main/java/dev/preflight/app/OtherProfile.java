package dev.preflight.app;

import dev.preflight.evidence.RunManifest;
import dev.preflight.node.Node;
import dev.preflight.node.Place;
import dev.preflight.node.Problem;
import dev.preflight.node.Problems;
import dev.preflight.node.ProblemsException;
import dev.preflight.profile.ProfileLoader;
import dev.preflight.profile.ResolvedProfile;
import dev.preflight.yaml.YamlText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A profile that judges evidence in place of the one of its run. Values that the run was given beside its profile often
 * describe the hosts, as {@code settings.treat_as_host=true} does. They hold for this profile too; a warning names those that it
 * has no place for.
 */
final class OtherProfile {
    private static final Place PLACE = Place.of("--set of the run");

    private OtherProfile() {}

    /**
     * Loads the profile.
     *
     * @param sets values of {@code --set} of the judging, over those of the run
     * @throws ProblemsException with every problem of the profile and of {@code sets}
     */
    static ResolvedProfile resolve(ProfileLoader profiles, String reference, List<String> sets, RunManifest.Choices run)
            throws ProblemsException {
        Optional<Node> settings = settings(run);
        try {
            return profiles.resolve(reference, settings, joined(run.sets(), sets));
        } catch (ProblemsException e) {
            return resolveWithWhatItTakes(profiles, reference, sets, run);
        }
    }

    /** Where not all of the run's values have a place in the profile: with those that have. */
    private static ResolvedProfile resolveWithWhatItTakes(
            ProfileLoader profiles, String reference, List<String> sets, RunManifest.Choices run)
            throws ProblemsException {
        Optional<Node> settings = settings(run);
        profiles.resolve(reference, settings, sets);
        List<String> taken = new ArrayList<>();
        List<Problem> refused = new ArrayList<>();
        for (String set : run.sets()) {
            try {
                profiles.resolve(reference, settings, List.of(set));
                taken.add(set);
            } catch (ProblemsException e) {
                String why = e.problems().get(0).message();
                refused.add(new Problem(PLACE, "'" + set + "' is not applied: " + why, ""));
            }
        }
        return profiles.resolve(reference, settings, joined(taken, sets)).warningOf(refused);
    }

    private static List<String> joined(List<String> run, List<String> own) {
        return Stream.concat(run.stream(), own.stream()).toList();
    }

    private static Optional<Node> settings(RunManifest.Choices run) throws ProblemsException {
        Problems problems = new Problems();
        Optional<Node> settings = YamlText.parse("settings of the run", run.settings(), problems);
        problems.throwIfAny();
        return settings;
    }
}
