package dev.preflight.define.match;

import dev.preflight.define.value.ValueType;

/**
 * A number that is written in a matcher.
 *
 * @param name of the matcher, such as {@code min}
 * @param type a whole number, a size, a duration or a version
 * @param text as it is written
 */
public record Bound(String name, ValueType.Simple type, String text) {}
