package dev.preflight.define;

import dev.preflight.define.match.MatcherReader;
import dev.preflight.define.read.Read;
import dev.preflight.define.read.Source;
import dev.preflight.define.value.Value;
import dev.preflight.define.value.ValueType;
import dev.preflight.fact.Context;
import dev.preflight.node.Node;
import dev.preflight.node.Problems;
import dev.preflight.node.Suggestion;
import dev.preflight.param.Durations;
import dev.preflight.param.Values;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Reads what a read says beside where it looks and in which form. */
final class ReadOptions {
    /** The highest status of a process, see wait(2). */
    private static final int HIGHEST_STATUS = 255;

    private final Entries keys;
    private final Problems problems;

    /**
     * A reader.
     *
     * @param keys of the read, by name
     */
    ReadOptions(Entries keys, Problems problems) {
        this.keys = keys;
        this.problems = problems;
    }

    /**
     * Where it is read.
     *
     * @param variable whether a variable of the environment is: there are none in a clean one
     */
    List<Context> contexts(boolean variable) {
        Context usual = variable ? Context.EXEC : Context.CLEAN;
        List<Context> given = contexts(usual);
        if (variable && given.contains(Context.CLEAN)) {
            keys.find("context")
                    .or(() -> keys.find("contexts"))
                    .ifPresent(entry -> problems.add(
                            entry.value().place(), "there are no variables in context 'clean'", "write context: exec"));
        }
        return given;
    }

    private List<Context> contexts(Context usual) {
        if (keys.has("context") && keys.has("contexts")) {
            problems.add(keys.entry("contexts").keyPlace(), "there is 'context' already", "remove one of the two");
        }
        if (keys.has("context")) {
            return context(keys.value("context")).map(List::of).orElse(List.of(usual));
        }
        if (!keys.has("contexts")) {
            return List.of(usual);
        }
        Node node = keys.value("contexts");
        if (!(node instanceof Node.Sequence list) || list.items().isEmpty()) {
            Values.wrong("a list of contexts", "contexts", node, "", problems);
            return List.of(usual);
        }
        List<Context> contexts = new ArrayList<>();
        list.items().forEach(item -> context(item).ifPresent(contexts::add));
        return contexts.isEmpty()
                ? List.of(usual)
                : contexts.stream().distinct().toList();
    }

    private Optional<Context> context(Node node) {
        List<String> valid = contextIds();
        Optional<String> id = Values.text("context", node, problems);
        if (id.isPresent() && !valid.contains(id.get())) {
            problems.add(
                    node.place(), "nothing is read in context '" + id.get() + "'", Suggestion.hint(id.get(), valid));
            return Optional.empty();
        }
        return id.flatMap(Context::ofId);
    }

    /** The contexts in which something is read. */
    static List<String> contextIds() {
        return Stream.of(Context.values())
                .filter(Context::runsScripts)
                .map(Context::id)
                .toList();
    }

    Duration limit() {
        if (!keys.has("timeout")) {
            return Read.LIMIT;
        }
        Node.Entry entry = keys.entry("timeout");
        try {
            Duration limit = Values.text("timeout", entry.value(), problems)
                    .map(Durations::parse)
                    .orElse(Read.LIMIT);
            if (limit.toSeconds() >= 1 && limit.compareTo(Read.LONGEST) <= 0) {
                return limit;
            }
            problems.add(entry.value().place(), "timeout: a read takes 1s to " + Read.LONGEST.toSeconds() + "s");
        } catch (IllegalArgumentException e) {
            problems.add(entry.value().place(), "timeout: " + e.getMessage());
        }
        return Read.LIMIT;
    }

    boolean flag(String key) {
        return keys.has(key) && Values.flag(key, keys.value(key), problems).orElse(false);
    }

    /** The statuses with which a command has answered. */
    SortedSet<Integer> exits() {
        SortedSet<Integer> exits = new TreeSet<>();
        if (!keys.has("exit")) {
            exits.add(0);
            return exits;
        }
        Node node = keys.value("exit");
        List<Node> items = node instanceof Node.Sequence list ? list.items() : List.of(node);
        for (Node item : items) {
            boolean status = item instanceof Node.Scalar scalar
                    && scalar.text().matches("[0-9]{1,3}")
                    && Integer.parseInt(scalar.text()) <= HIGHEST_STATUS;
            if (status) {
                exits.add(Integer.parseInt(((Node.Scalar) item).text()));
            } else {
                Values.wrong("statuses between 0 and 255", "exit", item, "write [0, 1]", problems);
            }
        }
        return exits;
    }

    Source.Command.Stream stream() {
        return keys.find("stream")
                .flatMap(entry -> Values.word("stream", entry.value(), Source.Command.Stream.class, problems))
                .orElse(Source.Command.Stream.STDOUT);
    }

    Absence absence(ValueType type) {
        if (!keys.has("absent")) {
            return Absence.FAILS;
        }
        Node.Entry entry = keys.entry("absent");
        if (entry.value() instanceof Node.Mapping mapping) {
            Optional<Value> instead = Entries.known(mapping, List.of("value"), "key of absent", problems)
                    .at("value")
                    .flatMap(node -> MatcherReader.literal("absent", node, type, problems));
            return instead.map(it -> new Absence(Absence.Kind.VALUE, Optional.of(it)))
                    .orElse(Absence.FAILS);
        }
        return Values.word("absent", entry.value(), Absence.Kind.class, problems)
                .filter(kind -> kind != Absence.Kind.VALUE)
                .map(kind -> new Absence(kind, Optional.empty()))
                .orElse(Absence.FAILS);
    }
}
