package dev.preflight.engine;

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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A profile that judges evidence in place of the one of its run. Values that the run was given beside its profile often
 * describe the hosts, as {@code settings.treat_as_host=true} does. They hold for this profile too; a warning names those that it
 * has no place for.
 *
 * @param profile with all of them that it takes
 * @param taken those values of {@code --set} of the run that it takes
 * @param ofRun what the run was given that is over values of the profile, as {@code --set} takes it
 */
public record OtherProfile(ResolvedProfile profile, List<String> taken, List<String> ofRun) {
    private static final Place PLACE = Place.of("--set of the run");

    /** Collections are copied. */
    public OtherProfile {
        taken = List.copyOf(taken);
        ofRun = List.copyOf(ofRun);
    }

    /**
     * Loads the profile.
     *
     * @param sets values of {@code --set} of the judging, over those of the run
     * @throws ProblemsException with every problem of the profile and of {@code sets}
     */
    public static OtherProfile resolve(
            ProfileLoader profiles, String reference, List<String> sets, RunManifest.Choices run)
            throws ProblemsException {
        return resolve(profiles, reference, settings(run), sets, run.sets());
    }

    /**
     * The same with these settings in place of those of the run alone.
     *
     * @param ofRun values of {@code --set} of the run
     * @throws ProblemsException with every problem of the profile, of the settings and of {@code sets}
     */
    public static OtherProfile resolve(
            ProfileLoader profiles, String reference, Optional<Node> settings, List<String> sets, List<String> ofRun)
            throws ProblemsException {
        try {
            ResolvedProfile profile = profiles.resolve(reference, settings, joined(ofRun, sets));
            return new OtherProfile(profile, ofRun, over(settings, ofRun, sets));
        } catch (ProblemsException e) {
            return resolveWithWhatItTakes(profiles, reference, settings, sets, ofRun);
        }
    }

    /** Where not all of the run's values have a place in the profile: with those that have. */
    private static OtherProfile resolveWithWhatItTakes(
            ProfileLoader profiles, String reference, Optional<Node> settings, List<String> sets, List<String> ofRun)
            throws ProblemsException {
        profiles.resolve(reference, settings, sets);
        List<String> taken = new ArrayList<>();
        List<Problem> refused = new ArrayList<>();
        for (String set : ofRun) {
            try {
                profiles.resolve(reference, settings, List.of(set));
                taken.add(set);
            } catch (ProblemsException e) {
                String why = e.problems().get(0).message();
                refused.add(new Problem(PLACE, "'" + set + "' is not applied: " + why, ""));
            }
        }
        ResolvedProfile profile = profiles.resolve(reference, settings, joined(taken, sets));
        return new OtherProfile(profile.warningOf(refused), taken, over(settings, taken, sets));
    }

    /** Settings and values of the run; not those that another value is over. */
    private static List<String> over(Optional<Node> settings, List<String> taken, List<String> own) {
        Map<String, String> values = new LinkedHashMap<>();
        if (settings.isPresent() && settings.get() instanceof Node.Mapping mapping) {
            mapping.entries().forEach(entry -> {
                String key = "settings." + entry.key();
                values.put(key, entry.value() instanceof Node.Scalar scalar ? key + "=" + scalar.text() : key);
            });
        }
        taken.forEach(set -> values.put(key(set), set));
        own.forEach(set -> values.remove(key(set)));
        return List.copyOf(values.values());
    }

    private static String key(String set) {
        return set.split("=", 2)[0];
    }

    private static List<String> joined(List<String> run, List<String> own) {
        return Stream.concat(run.stream(), own.stream()).toList();
    }

    /** The settings that a run was given, over those of its profile. */
    public static Optional<Node> settings(RunManifest.Choices run) throws ProblemsException {
        Problems problems = new Problems();
        Optional<Node> settings = YamlText.parse("settings of the run", run.settings(), problems);
        problems.throwIfAny();
        return settings;
    }
}
