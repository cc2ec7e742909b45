package dev.preflight.app;

import dev.preflight.node.Node;
import dev.preflight.node.Node.ScalarType;
import dev.preflight.node.Place;
import dev.preflight.node.Problems;
import dev.preflight.node.Suggestion;
import dev.preflight.param.Keys;
import dev.preflight.param.Values;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The fields of one JSON object, read strictly: an unknown field, a wrong type and a value out of range are problems.
 * Such a value is returned as if the field were missing, so that reading can go on.
 */
final class Fields {
    private final Map<String, Node.Entry> entries;
    private final Problems problems;

    /** A field that an object may have. */
    interface Field {
        /** Its name in JSON. */
        String key();
    }

    /**
     * Reports the unknown fields of an object.
     *
     * @param what how problems call a field, such as {@code field of a host}
     */
    Fields(Node.Mapping object, Field[] valid, String what, Problems problems) {
        this.entries = Keys.known(object, Arrays.stream(valid).map(Field::key).toList(), what, problems);
        this.problems = problems;
    }

    boolean has(Field field) {
        return entries.containsKey(field.key());
    }

    /** The value as it is written. */
    Optional<Node> node(Field field) {
        return Optional.ofNullable(entries.get(field.key())).map(Node.Entry::value);
    }

    Optional<Place> place(Field field) {
        return node(field).map(Node::place);
    }

    Optional<Node.Mapping> mapping(Field field) {
        return node(field).flatMap(value -> Values.mapping(field.key(), value, problems));
    }

    /** Text that is not blank. */
    Optional<String> text(Field field) {
        return node(field).flatMap(value -> text(field, value));
    }

    private Optional<String> text(Field field, Node value) {
        if (!(value instanceof Node.Scalar scalar) || scalar.type() != ScalarType.STRING) {
            Values.wrong("text", field.key(), value, "", problems);
            return Optional.empty();
        }
        Optional<String> text = Values.text(field.key(), value, problems);
        if (text.isPresent() && text.get().isBlank()) {
            problems.add(value.place(), field.key() + ": the text is empty", "give a value, or remove the field");
            return Optional.empty();
        }
        return text;
    }

    /** The texts of a list; empty if the field is missing. */
    List<String> texts(Field field) {
        return items(field).stream().flatMap(item -> text(field, item).stream()).toList();
    }

    /** A text, or the texts of a list that has at least one; empty if the field is missing. */
    List<String> oneOrMore(Field field) {
        Optional<Node> value = node(field);
        if (value.isPresent() && value.get() instanceof Node.Sequence sequence) {
            if (sequence.items().isEmpty()) {
                problems.add(
                        sequence.place(), field.key() + ": the list is empty", "give a value, or remove the field");
            }
            return texts(field);
        }
        return text(field).stream().toList();
    }

    Optional<Path> path(Field field) {
        return node(field).flatMap(value -> path(field, value));
    }

    /** The paths of a list; empty if the field is missing. */
    List<Path> paths(Field field) {
        return items(field).stream().flatMap(item -> path(field, item).stream()).toList();
    }

    private Optional<Path> path(Field field, Node value) {
        return text(field, value).flatMap(text -> {
            try {
                return Optional.of(Path.of(text));
            } catch (InvalidPathException e) {
                problems.add(value.place(), field.key() + ": '" + text + "' is not a path");
                return Optional.empty();
            }
        });
    }

    private List<Node> items(Field field) {
        Optional<Node> value = node(field);
        if (value.isPresent() && value.get() instanceof Node.Sequence sequence) {
            return sequence.items();
        }
        value.ifPresent(other -> Values.wrong("a list", field.key(), other, "", problems));
        return List.of();
    }

    Optional<Boolean> flag(Field field) {
        return node(field).flatMap(value -> Values.flag(field.key(), value, problems));
    }

    Optional<Duration> seconds(Field field, int most) {
        return number(field, 1, most).map(Duration::ofSeconds);
    }

    /** A whole number from {@code least} to {@code most}. */
    Optional<Integer> number(Field field, int least, int most) {
        return node(field).flatMap(value -> number(field, value, least, most));
    }

    private Optional<Integer> number(Field field, Node value, int least, int most) {
        boolean whole = value instanceof Node.Scalar scalar
                && scalar.type() == ScalarType.INTEGER
                && scalar.text().matches("-?\\d{1,15}");
        long number = whole ? Long.parseLong(((Node.Scalar) value).text()) : least - 1L;
        if (number < least || number > most) {
            String expected =
                    least == most ? "the number " + least : "a whole number between " + least + " and " + most;
            Values.wrong(expected, field.key(), value, "", problems);
            return Optional.empty();
        }
        return Optional.of((int) number);
    }

    /** One of a few words. */
    Optional<String> word(Field field, List<String> valid) {
        Optional<String> text = text(field);
        if (text.isPresent() && !valid.contains(text.get())) {
            problems.add(
                    place(field).orElseThrow(),
                    field.key() + ": no such word '" + text.get() + "'",
                    Suggestion.hint(text.get(), valid));
            return Optional.empty();
        }
        return text;
    }
}
