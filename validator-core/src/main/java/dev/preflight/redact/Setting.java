package dev.preflight.redact;

import dev.preflight.redact.SecretNames.Kind;

/**
 * The name of a credential in a text, with what is around it.
 *
 * @param start its first byte
 * @param end behind its last byte
 */
record Setting(Text text, Kind kind, int start, int end) {
    /** Blanks between a name, its sign and its value; tables are not wider. */
    static final int BLANKS = 64;

    /** How far back the beginning of the line is looked for. */
    private static final int INDENT = 64;

    /** The sign between a name and its value. */
    enum Sign {
        NONE,
        EQUALS,
        COLON,
        /** The same two in a URL's encoding (RFC 3986): %3D and %3A. */
        ENCODED,
        /** The end of an XML tag. */
        TAG
    }

    /**
     * What is between name and value.
     *
     * @param at the value's first byte, behind blanks
     * @param spaced whether there are blanks before or behind the sign
     */
    record Between(Sign sign, int at, boolean spaced) {}

    /** Whether a quote follows the name directly: a key of JSON. */
    boolean closed() {
        return isQuote(text.at(end + Value.backslashes(text, end)));
    }

    /** Behind the name, and the quote that closes it. */
    int behind() {
        return closed() ? end + Value.backslashes(text, end) + 1 : end;
    }

    /** The quote that was opened right before the name and not closed behind it; 0 if there is none. */
    int openQuote() {
        int before = text.at(start - 1);
        return !closed() && isQuote(before) ? before : 0;
    }

    /** How many backslashes precede that quote. */
    int openSlashes() {
        int count = 0;
        while (count < 15 && text.at(start - 2 - count) == '\\') {
            count++;
        }
        return count;
    }

    /** The sign behind the name. */
    Between between() {
        int bracket = closed() && text.at(behind()) == ']' ? behind() + 1 : behind();
        int quote = text.has(bracket, "%22") || text.has(bracket, "%27") ? bracket + 3 : bracket;
        int at = text.afterBlanks(quote, BLANKS);
        int sign = text.at(at);
        if (sign == '>' && at == end && isTag()) {
            return new Between(Sign.TAG, at + 1, false);
        }
        if (sign == '%' && (text.has(at + 1, "3d") || text.has(at + 1, "3a"))) {
            return new Between(Sign.ENCODED, at + 3, false);
        }
        int next = text.at(at + 1);
        if ((sign == '+' || sign == '?' || sign == '.' || sign == ':') && next == '=') {
            return after(Sign.EQUALS, at + 2, at > bracket);
        }
        if (sign == '=') {
            return after(Sign.EQUALS, next == '=' || next == '>' ? at + 2 : at + 1, at > bracket);
        }
        if (sign == ':') {
            return after(Sign.COLON, next == ':' ? at + 2 : at + 1, at > bracket);
        }
        // The colon of Chinese texts, U+FF1A.
        boolean wide = text.hasExactly(at, "\u00ef\u00bc\u009a");
        return wide ? after(Sign.COLON, at + 3, true) : new Between(Sign.NONE, at, at > bracket);
    }

    private Between after(Sign sign, int at, boolean spaced) {
        int value = text.afterBlanks(at, BLANKS);
        return new Between(sign, value, spaced || value > at);
    }

    private boolean isTag() {
        int before = text.at(start - 1);
        return before == '<' || (before == ':' && start > 1);
    }

    /** Whether it is one part of a path, such as {@code /etc/passwd:}. */
    boolean inPath() {
        return text.at(start - 1) == '/';
    }

    /** Whether it is the last of several words: {@code unexpected token: x}. */
    boolean inProse() {
        int before = text.at(start - 2);
        return text.at(start - 1) == '(' || (text.at(start - 1) == ' ' && (Text.isAlnum(before) || before == '\''));
    }

    /** Whether it is the first on its line, apart from the marks of a list, a comment or an export. */
    boolean beginsLine() {
        int i = start - 1;
        while (start - i < INDENT && (Text.isBlank(text.at(i)) || "-#>*+".indexOf(text.at(i)) >= 0)) {
            i--;
        }
        return Text.isBreak(text.at(i)) || (i > 5 && i < start - 1 && isExport(i));
    }

    /** Whether it follows another setting or opens a group of them: {@code {user: a, passwd: b}}. */
    boolean behindDelimiter() {
        int before = Text.isBlank(text.at(start - 1)) ? text.at(start - 2) : text.at(start - 1);
        return openQuote() != 0 || (before > 0 && "{,;&?".indexOf(before) >= 0);
    }

    private boolean isExport(int last) {
        return text.has(last - 5, "export") || text.has(last - 2, "env") || text.has(last - 2, "set");
    }

    /** Whether it is an option of a command line: {@code --db-password}. */
    boolean isOption() {
        int before = text.at(start - 1);
        return text.at(start) == '-'
                && (Text.isSpace(before) || isQuote(before) || before >= 0x80 || before == ',' || before == '[');
    }

    private static boolean isQuote(int c) {
        return c == '"' || c == '\'';
    }
}
