package dev.preflight.yaml;

import dev.preflight.node.Columns;
import dev.preflight.node.Node;
import dev.preflight.node.Node.ScalarType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Writes nodes as YAML for people, with a comment behind each value. {@link YamlText} reads it back as the same nodes, places
 * aside.
 */
public final class AnnotatedYaml {
    /** Where comments begin, unless the value is longer: the longest name of a shipped file ends before column 80. */
    private static final int COMMENT_COLUMN = 40;
    /** What fits on the narrowest terminal that people use: wider lines are broken, wherever they are read. */
    private static final int COLUMNS = 80;
    /** A list that would be longer on one line has a line for each item. */
    private static final int LONGEST_LIST = 76;
    /** Where a text may go on below: YAML 1.2.2, 6.5, makes one space of the break and of the indent behind it. */
    private static final Pattern FOLD = Pattern.compile("(?<=[^ \\\\]) (?=[^ #-])");
    /** What needs no quotes in any version of YAML, on a line of its own or in a list in brackets. */
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9/][A-Za-z0-9_./-]*+( [A-Za-z0-9_./-]++)*+");
    /** YAML 1.1 takes it for a date. */
    private static final Pattern DATE = Pattern.compile("\\d{4}-\\d.*");
    /** What cannot be in a comment: it would end it, or a terminal would act on it. */
    private static final Pattern UNFIT = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\x{2028}\\x{2029}\\x{fffe}\\x{ffff}]");

    private static final PlainScalars YAML_1_2 = new CoreSchema();
    private static final PlainScalars YAML_1_1 = new AnsibleScalars();

    private final Function<Node, String> comment;
    private final StringBuilder out = new StringBuilder();

    private AnnotatedYaml(Function<Node, String> comment) {
        this.comment = comment;
    }

    /**
     * The text of a document; ends in a line feed.
     *
     * @param comment what to say of a single value or a list of them, without the mark of a comment
     */
    public static String text(Node.Mapping document, Function<Node, String> comment) {
        if (document.entries().isEmpty()) {
            return "{}\n";
        }
        AnnotatedYaml yaml = new AnnotatedYaml(comment);
        for (Node.Entry entry : document.entries()) {
            if (!(entry.value() instanceof Node.Scalar) && !yaml.out.isEmpty()) {
                yaml.out.append('\n');
            }
            yaml.value(YamlOut.key(entry.key()) + ":", entry.value(), 0);
        }
        return yaml.out.toString();
    }

    /** A single value, or a list of them in brackets. */
    public static String flow(Node node) {
        return node instanceof Node.Sequence list
                ? list.items().stream().map(AnnotatedYaml::flow).collect(Collectors.joining(", ", "[", "]"))
                : single(node);
    }

    private void mapping(Node.Mapping mapping, String first, int indent) {
        String before = first;
        for (Node.Entry entry : mapping.entries()) {
            value(before + YamlOut.key(entry.key()) + ":", entry.value(), indent);
            before = " ".repeat(indent);
        }
    }

    /**
     * Writes a value.
     *
     * @param before what is on its line before it
     * @param indent of what it belongs to
     */
    private void value(String before, Node node, int indent) {
        int deeper = indent + 2;
        if (node instanceof Node.Mapping mapping && !mapping.entries().isEmpty()) {
            out.append(before).append('\n');
            mapping(mapping, " ".repeat(deeper), deeper);
        } else if (node instanceof Node.Sequence list && !list.items().isEmpty()) {
            list(before, list, deeper);
        } else {
            line(before, single(node), node);
        }
    }

    private void list(String before, Node.Sequence list, int indent) {
        boolean plain = list.items().stream().allMatch(item -> item instanceof Node.Scalar);
        String dash = " ".repeat(indent) + "-";
        if (!plain) {
            out.append(before).append('\n');
            list.items().forEach(item -> item(dash, item, indent));
            return;
        }
        List<String> items = new ArrayList<>();
        list.items().forEach(item -> items.add(single(item)));
        String line = items.stream().collect(Collectors.joining(", ", "[", "]"));
        if (Columns.width(before + " " + line) <= LONGEST_LIST) {
            line(before, line, list);
        } else {
            line(before, "", list);
            items.forEach(item -> folded(dash, item));
        }
    }

    private void item(String dash, Node item, int indent) {
        if (item instanceof Node.Mapping mapping && !mapping.entries().isEmpty()) {
            mapping(mapping, dash + " ", indent + 2);
        } else {
            value(dash, item, indent);
        }
    }

    /** A value with its comment behind it, or above it where both do not fit on one line. */
    private void line(String before, String value, Node node) {
        String said = UNFIT.matcher(comment.apply(node)).replaceAll("\ufffd");
        String text = value.isEmpty() ? before : before + " " + value;
        String behind = "  # " + said;
        String aligned = Columns.pad(text, COMMENT_COLUMN - 2) + behind;
        if (Columns.width(aligned) <= COLUMNS) {
            out.append(aligned).append('\n');
        } else if (Columns.width(text + behind) <= COLUMNS) {
            out.append(text).append(behind).append('\n');
        } else {
            String mark = " ".repeat(indent(before, " ")) + "# ";
            Columns.wrap(said, COLUMNS - mark.length())
                    .forEach(part -> out.append(mark).append(part).append('\n'));
            folded(before, value);
        }
    }

    /** A value, and on lines below it what does not fit on the line. */
    private void folded(String before, String value) {
        int deeper = indent(before, " -") + 2;
        StringBuilder line = new StringBuilder(before);
        boolean first = true;
        for (String word : FOLD.split(value, -1)) {
            if (!first && Columns.width(line + " " + word) > COLUMNS) {
                out.append(line).append('\n');
                line = new StringBuilder(" ".repeat(deeper)).append(word);
            } else {
                line.append(word.isEmpty() ? "" : " ").append(word);
            }
            first = false;
        }
        out.append(line).append('\n');
    }

    /** How many of these characters the text begins with. */
    private static int indent(String text, String characters) {
        int at = 0;
        while (at < text.length() && characters.indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        return at;
    }

    private static String single(Node node) {
        boolean plain = node instanceof Node.Scalar scalar
                && scalar.type() == ScalarType.STRING
                && PLAIN.matcher(scalar.text()).matches()
                && !DATE.matcher(scalar.text()).matches()
                && !YamlOut.isWord(scalar.text())
                && YAML_1_2.typeOf(scalar.text()) == ScalarType.STRING
                && YAML_1_1.typeOf(scalar.text()) == ScalarType.STRING;
        return plain ? ((Node.Scalar) node).text() : YamlOut.single(node);
    }
}
