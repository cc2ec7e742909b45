package dev.preflight.checks.docker;

import dev.preflight.checks.docker.DaemonJsonText.Fault;
import java.util.Locale;

/** Walks over one JSON value (RFC 8259) to its end, or to the first character that does not belong. */
final class JsonScanner {
    private static final String HEX = "0123456789abcdefABCDEF";
    private static final String DIGITS = "0123456789";

    private final String text;
    private int depth;

    JsonScanner(String text) {
        this.text = text;
    }

    /** The text is no JSON. */
    static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;

        private final transient Fault fault;

        Refused(Fault fault) {
            super(fault.code(), null, false, false);
            this.fault = fault;
        }

        Fault fault() {
            return fault;
        }
    }

    static boolean isSpace(char c) {
        return c == ' ' || c == '\t' || c == '\n' || c == '\r';
    }

    /** The index behind the first value. */
    int value() throws Refused {
        return value(skipSpace(0));
    }

    int skipSpace(int at) {
        int i = at;
        while (i < text.length() && isSpace(text.charAt(i))) {
            i++;
        }
        return i;
    }

    /** A fault at this index, with its line and column. */
    Fault fault(String code, int at, String found, String expected) {
        int line = 1;
        int lineStart = 0;
        for (int i = 0; i < at; i++) {
            if (text.charAt(i) == '\n') {
                line++;
                lineStart = i + 1;
            }
        }
        return new Fault(code, line, at - lineStart + 1, found, expected);
    }

    private int value(int at) throws Refused {
        if (at >= text.length()) {
            throw refuse(at, "value");
        }
        return switch (text.charAt(at)) {
            case '{' -> members(at);
            case '[' -> items(at);
            case '"' -> string(at);
            case 't' -> word(at, "true");
            case 'f' -> word(at, "false");
            case 'n' -> word(at, "null");
            default -> number(at);
        };
    }

    private int members(int open) throws Refused {
        enter(open);
        int i = skipSpace(open + 1);
        if (is(i, '}')) {
            return leave(i);
        }
        while (true) {
            if (!is(i, '"')) {
                throw refuse(i, "\"key\"");
            }
            i = skipSpace(string(i));
            if (!is(i, ':')) {
                throw refuse(i, ":");
            }
            i = skipSpace(value(skipSpace(i + 1)));
            if (is(i, '}')) {
                return leave(i);
            }
            i = behindComma(i, '}', ", }");
        }
    }

    private int items(int open) throws Refused {
        enter(open);
        int i = skipSpace(open + 1);
        if (is(i, ']')) {
            return leave(i);
        }
        while (true) {
            i = skipSpace(value(i));
            if (is(i, ']')) {
                return leave(i);
            }
            i = behindComma(i, ']', ", ]");
        }
    }

    private int behindComma(int comma, char close, String expected) throws Refused {
        if (!is(comma, ',')) {
            throw refuse(comma, expected);
        }
        int next = skipSpace(comma + 1);
        if (is(next, close)) {
            throw new Refused(fault("trailing-comma", comma, ",", ""));
        }
        return next;
    }

    private int string(int open) throws Refused {
        int i = open + 1;
        while (i < text.length()) {
            char c = text.charAt(i);
            if (c == '"') {
                return i + 1;
            }
            if (c < ' ') {
                throw refuse(i, "\"");
            }
            i = c == '\\' ? escape(i) : i + 1;
        }
        throw refuse(i, "\"");
    }

    private int escape(int backslash) throws Refused {
        int i = backslash + 1;
        if (is(i, 'u')) {
            for (int digit = i + 1; digit <= i + 4; digit++) {
                if (!isOneOf(digit, HEX)) {
                    throw refuse(digit, "\\u0000");
                }
            }
            return i + 5;
        }
        if (!isOneOf(i, "\"\\/bfnrt")) {
            throw refuse(i, "\\\\ \\\"");
        }
        return i + 1;
    }

    private int word(int at, String word) throws Refused {
        for (int i = 0; i < word.length(); i++) {
            if (!is(at + i, word.charAt(i))) {
                throw refuse(at + i, word);
            }
        }
        return at + word.length();
    }

    private int number(int at) throws Refused {
        int i = is(at, '-') ? at + 1 : at;
        if (!isOneOf(i, DIGITS)) {
            throw refuse(i, "value");
        }
        i = is(i, '0') ? i + 1 : digits(i);
        if (is(i, '.')) {
            i = digits(i + 1);
        }
        if (isOneOf(i, "eE")) {
            i = digits(isOneOf(i + 1, "+-") ? i + 2 : i + 1);
        }
        return i;
    }

    private int digits(int at) throws Refused {
        if (!isOneOf(at, DIGITS)) {
            throw refuse(at, "0-9");
        }
        int i = at;
        while (isOneOf(i, DIGITS)) {
            i++;
        }
        return i;
    }

    private void enter(int at) throws Refused {
        if (++depth > DaemonJsonText.MAX_DEPTH) {
            throw new Refused(fault(DaemonJsonText.TOO_DEEP, at, "", ""));
        }
    }

    private int leave(int close) {
        depth--;
        return close + 1;
    }

    private boolean is(int at, char c) {
        return at < text.length() && text.charAt(at) == c;
    }

    private boolean isOneOf(int at, String chars) {
        return at < text.length() && chars.indexOf(text.charAt(at)) >= 0;
    }

    private Refused refuse(int at, String expected) {
        if (at >= text.length()) {
            return new Refused(fault("unfinished", at, "", expected));
        }
        char c = text.charAt(at);
        String code = "syntax";
        if (c == '#' || (c == '/' && isOneOf(at + 1, "/*"))) {
            code = "comment";
        } else if (c == '\'') {
            code = "single-quotes";
        }
        return new Refused(fault(code, at, shown(c), expected));
    }

    private static String shown(char c) {
        return c > ' ' && c < 0x7F ? String.valueOf(c) : String.format(Locale.ROOT, "U+%04X", (int) c);
    }
}
