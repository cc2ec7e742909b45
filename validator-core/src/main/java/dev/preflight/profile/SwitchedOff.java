package dev.preflight.profile;

import dev.preflight.node.Node;
import dev.preflight.param.Values;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Leaves out of a whole profile what is off in it: checks, rows of requirements, and waivers of such checks, which cover
 * nothing. A profile that inherits nothing has nothing that it could switch off.
 */
final class SwitchedOff {
    private SwitchedOff() {}

    /** The profile without what is off. */
    static Node.Mapping without(Node.Mapping profile) {
        Set<String> off = profile.get("checks").stream()
                .flatMap(checks -> checks instanceof Node.Mapping all ? all.entries().stream() : Stream.empty())
                .filter(SwitchedOff::isOff)
                .map(Node.Entry::key)
                .collect(Collectors.toSet());
        Node.Mapping without = at(profile, "checks", checks -> mapped(checks, SwitchedOff::checks));
        return at(without, "waivers", waivers -> waivers(waivers, off));
    }

    private static boolean isOff(Node.Entry entry) {
        return Values.isOff(entry.value());
    }

    private static Node.Mapping checks(Node.Mapping checks) {
        UnaryOperator<Node> rows = table -> mapped(table, SwitchedOff::on);
        UnaryOperator<Node> params = node -> mapped(node, given -> at(given, "require", rows));
        return new Node.Mapping(
                on(checks).entries().stream()
                        .map(check -> new Node.Entry(
                                check.key(), check.keyPlace(), mapped(check.value(), c -> at(c, "params", params))))
                        .toList(),
                checks.place());
    }

    private static Node.Mapping on(Node.Mapping mapping) {
        return new Node.Mapping(
                mapping.entries().stream().filter(entry -> !isOff(entry)).toList(), mapping.place());
    }

    private static Node waivers(Node waivers, Set<String> off) {
        return waivers instanceof Node.Sequence all
                ? new Node.Sequence(
                        all.items().stream()
                                .filter(waiver ->
                                        check(waiver).filter(off::contains).isEmpty())
                                .toList(),
                        all.place())
                : waivers;
    }

    private static Optional<String> check(Node waiver) {
        return waiver instanceof Node.Mapping mapping
                ? mapping.get("check")
                        .flatMap(id -> id instanceof Node.Scalar s ? Optional.of(s.text()) : Optional.empty())
                : Optional.empty();
    }

    private static Node mapped(Node node, UnaryOperator<Node.Mapping> change) {
        return node instanceof Node.Mapping mapping ? change.apply(mapping) : node;
    }

    private static Node.Mapping at(Node.Mapping mapping, String key, UnaryOperator<Node> change) {
        List<Node.Entry> entries = mapping.entries().stream()
                .map(e -> e.key().equals(key) ? new Node.Entry(e.key(), e.keyPlace(), change.apply(e.value())) : e)
                .toList();
        return new Node.Mapping(entries, mapping.place());
    }
}
