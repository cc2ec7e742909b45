package dev.preflight.yaml;

import dev.preflight.node.Node.ScalarType;

/** What scalars without quotes mean. */
interface PlainScalars {
    /** What this is. */
    ScalarType typeOf(String plain);

    /** Its value as text. */
    default String value(String plain) {
        return plain;
    }

    /** Whether a value with this tag, which is none of YAML's own, is taken for its text. */
    default boolean isText(String tag, String value) {
        return false;
    }

    /** Whether {@code <<} takes in the entries of other mappings (yaml.org/type/merge.html). */
    default boolean merges() {
        return false;
    }
}
