package dev.preflight.inventory;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Words as a POSIX shell splits them, without expansions. */
final class ShellWords {
    private ShellWords() {}

    /** The words; empty if a quote is not closed. */
    static Optional<List<String>> split(String text) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean begun = false;
        char quote = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && quote != '\'' && i + 1 < text.length()) {
                char escaped = text.charAt(++i);
                // In double quotes a backslash stays before what needs none.
                word.append(quote == '"' && escaped != '"' && escaped != '\\' ? "\\" : "")
                        .append(escaped);
                begun = true;
            } else if (quote == 0 && (c == '\'' || c == '"')) {
                quote = c;
                begun = true;
            } else if (quote != 0 && c == quote) {
                quote = 0;
            } else if (quote == 0 && Character.isWhitespace(c)) {
                if (begun) {
                    words.add(word.toString());
                }
                word.setLength(0);
                begun = false;
            } else {
                word.append(c);
                begun = true;
            }
        }
        if (begun) {
            words.add(word.toString());
        }
        return quote == 0 ? Optional.of(words) : Optional.empty();
    }
}
