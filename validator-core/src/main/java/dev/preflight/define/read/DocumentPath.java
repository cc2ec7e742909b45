package dev.preflight.define.read;

import java.util.ArrayList;
import java.util.List;

/**
 * A part of a document: {@code .a.b[]} is every element of the list {@code b} of {@code a}, {@code .a[0]} its first one. A
 * key with other characters than letters, digits, hyphens and underscores is written {@code ["a.b/c"]}.
 *
 * @param steps none is the whole document
 */
public record DocumentPath(List<Step> steps) {
    /** The whole document. */
    public static final DocumentPath WHOLE = new DocumentPath(List.of());

    /** One step into a document. */
    public sealed interface Step {
        /** The field of this name. */
        record Field(String name) implements Step {}

        /** The element of a list, from 0. */
        record Element(int index) implements Step {}

        /** Every element of a list. */
        record Every() implements Step {}
    }

    public DocumentPath {
        steps = List.copyOf(steps);
    }

    /** Whether its value is the list of the parts that it names. */
    public boolean severalParts() {
        return steps.stream().anyMatch(step -> step instanceof Step.Every);
    }

    /**
     * Reads a path; {@code .} is the whole document.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static DocumentPath parse(String text) {
        List<Step> steps = new ArrayList<>();
        int at = text.equals(".") ? 1 : 0;
        while (at < text.length()) {
            int end;
            if (text.charAt(at) == '.') {
                end = at + 1;
                while (end < text.length() && isName(text.charAt(end))) {
                    end++;
                }
                if (end == at + 1 && !(end < text.length() && text.charAt(end) == '[')) {
                    throw wrong(at);
                }
                if (end > at + 1) {
                    steps.add(new Step.Field(text.substring(at + 1, end)));
                }
            } else {
                end = bracket(text, at, steps);
            }
            at = end;
        }
        return new DocumentPath(steps);
    }

    /** Reads what is in brackets; gives the place behind them. */
    private static int bracket(String text, int at, List<Step> steps) {
        if (text.startsWith("[\"", at)) {
            int end = text.indexOf("\"]", at + 2);
            if (end < 0) {
                throw wrong(at);
            }
            steps.add(new Step.Field(text.substring(at + 2, end)));
            return end + 2;
        }
        int end = text.indexOf(']', at);
        if (text.charAt(at) != '[' || end < 0) {
            throw wrong(at);
        }
        String index = text.substring(at + 1, end);
        boolean number = index.length() <= 4 && index.chars().allMatch(c -> c >= '0' && c <= '9');
        if (!number) {
            throw wrong(at);
        }
        steps.add(index.isEmpty() ? new Step.Every() : new Step.Element(Integer.parseInt(index)));
        return end + 1;
    }

    private static boolean isName(char c) {
        return c == '_' || c == '-' || (c < 128 && Character.isLetterOrDigit(c));
    }

    private static IllegalArgumentException wrong(int at) {
        return new IllegalArgumentException(
                "expected a path such as .a.b[] or .a[0], and found something else at its character " + (at + 1));
    }
}
