package dev.preflight.define.rule;

import java.util.List;

/** What became of the text of a rule. */
public sealed interface CompiledRule {
    /** It can be evaluated. */
    record Usable(Rule rule) implements CompiledRule {}

    /** It cannot, for at least one reason. */
    record Refused(List<Mistake> mistakes) implements CompiledRule {
        public Refused {
            mistakes = List.copyOf(mistakes);
        }
    }

    /**
     * A mistake in an expression.
     *
     * @param at the place of the character in the expression, from 0
     * @param message what is wrong and what is expected, for people
     */
    record Mistake(int at, String message) {}
}
