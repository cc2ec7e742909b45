package dev.preflight.evidence;

import dev.preflight.json.JsonText;
import dev.preflight.node.Node;
import dev.preflight.node.Place;
import dev.preflight.node.Problems;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The fields of one JSON object of a manifest; what is missing or of the wrong type is noted, and stands in as empty. */
final class ManifestFields {
    private final Node.Mapping mapping;
    private final Problems problems;

    private ManifestFields(Node.Mapping mapping, Problems problems) {
        this.mapping = mapping;
        this.problems = problems;
    }

    /** The fields of the object in this file. */
    static Optional<ManifestFields> of(Path file, long largest, Problems problems) {
        try {
            if (Files.size(file) > largest) {
                problems.add(Place.of(file.toString()), "is too large to be a manifest of ours");
                return Optional.empty();
            }
            String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
            Optional<Node> node = JsonText.parse(file.toString(), text, problems);
            if (node.isPresent() && node.get() instanceof Node.Mapping mapping) {
                return Optional.of(new ManifestFields(mapping, problems));
            }
            if (problems.none()) {
                problems.add(Place.of(file.toString()), "expected a JSON object");
            }
        } catch (IOException e) {
            problems.add(Place.of(file.toString()), "cannot be read: " + e.getMessage());
        }
        return Optional.empty();
    }

    boolean has(String name) {
        return mapping.get(name).isPresent();
    }

    List<String> names() {
        return mapping.entries().stream().map(Node.Entry::key).toList();
    }

    String text(String name) {
        return scalar(name, Node.ScalarType.STRING).orElse("");
    }

    long number(String name) {
        Optional<String> text = scalar(name, Node.ScalarType.INTEGER);
        if (text.isPresent() && !text.get().matches("-?\\d{1,15}")) {
            problem(name, "'" + name + "' is out of range", "");
            return 0;
        }
        return text.map(Long::parseLong).orElse(0L);
    }

    boolean flag(String name) {
        return scalar(name, Node.ScalarType.BOOLEAN).map("true"::equals).orElse(false);
    }

    List<String> texts(String name) {
        return sequence(name).stream()
                .filter(Node.Scalar.class::isInstance)
                .map(node -> ((Node.Scalar) node).text())
                .toList();
    }

    List<ManifestFields> objects(String name) {
        return sequence(name).stream()
                .filter(Node.Mapping.class::isInstance)
                .map(node -> new ManifestFields((Node.Mapping) node, problems))
                .toList();
    }

    Optional<ManifestFields> object(String name) {
        return mapping.get(name)
                .filter(Node.Mapping.class::isInstance)
                .map(node -> new ManifestFields((Node.Mapping) node, problems));
    }

    /** Notes that a field is not as it must be. */
    void problem(String name, String message, String hint) {
        problems.add(mapping.get(name).map(Node::place).orElse(mapping.place()), message, hint);
    }

    private List<Node> sequence(String name) {
        Optional<Node> node = mapping.get(name);
        if (node.isPresent() && node.get() instanceof Node.Sequence sequence) {
            return sequence.items();
        }
        problem(name, "expected a list '" + name + "'", "");
        return List.of();
    }

    private Optional<String> scalar(String name, Node.ScalarType type) {
        Optional<Node> node = mapping.get(name);
        if (node.isPresent() && node.get() instanceof Node.Scalar scalar && scalar.type() == type) {
            return Optional.of(scalar.text());
        }
        problem(name, "expected '" + name + "' with " + type.words(), "");
        return Optional.empty();
    }
}
