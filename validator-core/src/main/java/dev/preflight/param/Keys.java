package dev.preflight.param;

import dev.preflight.node.Node;
import dev.preflight.node.Problems;
import dev.preflight.node.Suggestion;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/** The keys of a mapping, checked. */
public final class Keys {
    private Keys() {}

    /**
     * The entries with a valid key, the first of each. Every other key is a problem.
     *
     * @param what what a key names, such as {@code setting}
     */
    public static Map<String, Node.Entry> known(
            Node.Mapping mapping, Collection<String> valid, String what, Problems problems) {
        return known(mapping, valid, Map.of(), what, problems);
    }

    /**
     * The same, where keys had other names before: what is misspelt may be one of them.
     *
     * @param replaced the present name by each old one
     */
    public static Map<String, Node.Entry> known(
            Node.Mapping mapping,
            Collection<String> valid,
            Map<String, String> replaced,
            String what,
            Problems problems) {
        Map<String, Node.Entry> entries = unique(mapping, problems);
        entries.values().stream()
                .filter(e -> !valid.contains(e.key()))
                .forEach(e -> problems.add(
                        e.keyPlace(),
                        "unknown " + what + " '" + e.key() + "'",
                        Suggestion.hint(e.key(), valid, replaced)));
        entries.keySet().retainAll(valid);
        return entries;
    }

    /** The entries by key, the first of each; a key that is given twice is a problem that names both places. */
    public static Map<String, Node.Entry> unique(Node.Mapping mapping, Problems problems) {
        Map<String, Node.Entry> entries = new LinkedHashMap<>();
        for (Node.Entry entry : mapping.entries()) {
            Node.Entry first = entries.putIfAbsent(entry.key(), entry);
            if (first != null) {
                problems.add(
                        entry.keyPlace(),
                        "'" + entry.key() + "' is given twice, first at " + first.keyPlace(),
                        "remove one of the two");
            }
        }
        return entries;
    }
}
