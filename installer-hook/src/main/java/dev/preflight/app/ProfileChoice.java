package dev.preflight.app;

import dev.preflight.node.Node;
import dev.preflight.yaml.YamlOut;
import java.util.List;
import java.util.Optional;

/**
 * Which profile a run uses, and what it changes in it.
 *
 * @param profile the name of a shipped profile, or the path of a file
 * @param settings a mapping of settings, over those of the profile and below {@code sets}
 * @param sets values of {@code --set}, later ones over earlier ones
 * @param only names of the checks to run; empty: all
 * @param skip names of the checks not to run
 * @param failOnWarning whether a warning blocks
 * @param commandsDenied whether commands that the profile itself names are not run
 */
public record ProfileChoice(
        String profile,
        Optional<Node> settings,
        List<String> sets,
        List<String> only,
        List<String> skip,
        boolean failOnWarning,
        boolean commandsDenied) {

    /** The profile that is used unless another is named. */
    public static final String DEFAULT = "container-host";

    /** Unmodifiable lists. */
    public ProfileChoice {
        sets = List.copyOf(sets);
        only = List.copyOf(only);
        skip = List.copyOf(skip);
    }

    /** The settings as YAML; empty without any. */
    String settingsText() {
        return settings.filter(Node.Mapping.class::isInstance)
                .map(node -> YamlOut.text((Node.Mapping) node))
                .orElse("");
    }
}
