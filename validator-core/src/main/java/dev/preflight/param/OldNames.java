package dev.preflight.param;

import dev.preflight.node.Node;
import dev.preflight.node.Problems;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Replaces names that were renamed, with a warning for each; two names for one thing are a problem. */
public final class OldNames {
    private final Problems problems;
    private final Problems warnings;

    /** Notes what is wrong in one place, and which old names were used in the other. */
    public OldNames(Problems problems, Problems warnings) {
        this.problems = problems;
        this.warnings = warnings;
    }

    /**
     * The mapping with the keys of today.
     *
     * @param replaced the present name by each old one
     * @param what what a key names, such as {@code code of nic-link}
     */
    public Node.Mapping keys(Node.Mapping mapping, Map<String, String> replaced, String what) {
        if (replaced.isEmpty()) {
            return mapping;
        }
        List<Node.Entry> entries = new ArrayList<>();
        for (Node.Entry entry : mapping.entries()) {
            String now = replaced.get(entry.key());
            if (now == null) {
                entries.add(entry);
            } else if (isFree(mapping, entry, now, replaced)) {
                warn(entry, now, what);
                entries.add(new Node.Entry(now, entry.keyPlace(), entry.value()));
            }
        }
        return new Node.Mapping(entries, mapping.place());
    }

    /** Notes a problem where the mapping has the present name too, or had another old one of it before. */
    private boolean isFree(Node.Mapping mapping, Node.Entry entry, String now, Map<String, String> replaced) {
        for (Node.Entry other : mapping.entries()) {
            if (other.equals(entry)) {
                // A later entry under the present name is looked for below.
                break;
            }
            if (!other.key().equals(entry.key()) && now.equals(replaced.get(other.key()))) {
                return twice(entry, other, now);
            }
        }
        for (Node.Entry other : mapping.entries()) {
            if (other.key().equals(now)) {
                return twice(entry, other, now);
            }
        }
        return true;
    }

    private boolean twice(Node.Entry entry, Node.Entry other, String now) {
        problems.add(
                entry.keyPlace(),
                "'" + entry.key() + "' is an old name of '" + now + "', which is also given at " + other.keyPlace()
                        + (other.key().equals(now) ? "" : " as '" + other.key() + "'"),
                "remove one of the two");
        return false;
    }

    private void warn(Node.Entry entry, String now, String what) {
        warnings.add(entry.keyPlace(), message(what, entry.key()), hint(now));
    }

    /**
     * The name of today.
     *
     * @param now what replaced the name
     * @param what what it names, such as {@code check}
     */
    public Node.Scalar word(Node.Scalar name, String now, String what) {
        warnings.add(name.place(), message(what, name.text()), hint(now));
        return new Node.Scalar(now, Node.ScalarType.STRING, name.place());
    }

    private static String message(String what, String old) {
        return what + " '" + old + "' was renamed";
    }

    private static String hint(String now) {
        return "write '" + now + "'";
    }

    /** The parameters of this record with the names of today, those of nested records among them. */
    public Node.Mapping parameters(Class<? extends Record> type, Node.Mapping given, String what) {
        return parameters(ParamSchema.of(type), given, what);
    }

    private Node.Mapping parameters(ParamSchema schema, Node.Mapping given, String what) {
        List<Node.Entry> entries = new ArrayList<>();
        for (Node.Entry entry : keys(given, schema.replacedNames(), what).entries()) {
            Node value = schema.fields().stream()
                    .filter(field -> field.name().equals(entry.key()))
                    .findFirst()
                    .map(field -> value(field.type(), entry.value(), what))
                    .orElse(entry.value());
            entries.add(new Node.Entry(entry.key(), entry.keyPlace(), value));
        }
        return new Node.Mapping(entries, given.place());
    }

    private Node value(ParamType type, Node value, String what) {
        if (type instanceof ParamType.ListOf list && value instanceof Node.Sequence sequence) {
            return new Node.Sequence(
                    sequence.items().stream()
                            .map(item -> value(list.item(), item, what))
                            .toList(),
                    sequence.place());
        }
        return type instanceof ParamType.Nested nested && value instanceof Node.Mapping mapping
                ? parameters(nested.schema(), mapping, what)
                : value;
    }
}
