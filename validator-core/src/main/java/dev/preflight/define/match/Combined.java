package dev.preflight.define.match;

import dev.preflight.define.value.Value;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Matchers of one value together. */
record Combined(How how, List<Matcher> matchers) implements Matcher {
    enum How {
        ALL,
        ANY,
        NOT
    }

    Combined {
        matchers = List.copyOf(matchers);
    }

    @Override
    public Answer test(Value value, Map<String, Value> params) {
        return switch (how) {
            case ALL -> Answer.all(matchers.stream().map(one -> one.test(value, params)));
            case ANY -> Answer.any(matchers.stream().map(one -> one.test(value, params)));
            case NOT -> matchers.get(0).test(value, params).negated();
        };
    }

    @Override
    public Matcher replacing(Function<Bound, String> change) {
        return how == How.NOT
                ? this
                : new Combined(
                        how, matchers.stream().map(one -> one.replacing(change)).toList());
    }

    @Override
    public void say(Words words) {
        if (how == How.NOT) {
            words.say("not (", "非（");
        }
        for (int i = 0; i < matchers.size(); i++) {
            boolean or = how == How.ANY;
            words.say(i == 0 ? "" : or ? " or " : " and ", i == 0 ? "" : or ? "或" : "且");
            matchers.get(i).say(words);
        }
        if (how == How.NOT) {
            words.say(")", "）");
        }
    }
}
