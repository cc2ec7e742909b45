package dev.preflight.param;

import dev.preflight.api.HostSelector;
import dev.preflight.api.Rows;
import dev.preflight.api.Severity;
import dev.preflight.node.Node;
import dev.preflight.node.Node.ScalarType;
import dev.preflight.node.Problems;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Reads the rows of a table of requirements: of each the limits, and of which hosts it is required, how and why. */
public final class RowReader {
    /** The component of the limits that a row has without a name: {@code KEY: 1} is {@code KEY: {value: 1}}. */
    public static final String VALUE = "value";

    /** Keys that a row may have beside those of its limits. */
    public static final List<String> COMMON = List.of("severity", "why", "groups", "when");
    /** The languages of {@code why}. */
    public static final List<String> LANGUAGES = List.of("en", "zh");

    private final ParamSchema limits;
    private final String name;
    private final Problems problems;

    /**
     * A reader.
     *
     * @param limits what a row may say beside what each row may say
     * @param name what the table is called, such as {@code require}
     */
    RowReader(ParamSchema limits, String name, Problems problems) {
        this.limits = limits;
        this.name = name;
        this.problems = problems;
    }

    /** The rows that are not off, or empty after the problems were noted. */
    Optional<Rows<Record>> read(Node table) {
        if (!(table instanceof Node.Mapping mapping)) {
            Values.wrong(new ParamType.RowsOf(limits).words(), name, table, "", problems);
            return Optional.empty();
        }
        List<Rows.Row<Record>> rows = new ArrayList<>();
        boolean whole = true;
        for (Node.Entry entry : Keys.unique(mapping, problems).values()) {
            if (!Values.isOff(entry.value())) {
                Optional<Rows.Row<Record>> row = row(entry);
                row.ifPresent(rows::add);
                whole &= row.isPresent();
            }
        }
        return whole ? Optional.of(new Rows<>(rows)) : Optional.empty();
    }

    private Optional<Rows.Row<Record>> row(Node.Entry entry) {
        Optional<Node.Mapping> written = mapping(entry);
        if (written.isEmpty()) {
            return Optional.empty();
        }
        Node.Mapping row = written.get();
        List<String> valid =
                Stream.concat(limits.names().stream(), COMMON.stream()).toList();
        Map<String, Node.Entry> keys = Keys.known(row, valid, "key of " + name + " " + entry.key(), problems);
        int before = problems.all().size();
        Optional<Severity> severity =
                at(keys, "severity").flatMap(node -> Values.word("severity", node, Severity.class, problems));
        SortedMap<String, String> why = at(keys, "why").map(this::why).orElseGet(TreeMap::new);
        List<String> groups =
                at(keys, "groups").map(node -> Selectors.groups(node, problems)).orElse(List.of());
        HostSelector when =
                at(keys, "when").map(node -> Selectors.read(node, problems)).orElse(HostSelector.ALL);
        boolean good =
                problems.all().size() == before && keys.size() == row.entries().size();
        return ParamBinder.bind(limits, own(row, keys), Map.of(), "key of " + name + " " + entry.key(), problems)
                .filter(made -> good && isOfSubject(made, entry))
                .map(made -> new Rows.Row<>(entry.key(), made, severity, why, groups, when));
    }

    /** The row as a mapping, however short it is written. */
    private Optional<Node.Mapping> mapping(Node.Entry entry) {
        Node value = entry.value();
        if (value instanceof Node.Mapping mapping) {
            return Optional.of(mapping);
        }
        if (value instanceof Node.Scalar scalar && scalar.type() == ScalarType.NULL) {
            return Optional.of(new Node.Mapping(List.of(), entry.keyPlace()));
        }
        if (limits.names().contains(VALUE)) {
            return Optional.of(
                    new Node.Mapping(List.of(new Node.Entry(VALUE, value.place(), listed(value))), value.place()));
        }
        Values.wrong(
                "a mapping of " + String.join(", ", limits.names()) + ", or off",
                name + " " + entry.key(),
                value,
                "",
                problems);
        return Optional.empty();
    }

    /** One value where the limits have a list of them. */
    private Node listed(Node value) {
        boolean list = limits.fields().stream()
                .anyMatch(field -> field.name().equals(VALUE) && field.type() instanceof ParamType.ListOf);
        return list && value instanceof Node.Scalar ? new Node.Sequence(List.of(value), value.place()) : value;
    }

    /** Whether the limits say something, and something that the subject can have. */
    private boolean isOfSubject(Record made, Node.Entry entry) {
        boolean nothing = made instanceof Rows.Needed needed && needed.requiresNothing();
        if (nothing) {
            problems.add(
                    entry.keyPlace(),
                    name + " " + entry.key() + ": nothing is required",
                    "give at least one of " + String.join(", ", limits.names()));
        }
        Optional<String> refusal = made instanceof Rows.OfSubject of ? of.refusal(entry.key()) : Optional.empty();
        refusal.ifPresent(why -> problems.add(entry.keyPlace(), name + " " + entry.key() + ": " + why));
        return !nothing && refusal.isEmpty();
    }

    private Node.Mapping own(Node.Mapping row, Map<String, Node.Entry> keys) {
        return new Node.Mapping(
                keys.values().stream()
                        .filter(entry -> limits.names().contains(entry.key()))
                        .map(entry -> entry.key().equals(VALUE)
                                ? new Node.Entry(VALUE, entry.keyPlace(), listed(entry.value()))
                                : entry)
                        .toList(),
                row.place());
    }

    private SortedMap<String, String> why(Node node) {
        SortedMap<String, String> words = new TreeMap<>();
        if (node instanceof Node.Scalar) {
            Values.text("why", node, problems).ifPresent(text -> words.put("en", text));
            return words;
        }
        Values.mapping("why", node, problems)
                .ifPresent(mapping -> Keys.known(mapping, LANGUAGES, "language", problems)
                        .forEach((language, entry) -> Values.text("why", entry.value(), problems)
                                .ifPresent(text -> words.put(language, text))));
        return words;
    }

    private static Optional<Node> at(Map<String, Node.Entry> keys, String key) {
        return Optional.ofNullable(keys.get(key)).map(Node.Entry::value);
    }
}
