package dev.preflight.inventory;

import dev.preflight.node.Node;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The values of variables in YAML and JSON as text. */
final class VariableText {
    /** What marks a text that the vault encrypted, or that is no template although it may look like one. */
    private static final List<String> MARKS = List.of("__ansible_vault", "__ansible_unsafe");

    private VariableText() {}

    /** The text that is marked as Ansible's JSON does it, if the value is one. */
    static Optional<String> marked(Node value) {
        return value instanceof Node.Mapping mapping
                        && mapping.entries().size() == 1
                        && MARKS.contains(mapping.entries().get(0).key())
                        && mapping.entries().get(0).value() instanceof Node.Scalar text
                ? Optional.of(text.text())
                : Optional.empty();
    }

    /** The value of a variable. */
    static String of(String name, Node value) {
        return value instanceof Node.Scalar scalar ? text(name, scalar) : json(value);
    }

    /** Ansible hands its own variables to ssh as Python writes them; the others are shown as JSON has them. */
    private static String text(String name, Node.Scalar scalar) {
        return switch (scalar.type()) {
            case NULL -> "";
            case BOOLEAN -> {
                String lower = scalar.text().toLowerCase(Locale.ROOT);
                yield name.startsWith(Variable.ANSIBLE) ? (lower.equals("true") ? "True" : "False") : lower;
            }
            case INTEGER, DECIMAL, STRING -> scalar.text();
        };
    }

    private static String json(Node node) {
        if (node instanceof Node.Mapping mapping) {
            return mapping.entries().stream()
                    .map(e -> string(e.key()) + ":" + json(e.value()))
                    .collect(Collectors.joining(",", "{", "}"));
        }
        if (node instanceof Node.Sequence sequence) {
            return sequence.items().stream().map(VariableText::json).collect(Collectors.joining(",", "[", "]"));
        }
        Node.Scalar scalar = (Node.Scalar) node;
        return switch (scalar.type()) {
            case NULL -> "null";
            case BOOLEAN -> scalar.text().toLowerCase(Locale.ROOT);
            case INTEGER, DECIMAL, STRING -> string(scalar.text());
        };
    }

    private static String string(String text) {
        StringBuilder out = new StringBuilder("\"");
        text.codePoints().forEach(c -> {
            if (c == '"' || c == '\\') {
                out.append('\\').appendCodePoint(c);
            } else if (c < ' ') {
                out.append(String.format(Locale.ROOT, "\\u%04x", c));
            } else {
                out.appendCodePoint(c);
            }
        });
        return out.append('"').toString();
    }
}
