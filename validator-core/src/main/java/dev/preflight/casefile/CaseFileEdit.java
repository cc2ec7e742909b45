package dev.preflight.casefile;

import dev.preflight.node.Node;
import dev.preflight.node.Place;
import dev.preflight.node.Problems;
import dev.preflight.node.ProblemsException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Changes the text of a test file and leaves the rest of it, comments among it, as it is. Pure. */
final class CaseFileEdit {
    /** Nothing behind the key but empty brackets, or a word for nothing, and a comment. */
    private static final Pattern EMPTY = Pattern.compile("[\"']?cases[\"']?\\s*:\\s*(?:\\[\\s*]|~|null)?\\s*(#.*)?");

    private final Path path;
    private final List<String> lines;
    private final Node.Mapping document;

    private CaseFileEdit(Path path, String text, Node.Mapping document) {
        this.path = path;
        this.lines = new ArrayList<>(text.lines().toList());
        this.document = document;
    }

    static CaseFileEdit of(Path path, String text) throws ProblemsException {
        Problems problems = new Problems();
        Optional<Node.Mapping> document = YamlFile.mapping(path, text, problems);
        problems.throwIfAny();
        return new CaseFileEdit(path, text, document.orElseThrow());
    }

    private static String text(List<String> lines) {
        return String.join("\n", lines) + "\n";
    }

    private List<Node> cases() {
        return document.get("cases").orElse(document) instanceof Node.Sequence all ? all.items() : List.of();
    }

    /** Whether there is a case of this name. */
    boolean has(String name) {
        return cases().stream().anyMatch(one -> isNamed(one, name));
    }

    private static boolean isNamed(Node one, String name) {
        return one instanceof Node.Mapping mapping
                && mapping.get("name").orElse(one) instanceof Node.Scalar scalar
                && scalar.text().equals(name);
    }

    /**
     * The text with one case more, behind the others.
     *
     * @param body the keys of the case, one a line
     * @throws ProblemsException if the cases are written in brackets
     */
    String with(List<String> body) throws ProblemsException {
        if (document.get("cases").filter(node -> !isNone(node)).isEmpty()) {
            return withFirst(body);
        }
        Node.Sequence cases = document.get("cases").orElse(document) instanceof Node.Sequence s ? s : null;
        if (cases == null
                || lineOf(cases.place()).stripLeading().startsWith("[")
                || lineOf(cases.place()).contains("cases:")) {
            throw new ProblemsException(
                    cases == null ? Place.of(path.toString()) : cases.place(),
                    "a case can only be added to a list with a dash for each case",
                    "write 'cases:' and below it '- name: ...'");
        }
        int indent = cases.place().column() - 1;
        int end = document.entries().stream()
                .map(entry -> entry.keyPlace().line())
                .filter(line -> line > cases.place().line())
                .min(Comparator.naturalOrder())
                .map(line -> line - 1)
                .orElse(lines.size());
        while (end > 0 && isBetween(lines.get(end - 1))) {
            end--;
        }
        List<String> all = new ArrayList<>(lines);
        all.addAll(end, item(indent, body));
        return text(all);
    }

    private static List<String> item(int indent, List<String> body) {
        List<String> item = new ArrayList<>();
        for (String line : body) {
            item.add(" ".repeat(indent) + (item.isEmpty() ? "- " : "  ") + line);
        }
        return item;
    }

    /** Whether a list of cases is empty. */
    static boolean isNone(Node cases) {
        return cases instanceof Node.Sequence list
                ? list.items().isEmpty()
                : cases instanceof Node.Scalar scalar && scalar.type() == Node.ScalarType.NULL;
    }

