package dev.preflight.define.match;

import dev.preflight.api.ByteSize;
import dev.preflight.define.value.Value;
import dev.preflight.define.value.ValueType;
import dev.preflight.define.value.ValueType.Simple;
import dev.preflight.param.Durations;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What a value is compared with: written in the definition, or a parameter of it.
 *
 * @param param the parameter; empty for a value that is written there
 * @param literal that value
 * @param text how it is written; empty for a parameter
 */
public record Operand(Optional<String> param, Optional<Value> literal, String text) {
    static Operand of(Value value, String text) {
        return new Operand(Optional.empty(), Optional.of(value), text);
    }

    static Operand ofParam(String name) {
        return new Operand(Optional.of(name), Optional.empty(), "");
    }

    /** The same with another number, if it is one that is written; see {@link Matcher#replacing}. */
    Operand replacing(String matcher, ValueType type, Function<Bound, String> change) {
        Optional<Simple> kind = literal.flatMap(value -> number(value, type));
        if (kind.isEmpty()) {
            return this;
        }
        String other = change.apply(new Bound(matcher, kind.get(), text));
        return other.equals(text) ? this : of(parse(kind.get(), other), other);
    }

    private static Optional<Simple> number(Value value, ValueType type) {
        if (value instanceof Value.Whole) {
            return Optional.of(type == Simple.SIZE ? Simple.SIZE : Simple.INT);
        }
        if (value instanceof Value.Time) {
            return Optional.of(Simple.DURATION);
        }
        return value instanceof Value.Version ? Optional.of(Simple.VERSION) : Optional.empty();
    }

    private static Value parse(Simple kind, String text) {
        return switch (kind) {
            case SIZE -> new Value.Whole(ByteSize.parse(text).bytes());
            case DURATION -> new Value.Time(Durations.parse(text));
            case VERSION -> new Value.Version(text);
            default -> new Value.Whole(Long.parseLong(text));
        };
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
