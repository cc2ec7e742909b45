package dev.preflight.yaml;

import dev.preflight.node.Node;
import dev.preflight.node.Node.ScalarType;
import dev.preflight.node.Place;
import java.util.Optional;

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

    /** What a value with such a tag is, where that is more than its text. */
    default Optional<Node> marked(String tag, String value, Place at) {
        return Optional.empty();
    }

    /** Whether an anchor may be given again. */
    default boolean repeatsAnchors() {
        return true;
    }

    /** Whether {@code <<} takes in the entries of other mappings (yaml.org/type/merge.html). */
    default boolean merges() {
        return false;
    }
}
