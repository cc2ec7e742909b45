package dev.preflight.define;

import dev.preflight.api.LinePattern;
import dev.preflight.define.ShellText.Part;
import dev.preflight.node.Node;
import dev.preflight.node.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How a command that is written as for a shell is written as a list of words: what to write, word for word, and what takes
 * the place of a pipe, a redirection or a second command, none of which has a meaning without a shell.
 */
final class CommandAdvice {
    private static final Set<String> GREPS = Set.of("grep", "egrep", "fgrep", "zgrep");

    /** What else people put behind a pipe. */
    private static final Set<String> FILTERS = Set.of(
            "grep", "egrep", "fgrep", "zgrep", "awk", "gawk", "cut", "column", "wc", "jq", "head", "tail", "sed",
            "sort", "tr", "uniq", "xargs", "tee", "cat");

    private static final Set<String> SHELLS = Set.of("sh", "bash", "dash", "ash", "zsh", "ksh");

    /** A word that YAML reads as text, also inside brackets. */
    private static final String PLAIN = "[A-Za-z0-9_./+@=-]+";

    /** What YAML, or one of its versions, reads as something else than text. */
    private static final String NO_TEXT = "(?i)true|false|null|yes|no|on|off|y|n|-|--|---|\\.\\.\\.|=";

    private final ShellText text;
    private final List<String> keys = new ArrayList<>();

    private CommandAdvice(ShellText text) {
        this.text = text;
    }

    /** What to write in place of the text of a command. */
    static String of(String command) {
        ShellText text = ShellText.of(command);
        List<String> words = text.first();
        boolean shell = words.size() > 2
                && SHELLS.contains(words.get(0).replaceFirst("^.*/", ""))
                && words.get(1).matches("-[a-z]*c");
        return shell ? of(words.get(2)) : new CommandAdvice(text).said();
    }

    /** What is wrong with words of which some are for a shell; empty if none is. */
    static Optional<Problem> ofWords(List<Word> words, Node.Sequence list) {
        List<String> texts = words.stream().map(Word::text).toList();
        if (texts.size() == 1 && texts.get(0).strip().matches("[^/\\s]\\S*\\s.*")) {
            return Optional.of(
                    new Problem(list.items().get(0).place(), "the whole command is one word here", of(texts.get(0))));
        }
        for (int i = 1; i < texts.size(); i++) {
            if (!words.get(i).param() && isForShell(texts, i)) {
                return Optional.of(new Problem(
                        list.items().get(i).place(),
                        "no shell runs a command, so '" + texts.get(i) + "' would be a word for " + texts.get(0),
                        of(texts.stream()
                                .map(word -> isOperator(word) ? word : shellQuoted(word))
                                .collect(Collectors.joining(" ")))));
            }
        }
        return Optional.empty();
    }

    /** What is wrong, and what to do. */
    record Problem(Place place, String message, String hint) {}

    /** An operator stands for itself behind an option, such as the separator of cut(1), if no filter follows. */
    private static boolean isForShell(List<String> words, int at) {
        boolean ofOption = words.get(at - 1).startsWith("-");
        boolean filter = at + 1 < words.size() && FILTERS.contains(words.get(at + 1));
        return isOperator(words.get(at)) && (!ofOption || filter);
    }

    private static boolean isOperator(String word) {
        List<ShellText.Token> tokens = ShellText.of(word).tokens();
        return tokens.size() == 1 && tokens.get(0).kind() == ShellText.Kind.OPERATOR;
    }

    private static String shellQuoted(String word) {
        return "'" + word.replace("'", "'\\''") + "'";
    }

    private String said() {
        List<String> argv = withoutPrefix(text.first());
        if (argv.isEmpty()) {
            return "write the program and its arguments, such as [rpm, -q, jq]";
        }
        Optional<String> refusal = CommandRules.refusal(
                argv.stream().map(word -> new Word(word, false, Place.of(""))).toList());
        if (refusal.isPresent()) {
            return refusal.get();
        }
        StringBuilder said = new StringBuilder("write " + list(argv));
        keys.forEach(key -> said.append(" and `").append(key).append('`'));
        if (!text.replaced().isEmpty()) {
            said.append("; no shell replaces '").append(text.replaced()).append("', so write its value");
        }
        for (Part part : text.rest()) {
            said.append("; ").append(instead(part));
            if (!part.isSilent()) {
                break; // what filters the filtered text, or runs after a second command, says nothing of this one
            }
        }
        return said.toString();
    }

