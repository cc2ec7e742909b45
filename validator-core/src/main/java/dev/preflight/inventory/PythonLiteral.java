package dev.preflight.inventory;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The value of an INI variable. Ansible reads it as a Python literal if it is one and as plain text otherwise: quotes
 * around a whole value go, and behind a literal, but not behind plain text, {@code #} begins a comment. Numbers stay as
 * they are written.
 *
 * @param text the value
 * @param doubt what a user should know about this value; may be empty
 */
record PythonLiteral(String text, String doubt) {
    private static final Pattern WORD = Pattern.compile("(?<word>[-+]?[0-9][0-9.]*|True|False|None)(\\s*#.*)?");
    private static final Pattern REST = Pattern.compile("\\s*(#.*)?");
    private static final Pattern ESCAPE = Pattern.compile("\\\\(.)");
    private static final Pattern COMMENT = Pattern.compile("\\s#");

    static PythonLiteral of(String written) {
        String value = written.strip();
        Matcher word = WORD.matcher(value);
        if (word.matches()) {
            String text = word.group("word");
            return new PythonLiteral(text.equals("None") ? "" : text, "");
        }
        int close = closingQuote(value);
        if (close > 0 && REST.matcher(value.substring(close + 1)).matches()) {
            return unescaped(value.substring(1, close));
        }
        boolean comment = COMMENT.matcher(value).find();
        return new PythonLiteral(value, comment ? "has a '#' that is part of the value and begins no comment" : "");
    }

    /** Where the quote closes that opens the text; -1 if nowhere or if none opens it. */
    private static int closingQuote(String value) {
        if (!value.startsWith("'") && !value.startsWith("\"")) {
            return -1;
        }
        for (int i = 1; i < value.length(); i++) {
            if (value.charAt(i) == value.charAt(0)) {
                return i;
            }
            i += value.charAt(i) == '\\' ? 1 : 0;
        }
        return -1;
    }

    private static PythonLiteral unescaped(String inside) {
        boolean[] odd = {false};
        String text = ESCAPE.matcher(inside).replaceAll(match -> {
            String escaped = match.group(1);
            String plain = switch (escaped) {
                case "\\", "'", "\"" -> escaped;
                case "n" -> "\n";
                case "t" -> "\t";
                case "r" -> "\r";
                default -> match.group();
            };
            odd[0] |= "abfvxuUN01234567".contains(escaped);
            return Matcher.quoteReplacement(plain);
        });
        return new PythonLiteral(
                text, odd[0] ? "has a '\\' that Ansible reads as an escape and Preflight does not" : "");
    }
}
