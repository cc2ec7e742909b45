package dev.preflight.checks.docker.daemonjson;

import dev.preflight.node.Node;
import dev.preflight.node.Node.ScalarType;
import java.util.ArrayList;
import java.util.List;

/** What the value of a key in daemon.json has to be. {@code null} is accepted everywhere, as Go does. */
enum ValueType {
    /** Text. */
    TEXT("\"text\""),
    /** True or false. */
    TRUTH("true | false"),
    /** A whole number. */
    WHOLE("123"),
    /** A list of texts. */
    TEXTS("[\"text\"]"),
    /** Texts by name. */
    TEXT_MAP("{\"name\": \"text\"}"),
    /** Truths by name. */
    TRUTH_MAP("{\"name\": true}"),
    /** Texts by two names. */
    TEXT_MAP_MAP("{\"name\": {\"name\": \"text\"}}"),
    /** Anything in braces. */
    OBJECT("{...}"),
    /** Objects by name. */
    OBJECT_MAP("{\"name\": {...}}"),
    /** A list of objects. */
    OBJECTS("[{...}]"),
    /** Whatever there is. */
    ANY("");

    private final String form;

    ValueType(String form) {
        this.form = form;
    }

    /** All that it may be, the same in every language; empty if that is shown by an example. */
    String exact() {
        return this == TRUTH ? form : "";
    }

    /** One value that it may be, the same in every language; empty if all of them can be shown. */
    String example() {
        return this == TRUTH ? "" : form;
    }

    /**
     * A value of the wrong type.
     *
     * @param path the key, with the keys inside it after dots
     * @param expected what it has to be
     * @param node what it is
     */
    record Mismatch(String path, ValueType expected, Node node) {
        /** What it is, the same in every language. */
        String found() {
            return shown(node);
        }
    }

    /** A value as the file has it, the same in every language; of lists and objects only that they are such. */
    static String shown(Node node) {
        if (node instanceof Node.Scalar scalar) {
            return scalar.type() == ScalarType.STRING ? '"' + scalar.text() + '"' : scalar.text();
        }
        return node instanceof Node.Mapping ? "{...}" : "[...]";
    }

    /** Whether a value is {@code null}. */
    static boolean isNull(Node node) {
        return node instanceof Node.Scalar scalar && scalar.type() == ScalarType.NULL;
    }

    /** Where the value under this path, or what is inside it, is of the wrong type. */
    List<Mismatch> mismatches(String path, Node node) {
        List<Mismatch> found = new ArrayList<>();
        check(path, node, found);
        return found;
    }

    private void check(String path, Node node, List<Mismatch> found) {
        if (this == ANY || isNull(node)) {
            return;
        }
        switch (this) {
            case TEXT -> scalar(path, node, ScalarType.STRING, found);
            case TRUTH -> scalar(path, node, ScalarType.BOOLEAN, found);
            case WHOLE -> scalar(path, node, ScalarType.INTEGER, found);
            case TEXTS -> items(path, node, TEXT, found);
            case OBJECTS -> items(path, node, OBJECT, found);
            case TEXT_MAP -> values(path, node, TEXT, found);
            case TRUTH_MAP -> values(path, node, TRUTH, found);
            case TEXT_MAP_MAP -> values(path, node, TEXT_MAP, found);
            case OBJECT_MAP -> values(path, node, OBJECT, found);
            default -> values(path, node, ANY, found);
        }
    }

    private void scalar(String path, Node node, ScalarType type, List<Mismatch> found) {
        if (!(node instanceof Node.Scalar scalar) || scalar.type() != type) {
            found.add(new Mismatch(path, this, node));
        }
    }

    private void items(String path, Node node, ValueType item, List<Mismatch> found) {
        if (!(node instanceof Node.Sequence list)) {
            found.add(new Mismatch(path, this, node));
            return;
        }
        boolean wrong = list.items().stream()
                .anyMatch(one -> !item.mismatches(path, one).isEmpty());
        if (wrong) {
            found.add(new Mismatch(path, this, node));
        }
    }

    private void values(String path, Node node, ValueType value, List<Mismatch> found) {
        if (!(node instanceof Node.Mapping map)) {
            found.add(new Mismatch(path, this, node));
            return;
        }
        map.entries().forEach(entry -> value.check(path + "." + entry.key(), entry.value(), found));
    }
}
