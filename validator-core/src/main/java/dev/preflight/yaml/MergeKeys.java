package dev.preflight.yaml;

import dev.preflight.node.Node;
import dev.preflight.node.Place;
import dev.preflight.node.Problems;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What {@code <<} does in YAML 1.1 (yaml.org/type/merge.html): a mapping takes in the entries of others. */
final class MergeKeys {
    private MergeKeys() {}

    /** Of several mappings that are taken in the first one wins that has a key. */
    static void take(Node value, Place at, List<Node.Entry> merged, Problems problems) {
        List<Node> mappings = value instanceof Node.Sequence sequence ? sequence.items() : List.of(value);
        Set<String> had = new HashSet<>();
        merged.forEach(entry -> had.add(entry.key()));
        for (Node one : mappings) {
            if (one instanceof Node.Mapping mapping) {
                mapping.entries().stream().filter(e -> had.add(e.key())).forEach(merged::add);
            } else {
                problems.add(at, "'<<' takes in mappings, found " + one.kind(), "name a mapping by its anchor");
            }
        }
    }

    /** What is taken in comes first, but for what the mapping says itself. */
    static List<Node.Entry> together(List<Node.Entry> merged, List<Node.Entry> own) {
        if (merged.isEmpty()) {
            return own;
        }
        Set<String> said = new HashSet<>();
        own.forEach(entry -> said.add(entry.key()));
        List<Node.Entry> all = new ArrayList<>(
                merged.stream().filter(entry -> !said.contains(entry.key())).toList());
        all.addAll(own);
        return all;
    }
}
