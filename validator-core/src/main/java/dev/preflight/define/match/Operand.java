package dev.preflight.define.match;

import dev.preflight.define.value.Value;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a value is compared with: written in the definition, or a parameter of it.
 *
 * @param param the parameter; empty for a value that is written there
 * @param literal that value
 */
public record Operand(Optional<String> param, Optional<Value> literal) {
    static Operand of(Value value) {
        return new Operand(Optional.empty(), Optional.of(value));
    }

    static Operand ofParam(String name) {
        return new Operand(Optional.of(name), Optional.empty());
    }

    /** The value, with these parameters. */
    public Value in(Map<String, Value> params) {
        return literal.or(() -> param.map(params::get)).orElseGet(Value.Absent::new);
    }

    /** The values of several; a parameter that is a list gives each of its values. */
    static List<Value> all(List<Operand> operands, Map<String, Value> params) {
        return operands.stream()
                .map(operand -> operand.in(params))
                .flatMap(value -> value instanceof Value.Items items ? items.values().stream() : Stream.of(value))
                .toList();
    }
}
