package dev.preflight.define;

import dev.preflight.define.match.MatcherReader;
import dev.preflight.define.match.Shown;
import dev.preflight.define.value.ValueType;
import dev.preflight.define.value.ValueType.Simple;
import dev.preflight.node.Node;
import dev.preflight.node.Problems;
import dev.preflight.node.Suggestion;
import dev.preflight.param.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Reads an expectation that compares hosts: {@code is: {uid: {same: true}}}. */
final class FleetReader {
    private static final Set<ValueType> SUMMED = Set.of(Simple.INT, Simple.NUMBER, Simple.SIZE, Simple.ANY);
    private static final List<String> WORDS = List.of("same", "unique", "sum");

    private final MatcherReader matchers;
    private final Problems problems;

    FleetReader(MatcherReader matchers, Problems problems) {
        this.matchers = matchers;
        this.problems = problems;
    }

    Optional<Condition> read(Entries keys, Condition.Of of) {
        Stream.of("where", "each", "some", "count", "none", "subject")
                .filter(keys::has)
                .forEach(key -> problems.add(
                        keys.entry(key).keyPlace(),
                        "'" + key + "' is of one host, and this check looks at the fleet",
                        "write is: {same: true}, unique or sum"));
        return keys.at("is").flatMap(is -> field(is, of, of.type(), new ArrayList<>()));
    }

    private Optional<Condition> field(Node node, Condition.Of of, ValueType type, List<String> path) {
        if (!(node instanceof Node.Mapping mapping) || mapping.entries().size() != 1) {
            Values.wrong("one of same, unique, sum, or one field", "is", node, "", problems);
            return Optional.empty();
        }
        Node.Entry entry = mapping.entries().get(0);
        if (WORDS.contains(entry.key())) {
            return across(entry, of, type, path);
        }
        Optional<ValueType> inner = MatcherReader.typeOf(type, entry.key());
        if (inner.isEmpty()) {
            List<String> known = new ArrayList<>(WORDS);
            if (type instanceof ValueType.RowOf row) {
                known.addAll(row.fields().keySet());
            }
            problems.add(entry.keyPlace(), "unknown word '" + entry.key() + "'", Suggestion.hint(entry.key(), known));
            return Optional.empty();
        }
        path.add(entry.key());
        return field(entry.value(), of, inner.get(), path);
    }

    private Optional<Condition> across(Node.Entry entry, Condition.Of of, ValueType type, List<String> path) {
        Condition.Across across = Condition.Across.valueOf(entry.key().toUpperCase(Locale.ROOT));
        if (across != Condition.Across.SUM) {
            Optional<Boolean> yes = Values.flag(entry.key(), entry.value(), problems);
            if (yes.isPresent() && !yes.get()) {
                problems.add(entry.value().place(), entry.key() + ": only true requires something");
            }
            return yes.filter(it -> it).map(it -> new Condition.OfHosts(of, path, type, across, Optional.empty()));
        }
        if (!SUMMED.contains(type)) {
            problems.add(
                    entry.keyPlace(), "`sum` is for numbers and sizes, and " + of.shown() + " is " + Shown.kind(type));
            return Optional.empty();
        }
        return matchers.read(entry.value(), type, "the sum")
                .map(sum -> new Condition.OfHosts(of, path, type, across, Optional.of(sum)));
    }
}
