package dev.preflight.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The comments and the string literals of a Java source; both are found by one pass over its tokens. */
final class JavaText {
    /** What an expression between two literals stands for: one word. */
    static final String VALUE = "X";

    private static final Pattern TOKEN = Pattern.compile("(?<line>//[^\n]*)"
            + "|(?<comment>/\\*(?s:.*?)\\*/)"
            + "|\"\"\"[^\n]*\n(?<block>(?:[^\"\\\\]|\\\\(?s:.)|\"(?!\"\"))*+)\"\"\""
            + "|\"(?<literal>(?:[^\"\\\\\n]|\\\\.)*+)\""
            + "|'(?:[^'\\\\\n]|\\\\.)+'");

    /** The signs between the lines of a comment, and those around it. */
    private static final Pattern MARGIN = Pattern.compile("^/\\*+|\\*/$|\\s*\n\\s*(\\*(?!/)|//)?\\s*|^//\\s*");

    private static final Pattern ESCAPE = Pattern.compile("\\\\(?s:(.))");

    /**
     * A comment, or literals that are concatenated.
     *
     * @param line where it begins, from 1
     * @param text without quotes, escapes and the signs of a comment
     */
    record Piece(int line, String text) {}

    private final String source;
    private final List<Piece> comments = new ArrayList<>();
    private final List<Piece> literals = new ArrayList<>();
    private int commentsEnd;
    private int literalsEnd;

    private JavaText(String source) {
        this.source = source;
        Matcher token = TOKEN.matcher(source);
        while (token.find()) {
            if (token.group("line") != null || token.group("comment") != null) {
                comment(token);
            } else if (token.group("literal") != null) {
                literal(token, token.group("literal"));
            } else if (token.group("block") != null) {
                literal(token, token.group("block"));
            }
        }
    }

    static JavaText of(String source) {
        return new JavaText(source);
    }

    List<Piece> comments() {
        return comments;
    }

    List<Piece> literals() {
        return literals;
    }

    private void comment(Matcher token) {
        String text = MARGIN.matcher(token.group().strip()).replaceAll(" ").strip();
        boolean continues = token.group("line") != null
                && !comments.isEmpty()
                && source.substring(commentsEnd, token.start()).isBlank();
        add(comments, token, text, continues ? Optional.of(" ") : Optional.empty());
        commentsEnd = token.end();
    }

    private void literal(Matcher token, String raw) {
        String text = ESCAPE.matcher(raw).replaceAll(escape -> switch (escape.group(1)) {
            case "n" -> "\n";
            case "t", "\n" -> " ";
            default -> Matcher.quoteReplacement(escape.group(1));
        });
        add(literals, token, text, literals.isEmpty() ? Optional.empty() : joint(token.start()));
        literalsEnd = token.end();
    }

    private void add(List<Piece> pieces, Matcher token, String text, Optional<String> joint) {
        if (joint.isEmpty()) {
            long breaks = source.substring(0, token.start())
                    .chars()
                    .filter(c -> c == '\n')
                    .count();
            pieces.add(new Piece((int) breaks + 1, text));
        } else {
            Piece before = pieces.remove(pieces.size() - 1);
            pieces.add(new Piece(before.line(), before.text() + joint.get() + text));
        }
    }

    /** What is to be put between the last literal and that one; empty if the two are not concatenated. */
    private Optional<String> joint(int start) {
        String between = TOKEN.matcher(source.substring(literalsEnd, start))
                .replaceAll("")
                .strip();
        if (between.equals("+")) {
            return Optional.of("");
        }
        boolean concatenated = between.length() > 1 && between.startsWith("+") && between.endsWith("+");
        return concatenated && isOneExpression(between) ? Optional.of(VALUE) : Optional.empty();
    }

    private static boolean isOneExpression(String code) {
        int depth = 0;
        for (int at = 0; at < code.length(); at++) {
            char c = code.charAt(at);
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            if (depth < 0 || (depth == 0 && ",;?:={}".indexOf(c) >= 0)) {
                return false;
            }
        }
        return depth == 0;
    }
}