    /** The text with its first case: below {@code cases:}, where nothing or empty brackets are, or at the end. */
    private String withFirst(List<String> body) throws ProblemsException {
        List<String> all = new ArrayList<>(lines);
        Optional<Node.Entry> cases = document.entries().stream()
                .filter(entry -> entry.key().equals("cases"))
                .findFirst();
        if (cases.isEmpty()) {
            all.add("cases:");
            all.addAll(item(2, body));
            return text(all);
        }
        int at = cases.get().keyPlace().line() - 1;
        Matcher line = EMPTY.matcher(lines.get(at));
        if (!line.matches()) {
            throw new ProblemsException(cases.get().keyPlace(), "a case cannot be added here", "write 'cases:' alone");
        }
        all.set(at, "cases:" + (line.group(1) == null ? "" : " " + line.group(1)));
        all.addAll(at + 1, item(2, body));
        return text(all);
    }

    /** A blank line, or a comment that is not of the last case. */
    private static boolean isBetween(String line) {
        return line.isBlank() || line.startsWith("#");
    }

    private String lineOf(Place place) {
        return lines.get(place.line() - 1);
    }

    /** The expectation of a case, as it is written. */
    record Written(int firstLine, int firstColumn, int lastLine, int lastColumn, boolean flow, int indent) {}

    /**
     * Where the expectation of a case is.
     *
     * @throws ProblemsException if there is none
     */
    Written expectation(String name) throws ProblemsException {
        Node.Mapping one = cases().stream()
                .filter(node -> isNamed(node, name))
                .map(Node.Mapping.class::cast)
                .findFirst()
                .orElseThrow(
                        () -> new ProblemsException(Place.of("--update"), path + " has no case '" + name + "'", ""));
        Node.Entry entry = one.entries().stream()
                .filter(e -> e.key().equals("expect"))
                .findFirst()
                .orElseThrow(() -> new ProblemsException(one.place(), "the case lacks 'expect'", ""));
        Place start = entry.value().place();
        int line = start.line() - 1;
        int column = start.column() - 1;
        if (lines.get(line).startsWith("{", column)) {
            int[] end = closing(line, column);
            return new Written(line, column, end[0], end[1], true, column);
        }
        int keyColumn = entry.keyPlace().column() - 1;
        int last = line;
        while (last + 1 < lines.size() && belongs(lines.get(last + 1), keyColumn)) {
            last++;
        }
        while (lines.get(last).isBlank()) {
            last--;
        }
        return new Written(line, 0, last, lines.get(last).length(), false, column);
    }

    private static boolean belongs(String line, int keyColumn) {
        return line.isBlank() || line.length() - line.stripLeading().length() > keyColumn;
    }

    /** Where the brace closes that opens here; braces in quotes do not count. */
    private int[] closing(int line, int column) {
        int depth = 0;
        char quote = 0;
        for (int i = line; i < lines.size(); i++) {
            String text = lines.get(i);
            for (int j = i == line ? column : 0; j < text.length(); j++) {
                char c = text.charAt(j);
                if (quote != 0) {
                    j += quote == '"' && c == '\\' ? 1 : 0;
                    quote = c == quote ? 0 : quote;
                } else if (c == '"' || c == '\'') {
                    quote = c;
                } else if (c == '{') {
                    depth++;
                } else if (c == '}' && --depth == 0) {
                    return new int[] {i, j + 1};
                }
            }
        }
        throw new IllegalStateException("a mapping that was read is not closed");
    }

    /** The lines of an expectation. */
    List<String> lines(Written at) {
        List<String> found = new ArrayList<>(lines.subList(at.firstLine(), at.lastLine() + 1));
        int last = found.size() - 1;
        found.set(last, found.get(last).substring(0, at.lastColumn()));
        found.set(0, found.get(0).substring(at.firstColumn()));
        return found;
    }

    /** The text with another expectation; without the line feed at its end. */
    String replaced(Written at, String fresh) {
        String before = lines.get(at.firstLine()).substring(0, at.firstColumn());
        String after = lines.get(at.lastLine()).substring(at.lastColumn());
        List<String> all = new ArrayList<>(lines.subList(0, at.firstLine()));
        all.addAll((before + fresh + after).lines().toList());
        all.addAll(lines.subList(at.lastLine() + 1, lines.size()));
        return text(all);
    }
}
