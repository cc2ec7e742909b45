package dev.preflight.profile;

import dev.preflight.node.Node;
import dev.preflight.node.Node.ScalarType;
import dev.preflight.node.Place;
import dev.preflight.node.Problems;
import dev.preflight.node.Suggestion;
import dev.preflight.param.Keys;
import dev.preflight.param.RowReader;
import dev.preflight.param.Values;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Puts one profile over another: mappings merge, lists and single values replace, waivers add up. */
final class Merge {
    /** Sections that may be empty, such as one whose lines are all comments. */
    private static final Set<String> SECTIONS = Set.of("settings", "vars", "waivers");

    private final Problems problems;
    private final Problems absences;
    private final Map<String, String> replaced;

    /**
     * A merge.
     *
     * @param absences where to note that something is missing that an ancestor might have
     * @param replaced the present id of each check by each that it had before
     */
    Merge(Problems problems, Problems absences, Map<String, String> replaced) {
        this.problems = problems;
        this.absences = absences;
        this.replaced = replaced;
    }

    private static boolean isNothing(Node value) {
        return value instanceof Node.Scalar s && s.type() == ScalarType.NULL;
    }

    /** The child over the parent; a key that the child has twice is noted, and its first value counts. */
    Node.Mapping over(Node.Mapping parent, Node.Mapping child) {
        Node.Mapping once = (Node.Mapping) distinct(child);
        once.get("checks").ifPresent(checks -> checkOffs(parent, checks));
        List<Node.Entry> entries = new ArrayList<>();
        for (Node.Entry e : once.entries()) {
            if (e.key().equals("checks")) {
                entries.add(new Node.Entry(e.key(), e.keyPlace(), nothingIsEmpty(e.value())));
            } else if (!SECTIONS.contains(e.key()) || !isNothing(e.value())) {
                entries.add(e);
            }
        }
        return merge(parent, new Node.Mapping(entries, once.place()), List.of());
    }

    private void checkOffs(Node.Mapping parent, Node checks) {
        Optional<Node> inherited = parent.get("checks");
        offs(inherited, checks, "check", "switched off");
        if (checks instanceof Node.Mapping mapping) {
            for (Node.Entry check : mapping.entries()) {
                at(Optional.of(check.value()), "params", "require")
                        .ifPresent(
                                rows -> offs(at(inherited, check.key(), "params", "require"), rows, "row", "removed"));
            }
        }
    }

    /** Notes what is off here and is not inherited. */
    private void offs(Optional<Node> parent, Node child, String what, String done) {
        List<String> inherited = parent.stream()
                .flatMap(node -> node instanceof Node.Mapping m ? m.entries().stream() : Stream.empty())
                .map(Node.Entry::key)
                .toList();
        if (child instanceof Node.Mapping mapping) {
            for (Node.Entry e : mapping.entries()) {
                if (Values.isOff(e.value()) && !inherited.contains(e.key())) {
                    absences.add(
                            e.keyPlace(),
                            "no " + what + " '" + e.key() + "' is inherited that could be " + done,
                            () -> Suggestion.hint(e.key(), inherited, replaced));
                }
            }
        }
    }

    private static Optional<Node> at(Optional<Node> node, String... path) {
        Optional<Node> at = node;
        for (String key : path) {
            at = at.flatMap(n -> n instanceof Node.Mapping m ? m.get(key) : Optional.empty());
        }
        return at;
    }

    /** In {@code checks}, a name with nothing behind it is the check as it is. */
    private static Node nothingIsEmpty(Node checks) {
        if (!(checks instanceof Node.Mapping mapping)) {
            return isNothing(checks) ? new Node.Mapping(List.of(), checks.place()) : checks;
        }
        List<Node.Entry> entries = new ArrayList<>();
        for (Node.Entry e : mapping.entries()) {
            Node value = isNothing(e.value()) ? new Node.Mapping(List.of(), e.keyPlace()) : e.value();
            entries.add(new Node.Entry(e.key(), e.keyPlace(), value));
        }
        return new Node.Mapping(entries, mapping.place());
    }

    private static Node.Mapping merge(Node.Mapping parent, Node.Mapping child, List<String> path) {
        Map<String, Node.Entry> merged = new LinkedHashMap<>();
        parent.entries().forEach(e -> merged.put(e.key(), e));
        for (Node.Entry e : child.entries()) {
            if (isRow(path) && isNothing(e.value()) && merged.remove(e.key()) != null) {
                continue; // what the parent's row says there is meant no longer
            }
            List<String> own = new ArrayList<>(path);
            own.add(e.key());
            merged.merge(
                    e.key(),
                    e,
                    (old, young) ->
                            new Node.Entry(e.key(), keyPlace(old, young), value(old.value(), young.value(), own)));
        }
        return new Node.Mapping(List.copyOf(merged.values()), child.place());
    }

    private static Place keyPlace(Node.Entry old, Node.Entry young) {
        boolean both = old.value() instanceof Node.Mapping && young.value() instanceof Node.Mapping;
        return both ? old.keyPlace() : young.keyPlace();
    }

    private static Node value(Node old, Node young, List<String> path) {
        if (young instanceof Node.Mapping y) {
            return mapping(old, isRow(path)).<Node>map(o -> merge(o, y, path)).orElse(young);
        }
        boolean add = path.equals(List.of("waivers"));
        if (add && old instanceof Node.Sequence o && young instanceof Node.Sequence y) {
            List<Node> both = new ArrayList<>(o.items());
            both.addAll(y.items());
            return new Node.Sequence(both, y.place());
        }
        return young;
    }

    /** The mapping that a child's mapping merges with; in a table of requirements a plain value is one, too. */
    private static Optional<Node.Mapping> mapping(Node node, boolean row) {
        if (node instanceof Node.Mapping mapping) {
            return Optional.of(mapping);
        }
        boolean value = row && node instanceof Node.Scalar && !Values.isOff(node) && !isNothing(node);
        return value
                ? Optional.of(
                        new Node.Mapping(List.of(new Node.Entry(RowReader.VALUE, node.place(), node)), node.place()))
                : Optional.empty();
    }

    /** Whether it is a row of {@code checks.NAME.params.require}. */
    private static boolean isRow(List<String> path) {
        return path.size() == 5
                && path.get(0).equals("checks")
                && path.get(2).equals("params")
                && path.get(3).equals("require");
    }

    private Node distinct(Node node) {
        if (node instanceof Node.Sequence s) {
            return new Node.Sequence(s.items().stream().map(this::distinct).toList(), s.place());
        }
        if (node instanceof Node.Mapping m) {
            Collection<Node.Entry> once = Keys.unique(m, problems).values();
            return new Node.Mapping(
                    once.stream()
                            .map(e -> new Node.Entry(e.key(), e.keyPlace(), distinct(e.value())))
                            .toList(),
                    m.place());
        }
        return node;
    }
}
