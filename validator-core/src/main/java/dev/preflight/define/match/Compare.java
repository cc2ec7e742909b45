package dev.preflight.define.match;

import dev.preflight.define.value.Value;
import dev.preflight.define.value.ValueType;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.stream.Stream;

/** Compares a value with one or two others. */
record Compare(How how, List<Operand> operands, ValueType type) implements Matcher {
    enum How {
        EQ("is", "为"),
        NE("is not", "不为"),
        MIN("is at least", "至少为"),
        MAX("is at most", "不超过"),
        BELOW("is below", "低于"),
        BETWEEN("is between", "介于");

        private final String english;
        private final String chinese;

        How(String english, String chinese) {
            this.english = english;
            this.chinese = chinese;
        }
    }

    Compare {
        operands = List.copyOf(operands);
    }

    @Override
    public Answer test(Value value, Map<String, Value> params) {
        if (value instanceof Value.Absent) {
            return Answer.ABSENT;
        }
        Value bound = operands.get(0).in(params);
        return switch (how) {
            case EQ -> same(value, bound);
            case NE -> same(value, bound).negated();
            case MIN -> ordered(value, bound, order -> order >= 0);
            case MAX -> ordered(value, bound, order -> order <= 0);
            case BELOW -> ordered(value, bound, order -> order < 0);
            case BETWEEN ->
                Answer.all(Stream.of(
                        ordered(value, bound, order -> order >= 0),
                        ordered(value, operands.get(1).in(params), order -> order <= 0)));
        };
    }

    private static Answer same(Value value, Value other) {
        Optional<Boolean> same = Order.same(value, other);
        return same.map(Answer::of).orElseGet(() -> Matcher.mismatch(value, Shown.kind(other)));
    }

    private static Answer ordered(Value value, Value bound, IntPredicate holds) {
        OptionalInt order = Order.compare(value, bound);
        return order.isPresent() ? Answer.of(holds.test(order.getAsInt())) : Matcher.mismatch(value, Shown.kind(bound));
    }

    @Override
    public Matcher replacing(Function<Bound, String> change) {
        String name = how.name().toLowerCase(Locale.ROOT);
        return new Compare(
                how,
                operands.stream().map(one -> one.replacing(name, type, change)).toList(),
                type);
    }

    @Override
    public void say(Words words) {
        words.say(how.english + " ", how.chinese + " ").value(operands.get(0), type);
        if (how == How.BETWEEN) {
            words.say(" and ", " 与 ").value(operands.get(1), type).say("", " 之间");
        }
    }
}