    /** What becomes a key of the read or of the row is taken off: sudo, timeout; so is a language, which is English. */
    private List<String> withoutPrefix(List<String> words) {
        List<String> rest = words;
        while (!rest.isEmpty()) {
            String word = rest.get(0);
            if (word.equals("sudo") || word.equals("doas")) {
                keys.add("as_root: true");
                rest = rest.stream().skip(1).dropWhile(w -> w.startsWith("-")).toList();
            } else if (word.equals("timeout") && rest.size() > 2 && rest.get(1).matches("[1-9]\\d*s?")) {
                keys.add("timeout: " + rest.get(1).replaceFirst("(\\d)$", "$1s"));
                rest = rest.subList(2, rest.size());
            } else if (word.matches("(LC_[A-Z]+|LANG|LANGUAGE)=\\S*")) {
                rest = rest.subList(1, rest.size());
            } else if (word.equals("[") && rest.get(rest.size() - 1).equals("]")) {
                return Stream.concat(Stream.of("test"), rest.subList(1, rest.size() - 1).stream())
                        .toList();
            } else {
                return rest;
            }
        }
        return rest;
    }

    private static String instead(Part part) {
        return switch (part.operator()) {
            case "|", "|&" -> filtered(part.words());
            case "2>/dev/null" -> "leave 2>/dev/null out: standard error is kept apart";
            case "2>&1" -> "leave 2>&1 out: what is printed on standard error is looked at by a key of its own";
            case ">/dev/null" -> "leave >/dev/null out: what is printed goes nowhere";
            case "||" ->
                part.words().equals(List.of("true")) || part.words().equals(List.of(":"))
                        ? "in place of '|| " + part.words().get(0) + "' write `exit: [0, 1]`"
                        : another(part);
            case "&&", ";", "&" -> part.words().isEmpty() ? "leave '" + part.operator() + "' out" : another(part);
            case "<" -> "in place of '<' name the file as a word of the command";
            default -> "leave '" + part.operator() + "' and its file out: a check only reads";
        };
    }

    private static String another(Part part) {
        return "'" + part.operator() + "' begins a second command, which is one more entry of its own: "
                + list(part.words());
    }

    /** What does by a matcher, or by {@code as}, what a filter does. */
    private static String filtered(List<String> words) {
        String name = words.isEmpty() ? "" : words.get(0).replaceFirst("^.*/", "");
        if (GREPS.contains(name)) {
            return matcher(words)
                    .map(matcher -> "what " + name + " looks for is the matcher " + matcher)
                    .orElse("what " + name
                            + " selects is selected by `as: match` and a `pattern`, or by a matcher such as"
                            + " {contains: text} or {matches: 'pattern'}");
        }
        String by = switch (name) {
            case "awk", "gawk", "cut", "column" -> "`as: table` and `columns`";
            case "wc" -> "`as: lines` and the matcher {count: {min: 1}}";
            case "jq" -> "`as: json`";
            case "head", "tail", "sort", "uniq" -> "`as: lines`";
            default -> "`as: match` and a `pattern`";
        };
        return "what " + (name.isEmpty() ? "the pipe" : name) + " does is done by " + by;
    }

    /** Of a grep(1) whose options and pattern mean the same to a matcher. */
    private static Optional<String> matcher(List<String> words) {
        List<String> options = words.stream()
                .skip(1)
                .takeWhile(word -> word.startsWith("-") && !word.equals("--"))
                .toList();
        List<String> rest = words.stream()
                .skip(1L + options.size())
                .dropWhile(word -> word.equals("--"))
                .toList();
        String letters = options.stream().map(option -> option.substring(1)).collect(Collectors.joining());
        if (rest.size() != 1 || !letters.matches("[qsFEPie]*") || rest.get(0).isEmpty()) {
            return Optional.empty();
        }
        String pattern = rest.get(0);
        boolean fixed = letters.contains("F") || words.get(0).endsWith("fgrep");
        boolean extended = letters.matches(".*[EP].*") || words.get(0).endsWith("egrep");
        boolean anyCase = letters.contains("i");
        if (!anyCase && (fixed || pattern.matches("[\\w/:=@,% .-]+"))) {
            return Optional.of("{contains: " + yaml(pattern) + "}");
        }
        // In basic regular expressions ? + | ( ) { } are plain, and a backslash makes them special.
        boolean same = !fixed && (extended || !pattern.matches("(?s).*[\\\\?+|(){}].*"));
        return same && isPattern(pattern)
                ? Optional.of("{matches: " + quoted((anyCase ? "(?i)" : "") + pattern) + "}")
                : Optional.empty();
    }

    private static boolean isPattern(String text) {
        try {
            LinePattern.parse(text);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** The words as a list in YAML. */
    private static String list(List<String> words) {
        return words.stream().map(CommandAdvice::yaml).collect(Collectors.joining(", ", "[", "]"));
    }

    private static String yaml(String word) {
        boolean text = word.matches(PLAIN) && Stream.of(word).noneMatch(w -> w.matches(NO_TEXT));
        return text ? word : quoted(word);
    }

    private static String quoted(String word) {
        return "'" + word.replace("'", "''") + "'";
    }
}
