package dev.preflight.define;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A command as it is typed into a shell, taken apart by the rules of the POSIX shell (2.2 Quoting, 2.3 Token Recognition):
 * enough to say how it is written without one. Nothing is run or replaced.
 */
record ShellText(List<Token> tokens) {
    /** Operators, the longer ones first; redirections may have the number of a descriptor in front. */
    private static final List<String> OPERATORS =
            List.of("2>&1", "2>/dev/null", ">/dev/null", "&>", "||", "|&", "&&", ">>", "<<", "|", ";", "&", ">", "<");

    /** Of these the words behind belong to the same command. */
    private static final Set<String> SILENT = Set.of("2>&1", "2>/dev/null", ">/dev/null");

    /** What a backslash keeps from its meaning between double quotes: POSIX 2.2.3. */
    private static final String ESCAPED = "$`\"\\\n";

    ShellText {
        tokens = List.copyOf(tokens);
    }

    /** How something is written. */
    enum Kind {
        WORD,
        OPERATOR,
        /** A word that a shell would replace: it holds a variable, or the output of a command. */
        REPLACED
    }

    /** A word without its quotes, or an operator. */
    record Token(String text, Kind kind) {}

    /** Takes a text apart. */
    static ShellText of(String text) {
        return new ShellText(new Reader(text.replaceAll("(2?>)\\s+/dev/null", "$1/dev/null")).read());
    }

    /** The words of the first command. */
    List<String> first() {
        return tokens.stream()
                .takeWhile(token -> token.kind() != Kind.OPERATOR || SILENT.contains(token.text()))
                .filter(token -> token.kind() != Kind.OPERATOR)
                .map(Token::text)
                .toList();
    }

    /** The operators, each with the words behind it. */
    List<Part> rest() {
        List<Part> parts = new ArrayList<>();
        for (int i = 0; i < tokens.size(); i++) {
            if (tokens.get(i).kind() == Kind.OPERATOR) {
                parts.add(new Part(tokens.get(i).text(), words(i + 1)));
            }
        }
        return parts;
    }

    /** The first word that a shell would replace; empty if there is none. */
    String replaced() {
        return tokens.stream()
                .filter(token -> token.kind() == Kind.REPLACED)
                .map(Token::text)
                .findFirst()
                .orElse("");
    }

    private List<String> words(int from) {
        return tokens.subList(from, tokens.size()).stream()
                .takeWhile(token -> token.kind() != Kind.OPERATOR)
                .map(Token::text)
                .toList();
    }

    /** An operator and what is behind it. */
    record Part(String operator, List<String> words) {
        /** Whether it only says where output goes, so that the command goes on behind it. */
        boolean isSilent() {
            return SILENT.contains(operator);
        }
    }

    private static final class Reader {
        private final String text;
        private final List<Token> tokens = new ArrayList<>();
        private final StringBuilder word = new StringBuilder();
        private boolean open;
        private Kind kind = Kind.WORD;
        private int at;

        Reader(String text) {
            this.text = text;
        }

        List<Token> read() {
            while (at < text.length()) {
                char c = text.charAt(at);
                if (Character.isWhitespace(c)) {
                    end();
                    at++;
                } else if (!operator()) {
                    piece(c);
                }
            }
            end();
            return tokens;
        }

        private boolean operator() {
            for (String operator : OPERATORS) {
                boolean descriptor = Character.isDigit(operator.charAt(0));
                if (text.startsWith(operator, at) && !(descriptor && open)) {
                    end();
                    tokens.add(new Token(operator, Kind.OPERATOR));
                    at += operator.length();
                    return true;
                }
            }
            return false;
        }

        private void piece(char c) {
            open = true;
            if (c == '\'' || c == '"') {
                quoted(c);
            } else if (c == '\\' && at + 1 < text.length()) {
                word.append(text.charAt(at + 1));
                at += 2;
            } else {
                plain(c);
            }
        }

        /** Up to the same quote, or to the end where it is missing. */
        private void quoted(char quote) {
            at++;
            while (at < text.length() && text.charAt(at) != quote) {
                char next = at + 1 < text.length() ? text.charAt(at + 1) : ' ';
                if (quote == '"' && text.charAt(at) == '\\' && ESCAPED.indexOf(next) >= 0) {
                    word.append(next);
                    at += 2;
                } else if (quote == '"') {
                    plain(text.charAt(at));
                } else {
                    word.append(text.charAt(at++));
                }
            }
            at++;
        }

        /** A character that may begin what a shell replaces; a parameter of a definition looks alike and is none. */
        private void plain(char c) {
            char next = at + 1 < text.length() ? text.charAt(at + 1) : ' ';
            if (c == '`' || (c == '$' && (next == '(' || next == '_' || Character.isLetter(next)))) {
                kind = Kind.REPLACED;
            }
            word.append(c);
            at++;
        }

        private void end() {
            if (open) {
                tokens.add(new Token(word.toString(), kind));
            }
            word.setLength(0);
            open = false;
            kind = Kind.WORD;
        }
    }
}
