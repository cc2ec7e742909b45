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
}
