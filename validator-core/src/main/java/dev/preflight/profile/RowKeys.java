package dev.preflight.profile;

import dev.preflight.node.Node;
import dev.preflight.node.Problems;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Puts the values of variables into the keys of rows before profiles are put over each other: a row that one profile calls
 * by a variable and another one by its value is one row, which merges, differs or is removed like any other. What uses
 * no variable, or one that has no value, stays.
 */
final class RowKeys {
    private static final String USE = "${";

    private final Variables variables;
    private final Problems problems;

    /** Of the variables that a profile has after all. */
    RowKeys(Node.Mapping merged, Problems problems) {
        this.variables = Variables.of(merged);
        this.problems = problems;
    }

    /** Whether a key in a profile or its ancestors uses a variable. */
    static boolean areIn(ProfileTree tree) {
        return areIn(tree.document()) || tree.parents().stream().anyMatch(RowKeys::areIn);
    }

    private static boolean areIn(Node node) {
        return node instanceof Node.Mapping mapping
                && mapping.entries().stream().anyMatch(entry -> entry.key().contains(USE) || areIn(entry.value()));
    }

    /** The profile and its ancestors with the values in place. */
    ProfileTree in(ProfileTree tree) {
        return new ProfileTree(
                in(tree.document()),
                tree.text(),
                tree.parents().stream().map(this::in).toList(),
                tree.whole());
    }

    /** One document of a profile with the values in place. */
    Node.Mapping in(Node.Mapping document) {
        return within(document, List.of("checks", "*", "params", "*"));
    }

    /**
     * The mapping with the keys of its tables replaced.
     *
     * @param way keys that lead from it to the tables, a star for any
     */
    private Node.Mapping within(Node.Mapping mapping, List<String> way) {
        if (way.isEmpty()) {
            return rows(mapping);
        }
        String next = way.get(0);
        List<Node.Entry> entries = mapping.entries().stream()
                .map(entry -> (next.equals("*") || next.equals(entry.key()))
                                && entry.value() instanceof Node.Mapping inner
                        ? new Node.Entry(entry.key(), entry.keyPlace(), within(inner, way.subList(1, way.size())))
                        : entry)
                .toList();
        return new Node.Mapping(entries, mapping.place());
    }

    private Node.Mapping rows(Node.Mapping table) {
        Map<String, Node.Entry> plain = new LinkedHashMap<>();
        table.entries().stream()
                .filter(entry -> !entry.key().contains(USE))
                .forEach(e -> plain.putIfAbsent(e.key(), e));
        List<Node.Entry> rows = new ArrayList<>();
        for (Node.Entry row : table.entries()) {
            String key = value(row.key()).orElse(row.key());
            Node.Entry first = key.equals(row.key()) ? null : plain.putIfAbsent(key, row);
            if (first == null) {
                rows.add(new Node.Entry(key, row.keyPlace(), row.value()));
            } else {
                problems.add(
                        row.keyPlace(),
                        "'" + row.key() + "' is '" + key + "' here, which is given already at " + first.keyPlace(),
                        "remove one of the two");
            }
        }
        return new Node.Mapping(rows, table.place());
    }

    /** Empty also where the value would itself look like a variable: it would be replaced once more. */
    private Optional<String> value(String key) {
        return key.contains(USE) ? variables.in(key).filter(text -> !text.contains(USE)) : Optional.empty();
    }
}
