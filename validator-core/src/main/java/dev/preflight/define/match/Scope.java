package dev.preflight.define.match;

import dev.preflight.define.value.ValueType;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What a matcher may name, and where its mistakes are noted.
 *
 * @param what the expectation, in the words of a message: {@code expect.too-low}
 * @param params the types of the parameters
 * @param used gets each parameter that is named
 */
public record Scope(String what, Map<String, ValueType> params, Consumer<String> used) {}
