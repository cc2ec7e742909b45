package dev.preflight.checks.docker.containers;

import dev.preflight.checks.docker.containers.Containers.Container;
import dev.preflight.checks.docker.containers.Containers.Kind;
import dev.preflight.fact.FactFormatException;
import dev.preflight.json.JsonText;
import dev.preflight.node.Node;
import dev.preflight.node.Node.ScalarType;
import dev.preflight.node.Problems;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One container as the probe prints it: a JSON array, so that no name of a container can pass for something else. */
final class ContainerLine {
    private static final int VALUES = 7;

    private ContainerLine() {}

    static Container parse(Kind kind, String line) throws FactFormatException {
        List<Node.Scalar> values = new ArrayList<>();
        Node root = JsonText.parse("container", line, new Problems()).orElseThrow(() -> wrong(line));
        if (root instanceof Node.Sequence list) {
            list.items().stream()
                    .filter(Node.Scalar.class::isInstance)
                    .map(Node.Scalar.class::cast)
                    .forEach(values::add);
        }
        boolean form = values.size() == VALUES
                && of(values.get(0), ScalarType.STRING)
                && of(values.get(1), ScalarType.STRING)
                && of(values.get(2), ScalarType.BOOLEAN)
                && of(values.get(3), ScalarType.INTEGER)
                && of(values.get(4), ScalarType.STRING);
        if (!form
                || !values.get(0).text().matches("[0-9a-f]{64}")
                || !values.get(3).text().matches("\\d{1,18}")) {
            throw wrong(line);
        }
        return new Container(
                kind,
                values.get(0).text(),
                values.get(1).text().replaceFirst("^/", ""),
                values.get(2).text().equals("true"),
                Long.parseLong(values.get(3).text()),
                values.get(4).text(),
                given(values.get(5), line),
                given(values.get(6), line));
    }

    private static boolean of(Node.Scalar value, ScalarType type) {
        return value.type() == type;
    }

    /** A log option: Go gives the empty text for one that is not there. */
    private static Optional<String> given(Node.Scalar value, String line) throws FactFormatException {
        if (value.type() != ScalarType.NULL && value.type() != ScalarType.STRING) {
            throw wrong(line);
        }
        return value.type() == ScalarType.NULL || value.text().isEmpty() ? Optional.empty() : Optional.of(value.text());
    }

    private static FactFormatException wrong(String line) {
        return new FactFormatException("expected a container, found: " + line);
    }
}
