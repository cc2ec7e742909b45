package dev.preflight.rules;

import dev.preflight.define.rule.CompiledRule;
import dev.preflight.define.rule.RuleLanguage;
import dev.preflight.define.value.ValueType;
import java.util.Map;

/**
 * Rules in the Common Expression Language, a part of it: logic, arithmetic, comparison, fields, {@code all}, {@code exists},
 * {@code filter}, {@code map}, and some functions. Source: the language definition of {@code google/cel-spec}, {@code
 * doc/langdef.md}. The library is loaded when the first rule is compiled, and not when this is found.
 */
public final class CelRuleLanguage implements RuleLanguage {
    @Override
    public CompiledRule compile(String expression, Map<String, ValueType> names) {
        return Compilation.of(expression, names);
    }
}
