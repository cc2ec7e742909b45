package dev.preflight.cli;

import dev.preflight.node.Place;
import dev.preflight.node.Problem;
import dev.preflight.node.ProblemsException;
import dev.preflight.report.CleanText;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/** Asks on the terminal, and asks again where an answer is wrong. Without a terminal nothing is asked. */
final class Questions {
    private final boolean can;
    private final Function<String, Optional<String>> ask;
    private final Consumer<String> say;

    /**
     * A terminal.
     *
     * @param can whether there is one
     * @param ask shows a question, and gives the line that was typed; empty at the end of input
     * @param say shows a line
     */
    Questions(boolean can, Function<String, Optional<String>> ask, Consumer<String> say) {
        this.can = can;
        this.ask = ask;
        this.say = say;
    }

    /** What an answer means. */
    interface Meaning<T> {
        /**
         * Reads it.
         *
         * @throws ProblemsException if it is wrong
         */
        T of(String text) throws ProblemsException;
    }

    /**
     * Asks until the answer is right.
     *
     * @return empty if there is no terminal
     * @throws ProblemsException if the input ended
     */
    <T> Optional<T> ask(String question, Meaning<T> meaning) throws ProblemsException {
        while (can) {
            String answer = ask.apply(question)
                    .orElseThrow(
                            () -> new ProblemsException(Place.of("init"), "the input ended", "nothing was written"));
            try {
                return Optional.of(meaning.of(answer.strip()));
            } catch (ProblemsException e) {
                e.problems().forEach(problem -> say.accept("  " + CleanText.of(words(problem))));
            }
        }
        return Optional.empty();
    }

    /** Words that are separated by blanks or commas. */
    static List<String> words(String answer) {
        return List.of(answer.split("[\\s,]+")).stream()
                .filter(word -> !word.isEmpty())
                .toList();
    }

    private static String words(Problem problem) {
        return problem.hint().isEmpty() ? problem.message() : problem.message() + "; " + problem.hint();
    }
}
