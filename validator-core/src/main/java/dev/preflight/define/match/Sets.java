package dev.preflight.define.match;

import dev.preflight.define.value.Value;
import dev.preflight.define.value.ValueType;
import java.util.List;
import java.util.Map;

/** Compares the values of a list with others, as sets. */
record Sets(How how, List<Operand> operands, ValueType element) implements Matcher {
    enum How {
        HAS_ALL("has all of ", "包含全部："),
        HAS_ANY("has at least one of ", "至少包含一个："),
        HAS_NONE("has none of ", "不包含："),
        SUBSET_OF("has nothing but ", "仅含：");

        private final String english;
        private final String chinese;

        How(String english, String chinese) {
            this.english = english;
            this.chinese = chinese;
        }
    }

    Sets {
        operands = List.copyOf(operands);
    }

    @Override
    public Answer test(Value value, Map<String, Value> params) {
        List<Value> others = Operand.all(operands, params);
        return Elements.inList(value, items -> switch (how) {
            case HAS_ALL -> Answer.all(others.stream().map(one -> has(items, one)));
            case HAS_ANY -> Answer.any(others.stream().map(one -> has(items, one)));
            case HAS_NONE ->
                Answer.any(others.stream().map(one -> has(items, one))).negated();
            case SUBSET_OF -> Answer.all(items.stream().map(item -> has(others, item)));
        });
    }

    private static Answer has(List<Value> values, Value wanted) {
        return Answer.any(values.stream()
                .map(one -> Order.same(one, wanted)
                        .map(Answer::of)
                        .orElseGet(() -> Answer.mismatch(Shown.kind(wanted), Shown.kind(one)))));
    }

    @Override
    public void say(Words words) {
        words.say(how.english, how.chinese).values(operands, element);
    }
}
