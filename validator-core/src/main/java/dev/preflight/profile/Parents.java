package dev.preflight.profile;

import dev.preflight.node.Node;
import dev.preflight.node.Place;
import dev.preflight.node.Problems;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Puts several profiles that one profile extends together. Mappings merge and waivers add up. Where two give one key
 * different values, the one holds that extends the profile from which the other has its value; where neither does, the
 * child has to decide, or it is a problem that names both places.
 */
final class Parents {
    /** What a profile says of itself alone. */
    private static final Set<String> OF_ITSELF = Set.of("name", "description", "extends");

    private final Node.Mapping child;
    private final Problems problems;

    /** Puts together what this profile extends. */
    Parents(Node.Mapping child, Problems problems) {
        this.child = child;
        this.problems = problems;
    }

    /**
     * A profile with all that it inherits.
     *
     * @param sources where it and its ancestors were read from
     */
    record Resolved(Node.Mapping document, Set<String> sources) {}

    /** All in one, the first one first; an empty profile if there is none. */
    Node.Mapping together(List<Resolved> parents) {
        if (parents.isEmpty()) {
            return new Node.Mapping(List.of(), child.place());
        }
        Resolved all = parents.get(0);
        for (Resolved next : parents.subList(1, parents.size())) {
            Node.Mapping both = mapping(all, next, all.document(), next.document(), List.of());
            Set<String> sources = new TreeSet<>(all.sources());
            sources.addAll(next.sources());
            all = new Resolved(both, sources);
        }
        return all.document();
    }

    private Node.Mapping mapping(Resolved a, Resolved b, Node.Mapping one, Node.Mapping other, List<String> path) {
        Map<String, Node.Entry> entries = new LinkedHashMap<>();
        one.entries().forEach(entry -> entries.put(entry.key(), entry));
        for (Node.Entry entry : other.entries()) {
            entries.merge(entry.key(), entry, (left, right) -> {
                Node value = value(a, b, left.value(), right.value(), with(path, entry.key()));
                return new Node.Entry(left.key(), left.keyPlace(), value);
            });
        }
        return new Node.Mapping(List.copyOf(entries.values()), one.place());
    }

    private Node value(Resolved a, Resolved b, Node left, Node right, List<String> path) {
        if (left instanceof Node.Mapping one && right instanceof Node.Mapping other) {
            return mapping(a, b, one, other, path);
        }
        if (path.equals(List.of("waivers"))
                && left instanceof Node.Sequence one
                && right instanceof Node.Sequence other) {
            List<Node> both = new ArrayList<>(one.items());
            other.items().stream().filter(item -> !one.items().contains(item)).forEach(both::add);
            return new Node.Sequence(both, one.place());
        }
        if (same(left, right) || b.sources().contains(left.place().source())) {
            return right;
        }
        boolean known = a.sources().contains(right.place().source());
        if (!known && !OF_ITSELF.contains(path.get(0)) && !decides(child, path)) {
            problems.add(
                    at(),
                    "the profiles that this one extends differ in " + String.join(".", path) + ": " + shown(left)
                            + " at " + left.place() + ", " + shown(right) + " at " + right.place(),
                    "say here what holds");
        }
        return left;
    }

    private Place at() {
        return child.get("extends").map(Node::place).orElse(child.place());
    }

    /** Whether the child says something at this key, or replaces what it lies in. */
    private static boolean decides(Node child, List<String> path) {
        if (path.isEmpty() || !(child instanceof Node.Mapping mapping)) {
            return true;
        }
        Optional<Node> next = mapping.get(path.get(0));
        return next.isPresent() && decides(next.get(), path.subList(1, path.size()));
    }

    /** Whether the two say the same, wherever they say it. */
    private static boolean same(Node left, Node right) {
        if (left instanceof Node.Scalar one && right instanceof Node.Scalar other) {
            return one.text().equals(other.text()) && one.type() == other.type();
        }
        if (left instanceof Node.Sequence one && right instanceof Node.Sequence other) {
            boolean same = one.items().size() == other.items().size();
            for (int i = 0; same && i < one.items().size(); i++) {
                same = same(one.items().get(i), other.items().get(i));
            }
            return same;
        }
        if (left instanceof Node.Mapping one && right instanceof Node.Mapping other) {
            return one.entries().size() == other.entries().size()
                    && one.entries().stream()
                            .allMatch(entry -> other.get(entry.key())
                                    .filter(value -> same(entry.value(), value))
                                    .isPresent());
        }
        return false;
    }

    private static String shown(Node node) {
        return node instanceof Node.Scalar scalar ? "'" + scalar.text() + "'" : node.kind();
    }

    private static List<String> with(List<String> path, String key) {
        List<String> longer = new ArrayList<>(path);
        longer.add(key);
        return longer;
    }
}
