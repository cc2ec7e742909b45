package dev.preflight.inventory;

import java.util.ArrayList;
import java.util.List;

/**
 * The words of a host line, quoted as in a POSIX shell: blanks part words, single quotes keep everything, double quotes
 * keep all but {@code \"} and {@code \\}, and {@code #} begins a comment, in a word too.
 *
 * @param words the words in order
 * @param cut column, from 0, of a comment that begins inside a word; -1 if there is none
 * @param unclosed column, from 0, of a quote or a last backslash that lacks its other half; -1 if there is none
 */
record IniWords(List<Word> words, int cut, int unclosed) {

    /** A word without its quotes, and the column, from 0, at which it begins. */
    record Word(String text, int column) {}

    static IniWords split(String line) {
        List<Word> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        int start = -1;
        int i = 0;
        while (i < line.length()) {
            char c = line.charAt(i);
            if (c == ' ' || c == '\t') {
                if (start >= 0) {
                    words.add(new Word(word.toString(), start));
                }
                start = -1;
                word.setLength(0);
                i++;
                continue;
            }
            if (c == '#') {
                break;
            }
            start = start < 0 ? i : start;
            int next = c == '\'' || c == '"' ? quoted(line, i, word) : plain(line, i, word);
            if (next < 0) {
                return new IniWords(words, -1, i);
            }
            i = next;
        }
        if (start >= 0) {
            words.add(new Word(word.toString(), start));
        }
        return new IniWords(words, start >= 0 && i < line.length() ? i : -1, -1);
    }

    private static int plain(String line, int at, StringBuilder word) {
        int from = line.charAt(at) == '\\' ? at + 1 : at;
        if (from == line.length()) {
            return -1;
        }
        word.append(line.charAt(from));
        return from + 1;
    }

    private static int quoted(String line, int open, StringBuilder word) {
        char quote = line.charAt(open);
        for (int i = open + 1; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == quote) {
                return i + 1;
            }
            boolean escape = quote == '"'
                    && c == '\\'
                    && i + 1 < line.length()
                    && (line.charAt(i + 1) == '"' || line.charAt(i + 1) == '\\');
            i = escape ? i + 1 : i;
            word.append(line.charAt(i));
        }
        return -1;
    }
}
