package dev.preflight.define;

import dev.preflight.node.Node;
import dev.preflight.node.Problems;
import dev.preflight.param.Keys;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/** The entries of a mapping that have a valid key. */
record Entries(Map<String, Node.Entry> byKey) {
    /** Those entries; every other key is a problem. */
    static Entries known(Node.Mapping mapping, Collection<String> valid, String what, Problems problems) {
        return new Entries(Keys.known(mapping, valid, what, problems));
    }

    boolean has(String key) {
        return byKey.containsKey(key);
    }

    Optional<Node.Entry> find(String key) {
        return Optional.ofNullable(byKey.get(key));
    }

    /** The value of an entry. */
    Optional<Node> at(String key) {
        return find(key).map(Node.Entry::value);
    }

    /** The value of an entry that is there. */
    Node value(String key) {
        return at(key).orElseThrow();
    }

    /** An entry that is there. */
    Node.Entry entry(String key) {
        return find(key).orElseThrow();
    }
}
