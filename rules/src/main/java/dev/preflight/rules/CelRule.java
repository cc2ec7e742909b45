package dev.preflight.rules;

import com.google.re2j.Pattern;
import dev.cel.runtime.CelAttribute;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime.Program;
import dev.cel.runtime.CelUnknownSet;
import dev.preflight.define.rule.Rule;
import dev.preflight.define.value.Value;
import dev.preflight.define.value.ValueType;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** A compiled expression. */
final class CelRule implements Rule {
    private final Program program;
    private final Map<String, Declared> declared;
    private final Map<String, Pattern> patterns;

    /** A name as the profile has it, and the type of its value. */
    record Declared(String name, ValueType type) {}

    /**
     * A compiled expression.
     *
     * @param declared what it names, by how it is written
     */
    CelRule(Program program, Map<String, Declared> declared, Map<String, Pattern> patterns) {
        this.program = program;
        this.declared = Map.copyOf(declared);
        this.patterns = Map.copyOf(patterns);
    }

    @Override
    public Set<String> names() {
        return declared.values().stream().map(Declared::name).collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public boolean constant() {
        return declared.isEmpty();
    }

    @Override
    public Result evaluate(Map<String, Value> values, Instant now) {
        Work work = new Work(now, patterns);
        Map<String, Object> known = new HashMap<>();
        try {
            Object result = work.during(() -> program.eval(name -> find(name, values, known)));
            if (result instanceof Boolean holds) {
                return new Result(holds ? Answer.HOLDS : Answer.DOES_NOT_HOLD, "");
            }
            return new Result(
                    Answer.UNKNOWN, result instanceof CelUnknownSet ? "" : "the rule gave a value, and no yes or no");
        } catch (CelEvaluationException e) {
            return new Result(Answer.UNKNOWN, EvaluationFaults.said(e));
        }
    }

    private Optional<Object> find(String written, Map<String, Value> values, Map<String, Object> known) {
        Declared name = declared.get(written);
        if (name == null) {
            return Optional.empty();
        }
        Object found = known.computeIfAbsent(written, first -> value(first, name, values));
        if (found instanceof RuleFault fault) {
            throw fault;
        }
        if (found instanceof RuleValues.Known value) {
            // The library walks through a value whenever its name is met.
            Work.current().count(Bounds.VALUE * value.nodes());
            return Optional.of(value.value());
        }
        return Optional.of(found);
    }

    private static Object value(String written, Declared name, Map<String, Value> values) {
        Value value = values.get(name.name());
        if (value == null) {
            return CelUnknownSet.create(CelAttribute.fromQualifiedIdentifier(written));
        }
        try {
            return RuleValues.of(value, name.type());
        } catch (RuleFault fault) {
            return new RuleFault("'" + name.name() + "': " + fault.detail());
        }
    }
}
