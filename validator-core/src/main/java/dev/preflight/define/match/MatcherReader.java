package dev.preflight.define.match;

import dev.preflight.api.FileMode;
import dev.preflight.api.LinePattern;
import dev.preflight.define.value.FieldNames;
import dev.preflight.define.value.Value;
import dev.preflight.define.value.ValueType;
import dev.preflight.define.value.ValueType.Simple;
import dev.preflight.node.Node;
import dev.preflight.node.Node.ScalarType;
import dev.preflight.node.Problems;
import dev.preflight.node.Suggestion;
import dev.preflight.param.Keys;
import dev.preflight.param.Values;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Reads matchers, each against the type of what it is about. A mistake is noted at the word that is wrong. */
public final class MatcherReader {
    private static final List<String> MODES = List.of("eq", "has", "lacks");

    /** More are no work of a person. */
    private static final int MOST_VALUES = 1000;

    private final Scope scope;
    private final Problems problems;
    private final Operands operands;

    /** A reader of the matchers of one expectation. */
    public MatcherReader(Scope scope, Problems problems) {
        this.scope = scope;
        this.problems = problems;
        this.operands = new Operands(scope, problems);
    }

    /**
     * Reads a matcher; a single value is one that is the same.
     *
     * @param name of what it is about, for messages
     */
    public Optional<Matcher> read(Node node, ValueType type, String name) {
        if (node instanceof Node.Sequence) {
            Values.wrong("a matcher", scope.what(), node, "for one of several values write {one_of: [...]}", problems);
            return Optional.empty();
        }
        if (node instanceof Node.Mapping mapping) {
            return isOfFields(mapping, type) ? fields(mapping, type) : verbs(mapping, type, name);
        }
        return node instanceof Node.Scalar scalar && type instanceof Simple
                ? operands.read(scalar, type).map(operand -> new Compare(Compare.How.EQ, List.of(operand), type))
                : shapeless(node, type, name);
    }

    /** The words of matchers. */
    public static List<String> words() {
        return Verb.words();
    }

    /** A value that is written in a definition, of a type without parts; empty after the problem was noted. */
    public static Optional<Value> literal(String what, Node node, ValueType type, Problems problems) {
        return new Operands(new Scope(what, Map.of(), used -> {}), problems)
                .read(node, type)
                .flatMap(Operand::literal);
    }

    private Optional<Matcher> shapeless(Node node, ValueType type, String name) {
        String hint =
                type instanceof ValueType.ListOf ? "for that there are " + Verb.wordsFor(type) : "name its fields";
        problems.add(node.place(), scope.what() + ": " + name + " is " + Shown.kind(type) + ", no single value", hint);
        return Optional.empty();
    }

    /** A row has fields; what is of any kind has those that are no words of matchers. */
    private static boolean isOfFields(Node.Mapping mapping, ValueType type) {
        if (type instanceof ValueType.RowOf row) {
            return mapping.entries().stream()
                    .anyMatch(e -> FieldNames.find(row, e.key()).isPresent()
                            || Verb.ofWord(e.key()).filter(Verb::ofEverything).isEmpty());
        }
        return type == Simple.ANY
                && !mapping.entries().isEmpty()
                && mapping.entries().stream().allMatch(MatcherReader::mayBeField);
    }

    /** No word of a matcher, or one with matchers where it takes a value. */
    private static boolean mayBeField(Node.Entry entry) {
        return Verb.ofWord(entry.key())
                .map(verb -> entry.value() instanceof Node.Mapping && !verb.takesMatchers())
                .orElse(true);
    }

    private Optional<Matcher> fields(Node.Mapping mapping, ValueType type) {
        Map<String, Matcher> matchers = new LinkedHashMap<>();
        Map<String, Node.Entry> entries = Keys.unique(mapping, problems);
        for (Node.Entry entry : entries.values()) {
            Optional<ValueType> field = typeOf(type, entry.key());
            if (field.isEmpty()) {
                problems.add(
                        entry.keyPlace(),
                        scope.what() + ": there is no field '" + entry.key() + "'",
                        Suggestion.hint(
                                entry.key(), ((ValueType.RowOf) type).fields().keySet()));
            }
            field.flatMap(its -> isOfMode(entry) ? mode(entry.value()) : read(entry.value(), its, entry.key()))
                    .ifPresent(matcher -> matchers.put(entry.key(), matcher));
        }
        return matchers.size() == mapping.entries().size() ? Optional.of(new Fields(matchers)) : Optional.empty();
    }

