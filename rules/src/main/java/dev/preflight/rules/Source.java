package dev.preflight.rules;

import dev.cel.common.CelIssue;
import dev.cel.common.CelSource;
import dev.cel.common.ast.CelExpr;
import java.util.Locale;

/** The text of an expression, and where in it something is. The library counts code points, and people characters. */
record Source(String text, CelSource parsed) {
    /** Where a part begins; for what is called or selected, its name. */
    int at(CelExpr part) {
        return word(character(parsed.getPositionsMap().getOrDefault(part.id(), 0)));
    }

    /** Where a part is by the library's count; the same for one part in two parses. */
    int place(CelExpr part) {
        return parsed.getPositionsMap().getOrDefault(part.id(), 0);
    }

    int at(CelIssue issue) {
        return word(character(place(issue)));
    }

    int place(CelIssue issue) {
        return parsed.getLocationOffset(issue.getSourceLocation()).orElse(0);
    }

    private int character(int codePoints) {
        int all = text.codePointCount(0, text.length());
        return text.offsetByCodePoints(0, Math.max(0, Math.min(codePoints, all)));
    }

    /** From the dot or the bracket of a call to the word that it belongs to. */
    private int word(int at) {
        int place = at;
        if (place < text.length() && text.charAt(place) == '.') {
            do {
                place++;
            } while (place < text.length() && Character.isWhitespace(text.charAt(place)));
        } else if (place < text.length() && text.charAt(place) == '(') {
            while (place > 0 && isWord(text.charAt(place - 1))) {
                place--;
            }
        }
        return place;
    }

    /** Whether it stands right behind a minus that has no blank, as in a name with a hyphen. */
    boolean followsHyphen(CelExpr part) {
        int at = at(part);
        return at > 1 && text.charAt(at - 1) == '-' && isWord(text.charAt(at - 2));
    }

    /** The word or the sign at a place; empty at the end. */
    String wordAt(int at) {
        int end = at;
        while (end < text.length() && isWord(text.charAt(end))) {
            end++;
        }
        return end > at || at >= text.length()
                ? text.substring(Math.min(at, end), end)
                : text.substring(at, text.offsetByCodePoints(at, 1));
    }

    /** The word before a place. */
    String wordBefore(int at) {
        int end = Math.min(at, text.length());
        while (end > 0 && Character.isWhitespace(text.charAt(end - 1))) {
            end--;
        }
        int start = end;
        while (start > 0 && isWord(text.charAt(start - 1))) {
            start--;
        }
        return text.substring(start, end).toLowerCase(Locale.ROOT);
    }

    private static boolean isWord(char c) {
        return Character.isLetterOrDigit(c) || c == '_';
    }
}
