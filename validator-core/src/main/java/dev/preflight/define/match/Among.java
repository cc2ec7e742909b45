package dev.preflight.define.match;

import dev.preflight.define.value.Value;
import dev.preflight.define.value.ValueType;
import java.util.List;
import java.util.Map;

/** Whether a value is one of several. */
record Among(boolean wanted, List<Operand> operands, ValueType type) implements Matcher {
    Among {
        operands = List.copyOf(operands);
    }

    @Override
    public Answer test(Value value, Map<String, Value> params) {
        if (value instanceof Value.Absent) {
            return Answer.ABSENT;
        }
        Answer found = Answer.any(Operand.all(operands, params).stream()
                .map(one -> Order.same(value, one)
                        .map(Answer::of)
                        .orElseGet(() -> Answer.mismatch(Shown.kind(one), Shown.kind(value)))));
        return wanted ? found : found.negated();
    }

    @Override
    public void say(Words words) {
        words.say(wanted ? "is one of " : "is none of ", wanted ? "为下列之一：" : "不为下列任何一个：")
                .values(operands, type);
    }
}
