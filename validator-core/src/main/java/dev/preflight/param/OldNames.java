package dev.preflight.param;

import dev.preflight.node.Ascii;
import dev.preflight.node.Node;
import dev.preflight.node.Place;
import dev.preflight.node.Problem;
import dev.preflight.node.Problems;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Replaces names that were renamed. Each is a warning, but where something is wrong with what it names: the problem then
 * says it as well. Two names for one thing are a problem.
 */
public final class OldNames {
    private final Problems problems;
    private final List<Use> uses = new ArrayList<>();
    /** By where it is noted what is wrong with the name or its value. */
    private final Map<Place, List<Use>> byPlace = new HashMap<>();

    /**
     * An old name that was given.
     *
     * @param warning what is said if nothing is wrong; empty if that was said of another place
     */
    private record Use(String old, String now, Optional<Problem> warning) {
        /** Whether a problem at one of its places is one of what this names. */
        boolean concerns(Problem problem) {
            return Stream.of(problem.message().split("[^A-Za-z0-9_-]+"))
                    .anyMatch(word -> joined(word).equals(joined(now)));
        }

        /** The name of a parameter as it is compared: in YAML it is {@code min_speed}, in its record minSpeed. */
        private static String joined(String name) {
            return Ascii.lower(name.replace("_", ""));
        }

        Problem in(Problem problem) {
            String said = "'" + old + "' was renamed: write '" + now + "'";
            String hint = problem.hint().isEmpty() ? said : problem.hint() + "; " + said;
            return new Problem(problem.place(), problem.message(), hint);
        }
    }

    /** Notes what is wrong in one place. */
    public OldNames(Problems problems) {
        this.problems = problems;
    }

    /**
     * Names the old name in each problem of what was given by it, as the user knows no other; to be called when all
     * problems are noted.
     *
     * @return the warnings about the other old names, in the order of the text
     */
    public List<Problem> settled() {
        Set<Use> said = new HashSet<>();
        problems.replaceAll(problem -> {
            Optional<Use> of = byPlace.getOrDefault(problem.place(), List.of()).stream()
                    .filter(use -> use.concerns(problem))
                    .findFirst();
            of.ifPresent(said::add);
            return of.map(use -> use.in(problem)).orElse(problem);
        });
        Problems warnings = new Problems();
        uses.stream()
                .filter(use -> !said.contains(use))
                .flatMap(use -> use.warning().stream())
                .forEach(warning -> warnings.add(warning.place(), warning.message(), warning.hint()));
        return warnings.all();
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
        List<Node.Entry> before = new ArrayList<>();
        for (Node.Entry entry : mapping.entries()) {
            String now = replaced.get(entry.key());
            if (now == null) {
                entries.add(entry);
                continue;
            }
            Optional<Node.Entry> rival = named(now, before, replaced)
                    .or(() -> mapping.entries().stream()
                            .filter(other -> other.key().equals(now))
                            .findFirst());
            if (rival.isPresent()) {
                twice(entry, rival.get(), now);
            } else {
                entries.add(renamed(entry, now, what, mapping, replaced));
            }
            before.add(entry);
        }
        return new Node.Mapping(entries, mapping.place());
    }

    private static Optional<Node.Entry> named(String now, List<Node.Entry> before, Map<String, String> replaced) {
        return before.stream()
                .filter(other -> now.equals(replaced.get(other.key())))
                .findFirst();
    }

    private void twice(Node.Entry entry, Node.Entry other, String now) {
        if (other.key().equals(entry.key())) {
            problems.add(
                    entry.keyPlace(),
                    "'" + entry.key() + "' is given twice, first at " + other.keyPlace(),
                    "remove one of the two");
            return;
        }
        problems.add(
                entry.keyPlace(),
                "'" + entry.key() + "' is an old name of '" + now + "', which is also given at " + other.keyPlace()
                        + (other.key().equals(now) ? "" : " as '" + other.key() + "'"),
                "remove one of the two");
    }

    private Node.Entry renamed(
            Node.Entry entry, String now, String what, Node.Mapping mapping, Map<String, String> replaced) {
        boolean alone = mapping.entries().stream()
                        .filter(other -> now.equals(replaced.get(other.key())))
                        .count()
                == 1;
        Set<Place> places = new HashSet<>();
        places.add(entry.keyPlace());
        places.add(entry.value().place());
        if (entry.value() instanceof Node.Sequence sequence) {
            sequence.items().forEach(item -> places.add(item.place()));
        }
        // Where it is given twice, the problem of that names this place.
        Optional<Problem> warning =
                alone ? Optional.of(warning(entry.keyPlace(), what, entry.key(), now)) : Optional.empty();
        note(new Use(entry.key(), now, warning), places);
        return new Node.Entry(now, entry.keyPlace(), entry.value());
    }

    private void note(Use use, Set<Place> places) {
        uses.add(use);
        places.forEach(
                place -> byPlace.computeIfAbsent(place, at -> new ArrayList<>()).add(use));
    }

    /**
     * The name of today.
     *
     * @param now what replaced the name
     * @param what what it names, such as {@code check}
     */
    public Node.Scalar word(Node.Scalar name, String now, String what) {
        Problem warning = warning(name.place(), what, name.text(), now);
        note(new Use(name.text(), now, Optional.of(warning)), Set.of(name.place()));
        return new Node.Scalar(now, Node.ScalarType.STRING, name.place());
    }

    private static Problem warning(Place place, String what, String old, String now) {
        return new Problem(place, what + " '" + old + "' was renamed", "write '" + now + "'");
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
        if (type instanceof ParamType.OptionalOf optional) {
            return value(optional.item(), value, what);
        }
        if (type instanceof ParamType.RowsOf rows && value instanceof Node.Mapping table) {
            return new Node.Mapping(
                    table.entries().stream()
                            .map(row -> new Node.Entry(
                                    row.key(),
                                    row.keyPlace(),
                                    value(new ParamType.Nested(rows.limits()), row.value(), what)))
                            .toList(),
                    table.place());
        }
        return type instanceof ParamType.Nested nested && value instanceof Node.Mapping mapping
                ? parameters(nested.schema(), mapping, what)
                : value;
    }
}
