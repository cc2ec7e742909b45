package dev.preflight.node;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Splits a text into words as a POSIX shell does (XCU 2.2, quoting), and does nothing else of what a shell does: no
 * variable, no pattern, no second command.
 */
public final class ShellWords {
    private final String text;
    private final List<String> words = new ArrayList<>();
    private final StringBuilder word = new StringBuilder();
    private boolean begun;
    private int at;

    private ShellWords(String text) {
        this.text = text;
    }

    /** The words; empty if a quote is not closed, or the last character is a backslash. */
    public static Optional<List<String>> of(String text) {
        ShellWords shell = new ShellWords(text);
        return shell.split() ? Optional.of(List.copyOf(shell.words)) : Optional.empty();
    }

    private boolean split() {
        boolean whole = true;
        while (whole && at < text.length()) {
            char c = text.charAt(at++);
            if (Character.isWhitespace(c)) {
                end();
            } else {
                begun = true;
                whole = take(c);
            }
        }
        end();
        return whole;
    }

    private boolean take(char c) {
        return switch (c) {
            case '\'' -> quoted('\'');
            case '"' -> quoted('"');
            case '\\' -> escaped("");
            default -> {
                word.append(c);
                yield true;
            }
        };
    }

    private boolean quoted(char quote) {
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == quote) {
                return true;
            }
            if (c == '\\' && quote == '"') {
                if (!escaped("$`\"\\\n")) {
                    return false;
                }
            } else {
                word.append(c);
            }
        }
        return false;
    }

    /** Takes what follows a backslash, which stays unless it is before one of these; none: it goes before all. */
    private boolean escaped(String before) {
        if (at == text.length()) {
            return false;
        }
        char c = text.charAt(at++);
        if (!before.isEmpty() && before.indexOf(c) < 0) {
            word.append('\\');
        }
        if (c != '\n') {
            word.append(c);
        }
        return true;
    }

    private void end() {
        if (begun) {
            words.add(word.toString());
        }
        word.setLength(0);
        begun = false;
    }
}
