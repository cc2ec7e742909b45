package dev.preflight.define.rule;

import dev.preflight.define.value.ValueType;
import java.util.Map;

/** Compiles the text of a {@code rule:}. An implementation is found by {@link java.util.ServiceLoader}. */
public interface RuleLanguage {
    /**
     * Compiles an expression that says whether something holds. A mistake in it is an answer, never an exception.
     *
     * @param names the reads and parameters that the expression may name, each with its type
     */
    CompiledRule compile(String expression, Map<String, ValueType> names);
}
