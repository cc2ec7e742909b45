package dev.preflight.casefile;

import dev.preflight.node.Node;
import dev.preflight.node.Node.ScalarType;
import dev.preflight.node.Place;
import dev.preflight.node.Problems;
import dev.preflight.node.Suggestion;
import dev.preflight.param.Keys;
import dev.preflight.param.Values;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The keys of one mapping of a test file, strictly read: what is not as it must be is noted with its place. */
final class Fields {
    private static final Pattern PERCENT = Pattern.compile("(\\d{1,3}) ?%?");
    private static final int WHOLE = 100;

    private final Node.Mapping mapping;
    private final Map<String, Node.Entry> keys;
    private final Problems problems;

    /**
     * The keys of a mapping.
     *
     * @param what what a key is one of, such as {@code key of a case}
     */
    Fields(Node.Mapping mapping, List<String> valid, String what, Problems problems) {
        this.mapping = mapping;
        this.keys = Keys.known(mapping, valid, what, problems);
        this.problems = problems;
    }

    Place place() {
        return mapping.place();
    }

    /** Where a value is, or else its mapping. */
    Place place(String key) {
        return node(key).map(Node::place).orElse(mapping.place());
    }

    boolean has(String key) {
        return keys.containsKey(key);
    }

    Optional<Node> node(String key) {
        return Optional.ofNullable(keys.get(key)).map(Node.Entry::value);
    }

    /** Notes that a key is missing. */
    void require(String key, String what) {
        if (!has(key)) {
            problems.add(mapping.place(), what + " lacks '" + key + "'");
        }
    }

    Optional<String> text(String key) {
        Optional<String> text = node(key).flatMap(node -> Values.text(key, node, problems));
        if (text.filter(String::isBlank).isPresent()) {
            problems.add(place(key), key + ": expected text, found nothing but blanks");
        }
        return text.filter(t -> !t.isBlank());
    }

    Optional<Boolean> flag(String key) {
        return node(key).flatMap(node -> Values.flag(key, node, problems));
    }

    Optional<Node.Mapping> mapping(String key) {
        return node(key).flatMap(node -> Values.mapping(key, node, problems));
    }

    /** The items of a list. */
    List<Node> list(String key) {
        Optional<Node> node = node(key);
        if (node.isEmpty()) {
            return List.of();
        }
        if (node.get() instanceof Node.Sequence list) {
            return list.items();
        }
        Values.wrong("a list", key, node.get(), "", problems);
        return List.of();
    }

    /** The mappings of a list. */
    List<Node.Mapping> mappings(String key) {
        List<Node.Mapping> all = new ArrayList<>();
        list(key)
                .forEach(
                        item -> Values.mapping("item of " + key, item, problems).ifPresent(all::add));
        return all;
    }

    /** The texts of a list. */
    List<String> texts(String key) {
        return node(key).flatMap(node -> Values.texts(key, node, problems)).orElse(List.of());
    }

    /** One of these words. */
    <T> Optional<T> word(String key, Stream<T> valid, Function<T, String> code) {
        return node(key).flatMap(node -> word(key, node, valid.toList(), code));
    }

    /** A list of such words. */
    <T> List<T> words(String key, Stream<T> valid, Function<T, String> code) {
        List<T> all = valid.toList();
        return list(key).stream()
                .flatMap(item -> word(key, item, all, code).stream())
                .toList();
    }

    private <T> Optional<T> word(String key, Node node, Collection<T> valid, Function<T, String> code) {
        Optional<String> text = Values.text(key, node, problems);
        Optional<T> found = text.flatMap(
                t -> valid.stream().filter(v -> code.apply(v).equals(t)).findFirst());
        if (text.isPresent() && found.isEmpty()) {
            List<String> words = valid.stream().map(code).toList();
            problems.add(node.place(), "no such " + key + " '" + text.get() + "'", Suggestion.hint(text.get(), words));
        }
        return found;
    }

    Optional<Instant> instant(String key) {
        return text(key).flatMap(text -> {
            try {
                return Optional.of(OffsetDateTime.parse(text).toInstant());
            } catch (DateTimeParseException e) {
                Values.wrong(
                        "an instant with its zone",
                        key,
                        node(key).orElse(mapping),
                        "write it like 2027-01-31T00:00:00Z",
                        problems);
                return Optional.empty();
            }
        });
    }

    /** A share such as {@code 80%}. */
    OptionalInt percent(String key) {
        Optional<Node> node = node(key);
        if (node.isEmpty()) {
            return OptionalInt.empty();
        }
        OptionalInt percent = node.get() instanceof Node.Scalar scalar && scalar.type() != ScalarType.NULL
                ? percentOf(scalar.text())
                : OptionalInt.empty();
        if (percent.isEmpty()) {
            Values.wrong("a percentage such as 80%", key, node.get(), "", problems);
        }
        return percent;
    }

    /** The number of a percentage; empty for what is none. */
    static OptionalInt percentOf(String text) {
        Matcher m = PERCENT.matcher(text);
        return m.matches() && Integer.parseInt(m.group(1)) <= WHOLE
                ? OptionalInt.of(Integer.parseInt(m.group(1)))
                : OptionalInt.empty();
    }
}
