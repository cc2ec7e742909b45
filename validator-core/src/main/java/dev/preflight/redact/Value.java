package dev.preflight.redact;

import java.util.Set;

/**
 * How far a value reaches.
 *
 * @param from its first byte, behind an opening quote
 * @param to behind its last byte, before a closing quote
 * @param next where to read on
 */
record Value(int from, int to, int next) {
    /** As many bytes are looked at for the next setting's name behind a comma, a semicolon or an ampersand. */
    private static final int NEXT_NAME = 48;

    /** Backslashes before a quote of JSON in JSON in JSON: 2^depth - 1. */
    private static final int MOST_BACKSLASHES = 15;

    /** Values that say something about a credential and are none. */
    private static final Set<String> HARMLESS = Set.of(
            "true",
            "false",
            "yes",
            "no",
            "on",
            "off",
            "null",
            "none",
            "nil",
            "~",
            "enabled",
            "disabled",
            "required",
            "optional",
            "undefined",
            "unset",
            "latest",
            "prohibit-password",
            "without-password",
            "***");

    /** A value in quotes, which may themselves be behind backslashes; an empty value at {@code at} if there is none. */
    static Value quoted(Text text, int at) {
        int slashes = backslashes(text, at);
        int quote = text.at(at + slashes);
        if (quote != '"' && quote != '\'') {
            return new Value(at, at, at);
        }
        int from = at + slashes + 1;
        return untilQuote(text, from, quote, slashes);
    }

    /** Where a value that begins there has its first byte: behind the quote, if it is in quotes. */
    static int first(Text text, int at) {
        int slashes = backslashes(text, at);
        int c = text.at(at + slashes);
        return c == '"' || c == '\'' ? at + slashes + 1 : at;
    }

    /** The rest of a text in quotes that were opened before, or of the line if nothing closes them. */
    static Value untilQuote(Text text, int from, int quote, int slashes) {
        int i = from;
        while (!Text.isBreak(text.at(i))) {
            int run = backslashes(text, i);
            if (text.at(i + run) == quote && run <= slashes && !goesOn(text, i + run, quote)) {
                return new Value(from, i, i + run + 1);
            }
            if (text.at(i + run) == quote && run <= slashes) {
                i += run + (text.at(i + run + 1) == quote ? 2 : 4);
            } else if (run > 0) {
                // What is escaped belongs to it; behind more backslashes than are looked at, it goes on as well.
                i += run + (Text.isBreak(text.at(i + run)) || quote == '\'' ? 0 : 1);
            } else {
                i++;
            }
        }
        return new Value(from, i, i);
    }

    /** {@code ''} of YAML and {@code '\''} of a shell are a quote inside the text. */
    private static boolean goesOn(Text text, int at, int quote) {
        return quote == '\'' && (text.at(at + 1) == '\'' || text.hasExactly(at + 1, "\\''"));
    }

    /** How many backslashes are there, counted no further than matters. */
    static int backslashes(Text text, int at) {
        int count = 0;
        while (count < MOST_BACKSLASHES && text.at(at + count) == '\\') {
            count++;
        }
        return count;
    }

    /** The rest of the line, without blanks at its end. */
    static Value line(Text text, int from) {
        int end = text.lineEnd(from);
        int to = end;
        while (to > from && Text.isBlank(text.at(to - 1))) {
            to--;
        }
        return new Value(from, to, end);
    }

    /**
     * A word that is not in quotes. What may belong to a credential ends it only where something else follows: a comma
     * before the next setting, a bracket or a quote before a blank.
     */
    static Value word(Text text, int from) {
        int i = from;
        while (!ends(text, i)) {
            i++;
        }
        return new Value(from, i, i);
    }

    private static boolean ends(Text text, int at) {
        int c = text.at(at);
        if (Text.isSpace(c)) {
            return true;
        }
        return switch (c) {
            case ',', ';', '&' -> isDelimiter(text.at(at + 1)) || nameFollows(text, at + 1);
            case '"', '\'', '`', ')', ']', '}', '>', '|', '\\' -> isDelimiter(text.at(at + 1));
            case '<' -> text.at(at + 1) == '/';
            default -> false;
        };
    }

    private static boolean isDelimiter(int c) {
        return Text.isSpace(c) || Text.isQuote(c) || (c < 0x80 && ",;:)]}>|&\\".indexOf(c) >= 0);
    }

    private static boolean nameFollows(Text text, int at) {
        int i = at;
        while (i - at < NEXT_NAME && (Text.isAlnum(text.at(i)) || "_-. ".indexOf(text.at(i)) >= 0)) {
            i++;
        }
        int c = text.at(i);
        return i > at && (c == '=' || c == ':' || (Text.isQuote(c) && i - at < NEXT_NAME));
    }

    /** Whether the word there is no credential. */
    boolean isHarmless(Text text) {
        return to - from < 20 && (to == from || HARMLESS.contains(text.lowerLatin(from, to)));
    }

    /** Whether a number of up to three digits is there, and nothing more: a count or a signal. */
    static boolean isSmallNumber(Text text, int at) {
        int end = at;
        while (end - at <= 3 && Text.isDigit(text.at(end))) {
            end++;
        }
        return end > at && end - at <= 3 && isDelimiter(text.at(end));
    }

    /** Whether it is a version, such as the tag of an image: {@code v1.2.3}. */
    boolean isVersion(Text text) {
        return to - from < 20 && text.latin(from, to).matches("v?[0-9]{1,6}(\\.[0-9]{1,6}){0,3}(-[a-z]{1,8})?");
    }
}
