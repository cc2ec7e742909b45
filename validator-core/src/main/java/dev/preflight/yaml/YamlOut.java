package dev.preflight.yaml;

import dev.preflight.node.Node;
import dev.preflight.node.Node.ScalarType;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Writes nodes as YAML that {@link YamlText} reads back as the same nodes, places aside. */
public final class YamlOut {
    private static final Pattern PLAIN_KEY = Pattern.compile("[A-Za-z_][A-Za-z0-9_-]*");
    /** Words that YAML 1.1 or 1.2 may take for something else than text. */
    private static final List<String> WORDS = List.of("true", "false", "null", "yes", "no", "on", "off", "y", "n");

    private final StringBuilder out = new StringBuilder();

    private YamlOut() {}

    /** The text of a document; ends in a line feed. */
    public static String text(Node.Mapping document) {
        YamlOut yaml = new YamlOut();
        if (document.entries().isEmpty()) {
            return "{}\n";
        }
        yaml.mapping(document, 0);
        return yaml.out.toString();
    }

    private void mapping(Node.Mapping mapping, int indent) {
        for (Node.Entry entry : mapping.entries()) {
            out.append(" ".repeat(indent)).append(key(entry.key())).append(':');
            value(entry.value(), indent);
        }
    }

    private void value(Node node, int indent) {
        if (node instanceof Node.Mapping mapping && !mapping.entries().isEmpty()) {
            out.append('\n');
            mapping(mapping, indent + 2);
        } else if (node instanceof Node.Sequence sequence && !sequence.items().isEmpty()) {
            out.append('\n');
            for (Node item : sequence.items()) {
                out.append(" ".repeat(indent + 2)).append('-');
                value(item, indent + 2);
            }
        } else {
            out.append(' ').append(single(node)).append('\n');
        }
    }

    /** A single value, or an empty mapping or list. */
    static String single(Node node) {
        if (node instanceof Node.Mapping) {
            return "{}";
        }
        if (node instanceof Node.Sequence) {
            return "[]";
        }
        Node.Scalar scalar = (Node.Scalar) node;
        if (scalar.type() == ScalarType.NULL) {
            return "null";
        }
        return scalar.type() == ScalarType.STRING ? quoted(scalar.text()) : scalar.text();
    }

    /** Whether YAML 1.1 or 1.2 may take this for something else than text. */
    static boolean isWord(String text) {
        return WORDS.contains(text.toLowerCase(Locale.ROOT));
    }

    /** A key, in quotes where it needs them. */
    static String key(String key) {
        boolean plain = PLAIN_KEY.matcher(key).matches() && !isWord(key);
        return plain ? key : quoted(key);
    }

    /** In double quotes, on one line (YAML 1.2.2, section 7.3.1). */
    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        text.codePoints().forEach(c -> {
            switch (c) {
                case '"' -> quoted.append("\\\"");
                case '\\' -> quoted.append("\\\\");
                case '\n' -> quoted.append("\\n");
                case '\t' -> quoted.append("\\t");
                default -> {
                    if (escaped(c)) {
                        quoted.append(String.format(Locale.ROOT, c > 0xffff ? "\\U%08x" : "\\u%04x", c));
                    } else {
                        quoted.appendCodePoint(c);
                    }
                }
            }
        });
        return quoted.append('"').toString();
    }

    /** What is not printable, breaks lines, marks an order of bytes, reorders text, or is half a pair. */
    private static boolean escaped(int c) {
        boolean control = c < 0x20 || (c >= 0x7f && c <= 0xa0);
        boolean breaks = c == 0x2028 || c == 0x2029 || c == 0xfeff;
        return control
                || breaks
                || Character.getType(c) == Character.FORMAT
                || (c >= 0xd800 && c <= 0xdfff)
                || c == 0xfffe
                || c == 0xffff;
    }
}
