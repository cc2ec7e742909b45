package dev.preflight.evidence;

import dev.preflight.json.JsonText;
import dev.preflight.node.Node;
import dev.preflight.node.Place;
import dev.preflight.node.Problems;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The fields of one JSON object of a manifest; a field that is missing or of the wrong type is noted, and returned as
 * empty.
 */
final class ManifestFields {
    private final Node.Mapping mapping;
    private final Problems problems;

    private ManifestFields(Node.Mapping mapping, Problems problems) {
        this.mapping = mapping;
        this.problems = problems;
        Set<String> seen = new HashSet<>();
        for (Node.Entry entry : mapping.entries()) {
            // Two readers of such a text may see two different things in it.
            if (!seen.add(entry.key())) {
                problems.add(entry.keyPlace(), "'" + entry.key() + "' is given twice", "");
            }
        }
    }

    /**
     * The fields of the object that this text is.
     *
     * @param source what to call the text in places
     */
    static Optional<ManifestFields> of(String source, byte[] text, Problems problems) {
        Problems own = new Problems();
        Optional<Node> node = JsonText.parse(source, new String(text, StandardCharsets.UTF_8), own);
        own.all().forEach(p -> problems.add(p.place(), p.message(), p.hint()));
        if (node.isPresent() && node.get() instanceof Node.Mapping mapping) {
            return Optional.of(new ManifestFields(mapping, problems));
        }
        if (own.none()) {
            problems.add(Place.of(source), "expected a JSON object");
        }
        return Optional.empty();
    }

    /** The instant of this field; the epoch where it is none, which was noted. */
    Instant instant(String name) {
        return instant(name, text(name));
    }

    /** The instants of a list. */
    List<Instant> instants(String name) {
        return texts(name).stream().map(text -> instant(name, text)).toList();
    }

    private Instant instant(String name, String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            problem(name, "no instant: '" + text + "'", "such as 2026-11-23T12:00:00Z");
            return Instant.EPOCH;
        }
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

    /** A number that fits an {@code int}. */
    int integer(String name) {
        long number = number(name);
        if (number != (int) number) {
            problem(name, "'" + name + "' is out of range", "");
            return 0;
        }
        return (int) number;
    }

    List<String> texts(String name) {
        return items(name, Node.Scalar.class, "texts").stream()
                .map(Node.Scalar::text)
                .toList();
    }

    List<ManifestFields> objects(String name) {
        return items(name, Node.Mapping.class, "objects").stream()
                .map(node -> new ManifestFields(node, problems))
                .toList();
    }

    /** The object of this field; empty if it is not there, or is none, which was noted. */
    Optional<ManifestFields> object(String name) {
        Optional<Node> node = mapping.get(name);
        if (node.isPresent() && !(node.get() instanceof Node.Mapping)) {
            problem(name, "expected '" + name + "' with an object", "");
        }
        return node.filter(Node.Mapping.class::isInstance)
                .map(found -> new ManifestFields((Node.Mapping) found, problems));
    }

    Place place() {
        return mapping.place();
    }

    /** Notes that a field is not as it must be. */
    void problem(String name, String message, String hint) {
        problems.add(mapping.get(name).map(Node::place).orElse(mapping.place()), message, hint);
    }

    private <N extends Node> List<N> items(String name, Class<N> type, String what) {
        List<Node> items = sequence(name);
        if (!items.stream().allMatch(type::isInstance)) {
            problem(name, "expected '" + name + "' with a list of " + what, "");
        }
        return items.stream().filter(type::isInstance).map(type::cast).toList();
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
