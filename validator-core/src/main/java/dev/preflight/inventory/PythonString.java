package dev.preflight.inventory;

import java.util.Optional;

/**
 * A Python text literal (docs.python.org, Lexical analysis, String and Bytes literals), or several that stand one after
 * the other, perhaps with a comment behind.
 */
final class PythonString {
    private static final int HEX = 16;
    private static final int OCTAL = 8;
    private static final int OCTAL_DIGITS = 3;

    private final String value;
    private final StringBuilder out = new StringBuilder();
    private int at;

    /** An escape that needs a table of names. */
    private boolean odd;

    private PythonString(String value) {
        this.value = value;
    }

    /** The text of a literal; empty if the value is none, and so means itself. */
    static Optional<PythonLiteral> literal(String value) {
        PythonString reader = new PythonString(value);
        boolean first = true;
        while (true) {
            reader.blanks();
            if (!first && (reader.at == value.length() || value.charAt(reader.at) == '#')) {
                return Optional.of(new PythonLiteral(reader.out.toString(), !reader.odd, ""));
            }
            if (!first && value.charAt(reader.at) == ',') {
                return Optional.of(new PythonLiteral(value, false, ""));
            }
            if (!reader.part()) {
                return Optional.empty();
            }
            first = false;
        }
    }

    private void blanks() {
        while (at < value.length() && (value.charAt(at) == ' ' || value.charAt(at) == '\t')) {
            at++;
        }
    }

    /** Reads one literal; whether there is one. */
    private boolean part() {
        boolean raw = false;
        if (at < value.length() && "rRuU".indexOf(value.charAt(at)) >= 0) {
            raw = Character.toLowerCase(value.charAt(at)) == 'r';
            at++;
        }
        if (at >= value.length() || (value.charAt(at) != '\'' && value.charAt(at) != '"')) {
            return false;
        }
        char quote = value.charAt(at++);
        while (at < value.length() && value.charAt(at) != quote) {
            char c = value.charAt(at++);
            if (c != '\\') {
                out.append(c);
            } else if (at == value.length()) {
                return false;
            } else if (raw) {
                out.append(c).append(value.charAt(at++));
            } else if (!escape(value.charAt(at++))) {
                return false;
            }
        }
        return at++ < value.length();
    }

    /** Reads what is behind a backslash; false if Python takes the whole for no literal. */
    private boolean escape(char c) {
        switch (c) {
            case '\\', '\'', '"' -> out.append(c);
            case 'a' -> out.append('\u0007');
            case 'b' -> out.append('\b');
            case 'f' -> out.append('\f');
            case 'n' -> out.append('\n');
            case 'r' -> out.append('\r');
            case 't' -> out.append('\t');
            case 'v' -> out.append('\u000b');
            case 'N' -> odd = true;
            case 'x' -> {
                return code(2, HEX);
            }
            case 'u' -> {
                return code(4, HEX);
            }
            case 'U' -> {
                return code(8, HEX);
            }
            default -> {
                if (c >= '0' && c <= '7') {
                    at--;
                    return code(octals(), OCTAL);
                }
                out.append('\\').append(c);
            }
        }
        return true;
    }

    private int octals() {
        int n = 0;
        while (n < OCTAL_DIGITS && at + n < value.length() && "01234567".indexOf(value.charAt(at + n)) >= 0) {
            n++;
        }
        return n;
    }

    private boolean code(int digits, int base) {
        if (at + digits > value.length()) {
            return false;
        }
        String number = value.substring(at, at + digits);
        if (!number.matches("[0-9a-fA-F]+")) {
            return false;
        }
        long code = Long.parseLong(number, base);
        if (code > Character.MAX_CODE_POINT) {
            return false;
        }
        // Half a character is none in Java; Python keeps it, and cannot write it.
        odd |= code >= Character.MIN_SURROGATE && code <= Character.MAX_SURROGATE;
        out.appendCodePoint((int) code);
        at += digits;
        return true;
    }
}
