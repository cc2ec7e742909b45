package dev.preflight.define.match;

import dev.preflight.api.FileMode;
import dev.preflight.define.value.Value;
import java.util.Map;
import java.util.Optional;

/** What is required of the bits of a file's mode. */
record ModeMatch(How how, FileMode bits) implements Matcher {
    enum How {
        EQ("is", "为"),
        HAS("has the bits", "包含权限位"),
        LACKS("lacks the bits", "不含权限位");

        private final String english;
        private final String chinese;

        How(String english, String chinese) {
            this.english = english;
            this.chinese = chinese;
        }
    }

    /** Whether no mode holds both; to be asked of the two in either order. */
    boolean excludes(ModeMatch other) {
        return switch (how) {
            case EQ ->
                other.how == How.EQ
                        ? bits.bits() != other.bits.bits()
                        : !other.test(new Value.Whole(bits.bits()), Map.of()).holds();
            case HAS -> other.how == How.LACKS && (bits.bits() & other.bits.bits()) != 0;
            case LACKS -> false;
        };
    }

    private static Optional<Integer> bitsOf(Value value) {
        try {
            return value instanceof Value.Text text
                    ? Optional.of(FileMode.parse(text.text()).bits())
                    : value instanceof Value.Whole whole
                            ? Optional.of(Math.toIntExact(whole.number()))
                            : Optional.empty();
        } catch (IllegalArgumentException | ArithmeticException e) {
            return Optional.empty();
        }
    }

    @Override
    public Answer test(Value value, Map<String, Value> params) {
        return bitsOf(value)
                .map(found -> Answer.of(
                        switch (how) {
                            case EQ -> found == bits.bits();
                            case HAS -> (found & bits.bits()) == bits.bits();
                            case LACKS -> (found & bits.bits()) == 0;
                        }))
                .orElseGet(() -> Matcher.mismatch(value, "the mode of a file"));
    }

    @Override
    public void say(Words words) {
        words.say(how.english + " ", how.chinese + " ").name(bits.toString());
    }
}