    /** The mode of a file, which has matchers of its own, and whose digits need no quotes. */
    private static boolean isOfMode(Node.Entry entry) {
        return entry.key().equals(Verb.MODE.word())
                && (entry.value() instanceof Node.Scalar scalar
                        ? !scalar.text().startsWith("${")
                        : entry.value() instanceof Node.Mapping mapping
                                && mapping.entries().stream().allMatch(e -> MODES.contains(e.key())));
    }

    /** The type of a field; empty if the row cannot have it. */
    public static Optional<ValueType> typeOf(ValueType type, String field) {
        if (type instanceof ValueType.RowOf row) {
            return FieldNames.find(row, field).or(() -> row.open() ? Optional.of(Simple.ANY) : Optional.empty());
        }
        return type == Simple.ANY ? Optional.of(Simple.ANY) : Optional.empty();
    }

    private Optional<Matcher> verbs(Node.Mapping mapping, ValueType type, String name) {
        if (mapping.entries().isEmpty()) {
            problems.add(
                    mapping.place(),
                    scope.what() + ": nothing is required of " + name,
                    "for that there are " + Verb.wordsFor(type));
            return Optional.empty();
        }
        List<Room.Part> parts = new ArrayList<>();
        Map<String, Node.Entry> entries = Keys.unique(mapping, problems);
        for (Node.Entry entry : entries.values()) {
            verb(entry, type, name)
                    .flatMap(verb -> matcher(verb, entry, type, name))
                    .ifPresent(matcher ->
                            parts.add(new Room.Part(matcher, entry.value().place())));
        }
        return together(parts, mapping.entries().size());
    }

    /** All of them in one; empty if some could not be read, or nothing could hold all of them, which was noted. */
    private Optional<Matcher> together(List<Room.Part> parts, int written) {
        return parts.size() == written && new Room(scope.what(), problems).isLeft(parts)
                ? Optional.of(Matcher.all(parts.stream().map(Room.Part::matcher).toList()))
                : Optional.empty();
    }

    private Optional<Verb> verb(Node.Entry entry, ValueType type, String name) {
        Optional<Verb> verb = Verb.ofWord(entry.key());
        if (verb.isEmpty()) {
            problems.add(
                    entry.keyPlace(),
                    scope.what() + ": unknown matcher '" + entry.key() + "'",
                    Suggestion.hint(entry.key(), Verb.words()));
        } else if (!verb.get().allows(type)) {
            problems.add(
                    entry.keyPlace(),
                    scope.what() + ": `" + entry.key() + "` is for "
                            + verb.get().types() + ", and " + name + " is " + Shown.kind(type),
                    "for that there are " + Verb.wordsFor(type));
            return Optional.empty();
        }
        return verb;
    }

    private Optional<Matcher> matcher(Verb verb, Node.Entry entry, ValueType type, String name) {
        Node node = entry.value();
        return switch (verb) {
            case EQ, NE, MIN, MAX, BELOW ->
                operands.read(node, type).map(one -> new Compare(how(verb), List.of(one), type));
            case BETWEEN -> between(node, type);
            case ONE_OF, NONE_OF -> several(node, type).map(all -> new Among(verb == Verb.ONE_OF, all, type));
            case MATCHES -> pattern(node).map(TextMatch.OfPattern::new);
            case CONTAINS, STARTS, ENDS ->
                operands.read(node, Simple.TEXT).map(one -> new TextMatch(TextMatch.How.valueOf(verb.name()), one));
            case EMPTY, EXISTS -> flag(node, entry.key()).map(yes -> new Presence(verb == Verb.EMPTY, yes));
            case HAS_ALL, HAS_ANY, HAS_NONE, SUBSET_OF ->
                several(node, element(type)).map(all -> new Sets(Sets.How.valueOf(verb.name()), all, element(type)));
            case EVERY, SOME ->
                read(node, element(type), "each of " + name)
                        .map(of -> new Elements(Elements.How.valueOf(verb.name()), List.of(of)));
            case COUNT ->
                read(node, Simple.INT, "the number of " + name)
                        .map(of -> new Elements(Elements.How.COUNT, List.of(of)));
            case UNIQUE ->
                flag(node, entry.key())
                        .map(yes -> new Elements(yes ? Elements.How.UNIQUE : Elements.How.REPEATED, List.of()));
            case MODE -> mode(node);
            case NOT -> read(node, type, name).map(of -> new Combined(Combined.How.NOT, List.of(of)));
            case ALL, ANY -> combined(verb, node, type, name);
        };
    }

