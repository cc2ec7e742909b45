package dev.preflight.report;

import dev.preflight.node.Columns;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Breaks commands between their arguments, with a backslash at the end of a line, so that what is copied from the page is the
 * same command to a shell: POSIX, Shell Command Language, 2.2.1, takes backslash and newline out before it looks for
 * words. Text in quotes is never broken, because there the indent of the next line would be part of it.
 */
final class ShellLines {
    /** How far the lines that go on are indented. */
    private static final int HANG = 4;

    private static final String GOES_ON = " \\";

    /** Behind these begins another command: the best place to break. */
    private static final Set<String> BEFORE_COMMANDS = Set.of("&&", "||", "|", "then", "do", "{");

    /** An option or a redirection, whose word comes next. */
    private static final Pattern WANTS_MORE = Pattern.compile("-.*|\\d*(?:<|>|>>)");

    private final String text;
    private final Deque<Character> open = new ArrayDeque<>();
    private final List<Integer> breaks = new ArrayList<>();
    private boolean comment;

    private ShellLines(String text) {
        this.text = text;
    }

    /** The lines of the commands, each at most this wide where arguments allow it. */
    static List<String> of(String commands, int width) {
        // The lines of a here-document are text; and the bare ')' of a case would be taken for the end of a
        // substitution.
        boolean plain = !commands.contains("<<") && !(commands.contains("$(") && commands.contains("esac"));
        ShellLines shell = new ShellLines(commands);
        if (plain) {
            shell.findBreaks();
        }
        return shell.lines(width);
    }

    private void findBreaks() {
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            if (comment) {
                comment = c != '\n';
            } else if (c == '\\' && !inside('\'')) {
                at++;
            } else if (c == ' ' && open.isEmpty()) {
                space(at);
            } else if (c == '#' && open.isEmpty()) {
                comment = at == 0 || Character.isWhitespace(text.charAt(at - 1));
            } else {
                at += quote(c, at);
            }
        }
    }

    private void space(int at) {
        boolean last = at + 1 == text.length() || " \n#".indexOf(text.charAt(at + 1)) >= 0;
        boolean first = at == 0 || text.charAt(at - 1) == '\n';
        if (!last && !first) {
            breaks.add(at);
        }
    }

    private boolean inside(char quote) {
        return !open.isEmpty() && open.peek() == quote;
    }

    /**
     * Notes what this character opens or closes: quotes, and in them substitutions, which have quotes of their own.
     *
     * @return how many characters more were read
     */
    private int quote(char c, int at) {
        if (inside(c)) {
            open.pop();
        } else if (inside('\'')) {
            return 0;
        } else if (c == '`' || c == '"' || (c == '\'' && !inside('"'))) {
            open.push(c);
        } else if (c == '$' && at + 1 < text.length() && "({".indexOf(text.charAt(at + 1)) >= 0) {
            open.push(text.charAt(at + 1) == '(' ? ')' : '}');
            return 1;
        } else if (c == '(' && inside(')')) {
            open.push(')');
        }
        return 0;
    }

    private List<String> lines(int width) {
        List<String> lines = new ArrayList<>();
        int from = 0;
        for (String line : text.split("\n", -1)) {
            line(from, from + line.length(), width, lines);
            from += line.length() + 1;
        }
        return lines;
    }

    private void line(int begin, int end, int width, List<String> lines) {
        int from = begin;
        String indent = "";
        while (Columns.width(indent + text.substring(from, end)) > width) {
            int at = lastBreak(from, end, width - indent.length() - GOES_ON.length());
            if (at < 0) {
                break;
            }
            lines.add(indent + text.substring(from, at) + GOES_ON);
            from = at + 1;
            indent = " ".repeat(HANG);
        }
        lines.add(indent + text.substring(from, end));
    }

    /**
     * The last place that fits; better one that leaves an option and a redirection with their words, and best one behind a
     * command, if enough of the line is used. If none fits, the first there is.
     */
    private int lastBreak(int from, int end, int room) {
        int last = -1;
        int words = -1;
        int command = -1;
        for (int at : breaks) {
            if (at <= from || at >= end) {
                continue;
            }
            int used = Columns.width(text.substring(from, at));
            if (used > room) {
                last = last < 0 ? at : last;
                break;
            }
            String before = text.substring(Math.max(from, text.lastIndexOf(' ', at - 1) + 1), at);
            boolean half = used > room / 2;
            last = at;
            words = used > room / 3 && !WANTS_MORE.matcher(before).matches() ? at : words;
            command = half && (BEFORE_COMMANDS.contains(before) || before.endsWith(";")) ? at : command;
        }
        return command >= 0 ? command : words >= 0 ? words : last;
    }
}
