package dev.preflight.define.match;

import dev.preflight.api.LinePattern;
import dev.preflight.define.value.Value;
import dev.preflight.define.value.ValueType.Simple;
import java.util.Map;
import java.util.Optional;

/** Whether a text contains another, at some place. */
record TextMatch(How how, Operand operand) implements Matcher {
    enum How {
        CONTAINS("contains", "包含"),
        STARTS("begins with", "开头为"),
        ENDS("ends with", "结尾为");

        private final String english;
        private final String chinese;

        How(String english, String chinese) {
            this.english = english;
            this.chinese = chinese;
        }

        private boolean holds(String text, String part) {
            return switch (this) {
                case CONTAINS -> text.contains(part);
                case STARTS -> text.startsWith(part);
                case ENDS -> text.endsWith(part);
            };
        }
    }

    /** The text of a value that has one. */
    static Optional<String> textOf(Value value) {
        return value instanceof Value.Text text
                ? Optional.of(text.text())
                : value instanceof Value.Version version ? Optional.of(version.text()) : Optional.empty();
    }

    @Override
    public Answer test(Value value, Map<String, Value> params) {
        String part = textOf(operand.in(params)).orElse("");
        return textOf(value)
                .map(text -> Answer.of(how.holds(text, part)))
                .orElseGet(() -> Matcher.mismatch(value, "text"));
    }

    @Override
    public void say(Words words) {
        words.say(how.english + " ", how.chinese + " ").value(operand, Simple.TEXT);
    }

    /** Whether a line of a text matches a regular expression. */
    record OfPattern(LinePattern pattern) implements Matcher {
        @Override
        public Answer test(Value value, Map<String, Value> params) {
            return textOf(value)
                    .map(text -> Answer.any(text.lines().map(this::of)))
                    .orElseGet(() -> Matcher.mismatch(value, "text"));
        }

        /** Behind {@link LinePattern#MAX_CHARS} a pattern is not looked for, so that nothing can be said of a longer line. */
        private Answer of(String line) {
            return line.length() > LinePattern.MAX_CHARS
                    ? Answer.mismatch(
                            "lines of at most " + LinePattern.MAX_CHARS + " characters", "one of " + line.length())
                    : Answer.of(pattern.find(line).isPresent());
        }

        @Override
        public void say(Words words) {
            words.say("matches ", "匹配 ").name(pattern.toString());
        }
    }
}
