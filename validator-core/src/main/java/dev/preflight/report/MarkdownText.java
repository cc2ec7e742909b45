package dev.preflight.report;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Writes text as Markdown that shows it as it is, in CommonMark 0.31 and in GitHub's and GitLab's dialects. What could be
 * markup has a backslash before it. A word that these make a link of, or that calls a person, is written as code: there no
 * backslash helps.
 */
final class MarkdownText {
    /** Markup wherever it is; the dollar begins a formula on GitHub and GitLab. Each is ASCII punctuation: section 2.4. */
    private static final String ESCAPED = "\\`*_[<&|~$#";

    /** What is markup at the beginning of a block alone: lists, quotations, underlines of headings. */
    private static final String ESCAPED_AT_START = "-+=>";

    /** What ends or begins a word without being part of it. */
    private static final String AROUND = ",;:.!?()\"'";

    /** A fence of code has at least so many backticks: CommonMark, section 4.5. */
    private static final int FENCE = 3;

    /**
     * What makes a link of a word or calls a person: "Autolinks (extension)" of GitHub's specification, and mentions. The
     * number of an issue is the other such word.
     */
    private static final List<String> LINKING = List.of("@", "://", "www.");

    private MarkdownText() {}

    /** Text on a line that begins with something else; it stays on that line. */
    static String of(String text) {
        return inline(text, false, false);
    }

    /** Text with which a paragraph begins. */
    static String block(String text) {
        return inline(text, true, false);
    }

    /** Text in a cell of a table. */
    static String cell(String text) {
        return inline(text, false, true);
    }

    /**
     * Lines as a block of code, behind this indent.
     *
     * @param language what the lines are, as highlighters name it; may be empty
     */
    static String code(String indent, String language, String lines) {
        String fence = "`".repeat(Math.max(FENCE, longestRun(lines) + 1));
        return indent + fence + language + "\n"
                + lines.lines().map(line -> indent + line + "\n").collect(Collectors.joining())
                + indent + fence + "\n";
    }

    private static String inline(String text, boolean start, boolean cell) {
        String line = text.replaceAll("\\s+", " ").strip();
        StringBuilder out = new StringBuilder(line.length());
        int at = 0;
        while (at < line.length()) {
            int end = endOfWord(line, at);
            String word = line.substring(at, end);
            if (links(word)) {
                code(word, cell, out);
            } else {
                escape(word, start && at == 0, out);
            }
            at = end;
        }
        return out.toString();
    }

    /** Words are of visible ASCII; between them lies what needs no backslash. */
    private static int endOfWord(String line, int start) {
        boolean visible = isVisible(line.charAt(start));
        int end = start + 1;
        while (end < line.length() && isVisible(line.charAt(end)) == visible) {
            end++;
        }
        return end;
    }

    private static boolean isVisible(char c) {
        return c > ' ' && c <= '~';
    }

    private static boolean links(String word) {
        String lower = word.toLowerCase(Locale.ROOT);
        int number = word.indexOf('#') + 1;
        boolean issue = number > 0 && number < word.length() && Character.isDigit(word.charAt(number));
        return issue || LINKING.stream().anyMatch(lower::contains);
    }

    /** A word as code, without the punctuation around it. */
    private static void code(String word, boolean cell, StringBuilder out) {
        int from = 0;
        int to = word.length();
        while (from < to && AROUND.indexOf(word.charAt(from)) >= 0) {
            from++;
        }
        while (to > from && AROUND.indexOf(word.charAt(to - 1)) >= 0) {
            to--;
        }
        String inner = word.substring(from, to);
        // A table takes its cells apart before it looks for code: GitHub's specification, "Tables (extension)".
        out.append(word, 0, from).append(span(cell ? inner.replace("|", "\\|") : inner));
        out.append(word, to, word.length());
    }

    /** Code in a line: CommonMark, section 6.1. */
    private static String span(String word) {
        String fence = "`".repeat(longestRun(word) + 1);
        String room = word.startsWith("`") || word.endsWith("`") ? " " : "";
        return fence + room + word + room + fence;
    }

    private static void escape(String word, boolean first, StringBuilder out) {
        int digits = 0;
        while (first && digits < word.length() && Character.isDigit(word.charAt(digits))) {
            digits++;
        }
        for (int i = 0; i < word.length(); i++) {
            char c = word.charAt(i);
            boolean atStart = first && i == 0 && ESCAPED_AT_START.indexOf(c) >= 0;
            boolean ofNumber = digits > 0 && i == digits && (c == '.' || c == ')');
            if (atStart || ofNumber || (ESCAPED.indexOf(c) >= 0 && !isWithinName(word, i))) {
                out.append('\\');
            }
            out.append(c);
        }
    }

    /** An underscore with letters or digits on both sides is none that emphasises: CommonMark, section 6.2. */
    private static boolean isWithinName(String word, int at) {
        return word.charAt(at) == '_'
                && at > 0
                && at + 1 < word.length()
                && Character.isLetterOrDigit(word.charAt(at - 1))
                && Character.isLetterOrDigit(word.charAt(at + 1));
    }

    private static int longestRun(String text) {
        int longest = 0;
        int run = 0;
        for (int i = 0; i < text.length(); i++) {
            run = text.charAt(i) == '`' ? run + 1 : 0;
            longest = Math.max(longest, run);
        }
        return longest;
    }
}