    private static Compare.How how(Verb verb) {
        return Compare.How.valueOf(verb.name());
    }

    private static ValueType element(ValueType type) {
        return type instanceof ValueType.ListOf list ? list.element() : Simple.ANY;
    }

    private Optional<Matcher> between(Node node, ValueType type) {
        Optional<List<Operand>> both = several(node, type);
        if (both.isPresent() && both.get().size() != 2) {
            Values.wrong("two values, the least and the greatest", scope.what(), node, "", problems);
            return Optional.empty();
        }
        return both.map(bounds -> new Compare(Compare.How.BETWEEN, bounds, type));
    }

    private Optional<List<Operand>> several(Node node, ValueType type) {
        boolean param = node instanceof Node.Scalar scalar && scalar.text().startsWith("${");
        if (!param && !(node instanceof Node.Sequence list && !list.items().isEmpty())) {
            Values.wrong("a list of values", scope.what(), node, "", problems);
            return Optional.empty();
        }
        if (node instanceof Node.Sequence list && list.items().size() > MOST_VALUES) {
            problems.add(node.place(), scope.what() + ": at most " + MOST_VALUES + " values are compared with");
            return Optional.empty();
        }
        return each(node instanceof Node.Sequence list ? list.items() : List.of(node), one -> operands.read(one, type));
    }

    private Optional<Matcher> combined(Verb verb, Node node, ValueType type, String name) {
        if (!(node instanceof Node.Sequence list) || list.items().isEmpty()) {
            Values.wrong("a list of matchers", scope.what(), node, "", problems);
            return Optional.empty();
        }
        if (verb == Verb.ALL) {
            Optional<List<Room.Part>> parts = each(
                    list.items(), one -> read(one, type, name).map(matcher -> new Room.Part(matcher, one.place())));
            return parts.flatMap(all -> together(all, all.size()));
        }
        return each(list.items(), one -> read(one, type, name))
                .map(matchers -> new Combined(Combined.How.valueOf(verb.name()), matchers));
    }

    private static <T> Optional<List<T>> each(List<Node> nodes, Function<Node, Optional<T>> read) {
        List<T> all = new ArrayList<>();
        nodes.forEach(node -> read.apply(node).ifPresent(all::add));
        return all.size() == nodes.size() ? Optional.of(all) : Optional.empty();
    }

    private Optional<LinePattern> pattern(Node node) {
        return Values.text(scope.what(), node, problems).flatMap(text -> {
            try {
                return Optional.of(LinePattern.parse(text));
            } catch (IllegalArgumentException e) {
                problems.add(node.place(), scope.what() + ": " + e.getMessage());
                return Optional.empty();
            }
        });
    }

    private Optional<Boolean> flag(Node node, String word) {
        return Values.flag(scope.what() + ": " + word, node, problems);
    }

    private Optional<Matcher> mode(Node node) {
        if (node instanceof Node.Mapping mapping) {
            List<Room.Part> parts = new ArrayList<>();
            Map<String, Node.Entry> keys = Keys.known(mapping, MODES, "matcher of a mode", problems);
            keys.forEach((key, entry) -> bits(entry.value())
                    .map(bits -> new ModeMatch(ModeMatch.How.valueOf(key.toUpperCase(Locale.ROOT)), bits))
                    .ifPresent(of -> parts.add(new Room.Part(of, entry.value().place()))));
            if (mapping.entries().isEmpty()) {
                Values.wrong("one of eq, has, lacks", scope.what(), node, "", problems);
                return Optional.empty();
            }
            return together(parts, mapping.entries().size());
        }
        return bits(node).map(bits -> new ModeMatch(ModeMatch.How.EQ, bits));
    }

    /** Octal digits, with or without quotes. */
    private Optional<FileMode> bits(Node node) {
        if (node instanceof Node.Scalar scalar && scalar.type() != ScalarType.BOOLEAN) {
            try {
                return Optional.of(FileMode.parse(scalar.text()));
            } catch (IllegalArgumentException e) {
                // The message below says what is expected.
            }
        }
        Values.wrong("an octal mode such as 0644", scope.what(), node, "", problems);
        return Optional.empty();
    }
}
