package dev.preflight.define.match;

import dev.preflight.define.value.Value;
import java.util.Map;

/** Whether there is something: a value at all, or something in it. */
record Presence(boolean empty, boolean wanted) implements Matcher {
    @Override
    public Answer test(Value value, Map<String, Value> params) {
        if (!empty) {
            return Answer.of(wanted != value instanceof Value.Absent);
        }
        if (value instanceof Value.Items items) {
            return Answer.of(wanted == items.values().isEmpty());
        }
        return TextMatch.textOf(value)
                .map(text -> Answer.of(wanted == text.isBlank()))
                .orElseGet(() -> Matcher.mismatch(value, "text or a list"));
    }

    @Override
    public void say(Words words) {
        if (empty) {
            words.say(wanted ? "is empty" : "is not empty", wanted ? "为空" : "不为空");
        } else {
            words.say(wanted ? "is there" : "is absent", wanted ? "存在" : "不存在");
        }
    }
}
