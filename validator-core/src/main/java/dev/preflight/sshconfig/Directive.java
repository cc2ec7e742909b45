package dev.preflight.sshconfig;

import dev.preflight.node.Ascii;
import dev.preflight.node.Place;
import dev.preflight.node.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A line of ssh_config(5): a keyword and its arguments, parted by blanks or one {@code =}, with quotes and escapes as
 * OpenSSH 8.7 and later read them.
 *
 * @param keyword in lower case
 * @param arguments without quotes, up to a comment
 * @param rest the text after the keyword as it is, for keywords that take the rest of the line
 * @param place where it is
 */
record Directive(String keyword, List<String> arguments, String rest, Place place) {
    private static final String BLANKS = " \t\r\n";

    /** What a line holds: a directive, a mistake, or neither. */
    record Line(Optional<Directive> directive, Optional<Problem> problem) {
        static final Line EMPTY = new Line(Optional.empty(), Optional.empty());

        private static Line of(Directive directive) {
            return new Line(Optional.of(directive), Optional.empty());
        }

        private static Line wrong(Place place, String message) {
            return new Line(Optional.empty(), Optional.of(new Problem(place, message, "")));
        }
    }

    /** Reads a line, or the value of {@code -o}. */
    static Line parse(String text, Place place) {
        int length = text.length();
        while (length > 0 && (BLANKS + "\f").indexOf(text.charAt(length - 1)) >= 0) {
            length--;
        }
        String line = text.substring(skip(text, 0, length), length);
        if (line.isEmpty() || line.startsWith("#")) {
            return Line.EMPTY;
        }
        boolean quoted = line.startsWith("\"");
        int end = quoted ? line.indexOf('"', 1) : 0;
        if (end < 0) {
            return Line.wrong(place, "a quote is not closed");
        }
        while (!quoted && end < line.length() && (BLANKS + "=\"").indexOf(line.charAt(end)) < 0) {
            end++;
        }
        String keyword = Ascii.lower(line.substring(quoted ? 1 : 0, end));
        int at = skip(line, quoted ? end + 1 : end, line.length());
        if (at < line.length() && line.charAt(at) == '=') {
            at = skip(line, at + 1, line.length());
        }
        String rest = line.substring(at);
        if (rest.isEmpty()) {
            return Line.wrong(place, "'" + keyword + "' has no value");
        }
        return split(rest)
                .map(arguments -> Line.of(new Directive(keyword, arguments, rest, place)))
                .orElseGet(() -> Line.wrong(place, "a quote is not closed"));
    }

    private static int skip(String text, int from, int end) {
        int at = from;
        while (at < end && BLANKS.indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        return at;
    }

    /** The words up to a comment; empty if a quote is not closed. */
    private static Optional<List<String>> split(String text) {
        List<String> words = new ArrayList<>();
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '#') {
                break;
            }
            if (c == ' ' || c == '\t') {
                at++;
                continue;
            }
            StringBuilder word = new StringBuilder();
            at = word(text, at, word);
            if (at < 0) {
                return Optional.empty();
            }
            words.add(word.toString());
        }
        return Optional.of(words);
    }

    /** Takes one word; returns where it ends, or -1 if a quote is not closed. */
    private static int word(String text, int from, StringBuilder word) {
        char quote = 0;
        int at = from;
        for (; at < text.length(); at++) {
            char c = text.charAt(at);
            if (quote == 0 && (c == ' ' || c == '\t')) {
                return at;
            }
            if (c == '\\' && at + 1 < text.length() && escapes(text.charAt(at + 1), quote)) {
                word.append(text.charAt(++at));
            } else if (quote == 0 && (c == '"' || c == '\'')) {
                quote = c;
            } else if (quote != 0 && c == quote) {
                quote = 0;
            } else {
                word.append(c);
            }
        }
        return quote == 0 ? at : -1;
    }

    private static boolean escapes(char next, char quote) {
        return next == '\'' || next == '"' || next == '\\' || (quote == 0 && next == ' ');
    }
}
