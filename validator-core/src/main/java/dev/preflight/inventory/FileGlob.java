package dev.preflight.inventory;

import dev.preflight.node.StarPattern;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.function.Predicate;

/**
 * A pattern as Python's {@code fnmatch} reads it (docs.python.org/3/library/fnmatch.html): {@code *}, {@code ?}, {@code
 * [a-f]} and {@code [!a-f]}.
 */
final class FileGlob extends StarPattern implements Predicate<String> {
    private final List<Part> parts = new ArrayList<>();

    /** A star, or what matches one character. */
    private record Part(boolean star, IntPredicate one) {}

    private FileGlob(String text) {
        int[] pattern = text.codePoints().toArray();
        int last = text.codePointCount(0, text.lastIndexOf(']') + 1) - 1;
        int at = 0;
        while (at < pattern.length) {
            int c = pattern[at];
            int end = c == '[' && at < last ? end(pattern, at) : -1;
            if (end > 0) {
                parts.add(new Part(false, set(pattern, at + 1, end)));
                at = end;
            } else if (c == '*') {
                parts.add(new Part(true, any -> true));
            } else {
                parts.add(new Part(false, c == '?' ? any -> true : same -> same == c));
            }
            at++;
        }
    }

    static FileGlob of(String pattern) {
        return new FileGlob(pattern);
    }

    /** Where the set closes that opens here, if it does: a bracket that comes first in it belongs to it. */
    private static int end(int[] pattern, int open) {
        int from = open + 1;
        from += from < pattern.length && pattern[from] == '!' ? 1 : 0;
        for (int i = from + 1; i < pattern.length; i++) {
            if (pattern[i] == ']') {
                return i;
            }
        }
        return -1;
    }

    private static IntPredicate set(int[] pattern, int from, int to) {
        boolean negated = pattern[from] == '!';
        int start = negated ? from + 1 : from;
        IntPredicate any = c -> false;
        for (int i = start; i < to; i++) {
            int first = pattern[i];
            boolean range = i + 2 < to && pattern[i + 1] == '-';
            int last = range ? pattern[i + 2] : first;
            any = any.or(c -> first <= c && c <= last);
            i += range ? 2 : 0;
        }
        return negated ? any.negate() : any;
    }

    @Override
    protected int length() {
        return parts.size();
    }

    @Override
    protected boolean star(int at) {
        return parts.get(at).star();
    }

    @Override
    protected boolean stands(int at, int c) {
        return parts.get(at).one().test(c);
    }

    @Override
    public boolean test(String name) {
        return matches(name);
    }
}
