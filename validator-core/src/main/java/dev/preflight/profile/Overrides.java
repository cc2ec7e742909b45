package dev.preflight.profile;

import dev.preflight.node.Node;
import dev.preflight.node.Node.ScalarType;
import dev.preflight.node.Place;
import dev.preflight.node.Problems;
import dev.preflight.node.Suggestion;
import dev.preflight.param.Values;
import dev.preflight.yaml.YamlText;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Values of {@code --set}, as a profile that overrides the others. */
final class Overrides {
    private static final Place PLACE = Place.of("--set");
    private static final String FORM = "write settings.NAME=VALUE, vars.NAME=VALUE or CHECK.PARAMETER=VALUE";

    private final Node.Mapping profile;
    private final List<String> settings;
    private final Renames renames;
    private final Problems problems;
    private final Problems absences;

    /**
     * Reads values that are given beside a profile.
     *
     * @param profile what they override; they may only name checks and variables that it has
     * @param settings the names of all settings
     * @param renames for checks that are named by an old id
     * @param absences where to note that it lacks one, which an unread ancestor might have
     */
    Overrides(Node.Mapping profile, List<String> settings, Renames renames, Problems problems, Problems absences) {
        this.profile = profile;
        this.settings = settings;
        this.renames = renames;
        this.problems = problems;
        this.absences = absences;
    }

    /** One small profile for each value. */
    List<Node.Mapping> read(List<String> sets) {
        return sets.stream().flatMap(set -> one(set).stream()).toList();
    }

    private Optional<Node.Mapping> one(String set) {
        int equals = set.indexOf('=');
        int dot = set.indexOf('.');
        if (dot < 1 || equals < dot + 2) {
            problems.add(PLACE, "cannot read '" + set + "'", bareSetting(set) + FORM);
            return Optional.empty();
        }
        String head = set.substring(0, dot);
        String name = set.substring(dot + 1, equals);
        Optional<Node> value = value(set.substring(0, equals), set.substring(equals + 1));
        if (head.equals("settings")) {
            return value.map(v -> mapping("settings", mapping(name, v)));
        }
        if (head.equals("vars")) {
            return known("variable", name, keys("vars"), Map.of())
                    ? value.map(v -> mapping("vars", mapping(name, v)))
                    : Optional.empty();
        }
        List<String> heads = new ArrayList<>(keys("checks"));
        String check = renames.instance(head, heads, PLACE);
        heads.add("settings");
        heads.add("vars");
        return known("check", check, heads, renames.replacedChecks())
                ? value.map(v -> mapping("checks", mapping(check, mapping("params", mapping(name, v)))))
                : Optional.empty();
    }

    /** A hint for a setting that was written without "settings." in front; empty if there is no such setting. */
    private String bareSetting(String set) {
        String name = set.substring(0, Math.max(0, set.indexOf('=')));
        return Suggestion.nearest(name, settings)
                .map(near -> "did you mean 'settings." + near + set.substring(name.length()) + "'? ")
                .orElse("");
    }

    private boolean known(String what, String name, Collection<String> valid, Map<String, String> replaced) {
        if (!valid.contains(name)) {
            absences.add(
                    PLACE, "the profile has no " + what + " '" + name + "'", Suggestion.hint(name, valid, replaced));
        }
        return valid.contains(name);
    }

    private List<String> keys(String section) {
        Optional<Node> node = profile.get(section);
        return node.isPresent() && node.get() instanceof Node.Mapping m
                ? m.entries().stream()
                        .filter(e -> !Values.isOff(e.value()))
                        .map(Node.Entry::key)
                        .toList()
                : List.of();
    }

    private Optional<Node> value(String key, String text) {
        Problems own = new Problems();
        Optional<Node> value = YamlText.parse("--set", text, own);
        own.all().forEach(p -> problems.add(PLACE, key + ": " + p.message(), p.hint()));
        if (!own.none()) {
            return Optional.empty();
        }
        return Optional.of(value.map(Overrides::placed).orElseGet(() -> new Node.Scalar("", ScalarType.STRING, PLACE)));
    }

    private static Node placed(Node node) {
        if (node instanceof Node.Sequence s) {
            return new Node.Sequence(s.items().stream().map(Overrides::placed).toList(), PLACE);
        }
        if (node instanceof Node.Mapping m) {
            return new Node.Mapping(
                    m.entries().stream()
                            .map(e -> new Node.Entry(e.key(), PLACE, placed(e.value())))
                            .toList(),
                    PLACE);
        }
        Node.Scalar scalar = (Node.Scalar) node;
        return new Node.Scalar(scalar.text(), scalar.type(), PLACE);
    }

    private static Node.Mapping mapping(String key, Node value) {
        return new Node.Mapping(List.of(new Node.Entry(key, PLACE, value)), PLACE);
    }
}
