package dev.preflight.define.match;

import dev.preflight.define.value.Value;
import dev.preflight.define.value.Value.Whole;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** What is required of the values of a list, of all or of some, or of how many there are. */
record Elements(How how, List<Matcher> of) implements Matcher {
    enum How {
        EVERY("every one of them ", "每一项"),
        SOME("at least one of them ", "至少有一项"),
        COUNT("the number of them ", "项数"),
        UNIQUE("no two of them are the same", "各项互不相同"),
        REPEATED("some of them are the same", "有相同的项");

        private final String english;
        private final String chinese;

        How(String english, String chinese) {
            this.english = english;
            this.chinese = chinese;
        }
    }

    Elements {
        of = List.copyOf(of);
    }

    static Answer inList(Value value, Function<List<Value>, Answer> test) {
        return value instanceof Value.Items items ? test.apply(items.values()) : Matcher.mismatch(value, "a list");
    }

    @Override
    public Answer test(Value value, Map<String, Value> params) {
        return inList(value, items -> switch (how) {
            // Of nothing at all it could hold by accident.
            case EVERY ->
                items.isEmpty()
                        ? Answer.ABSENT
                        : Answer.all(items.stream().map(item -> of.get(0).test(item, params)));
            case SOME -> Answer.any(items.stream().map(item -> of.get(0).test(item, params)));
            case COUNT -> of.get(0).test(new Whole(items.size()), params);
            case UNIQUE -> Answer.of(new HashSet<>(items).size() == items.size());
            case REPEATED -> Answer.of(new HashSet<>(items).size() != items.size());
        });
    }

    @Override
    public Matcher replacing(Function<Bound, String> change) {
        return new Elements(how, of.stream().map(one -> one.replacing(change)).toList());
    }

    @Override
    public void say(Words words) {
        words.say(how.english, how.chinese);
        of.forEach(matcher -> matcher.say(words));
    }
}
