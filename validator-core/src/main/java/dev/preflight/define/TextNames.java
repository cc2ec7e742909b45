package dev.preflight.define;

import dev.preflight.define.match.MatcherReader;
import dev.preflight.define.value.FieldNames;
import dev.preflight.define.value.ValueType;
import dev.preflight.define.value.ValueType.Simple;
import dev.preflight.node.Node;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What the texts of an expectation may name: reads, parameters, the subject, and the fields of the value or row that it is
 * about. A document has fields that the definition does not list: of those, the texts may name what {@code types} or the
 * expectation names: one that is in neither may as well be misspelt, which would show on a host that fails, and not before.
 *
 * @param names all of them
 * @param open whether there may be others: what it is about has mistakes of its own
 * @param ofDocument whether the row has fields that are not listed
 */
record TextNames(Set<String> names, boolean open, boolean ofDocument) {
    private static final String IS = "is";
    private static final List<String> MATCHERS = List.of(IS, "each", "where");

    TextNames {
        names = new LinkedHashSet<>(names);
    }

    /** Those of an expectation, whether it has mistakes or not. */
    static TextNames of(Entries keys, Names names) {
        Set<String> all = new LinkedHashSet<>(names.all());
        all.add("subject");
        Optional<String> read = keys.at("read").map(TextNames::text);
        boolean ofRow = keys.has(IS) || keys.has("each");
        if (read.isEmpty() || !ofRow) {
            return new TextNames(all, false, false);
        }
        DefinedRead known = names.reads().get(read.get());
        if (known == null) {
            return new TextNames(all, !names.reads().containsKey(read.get().replaceFirst("\\.exit$", "")), false);
        }
        ValueType type = keys.has(IS) ? known.type() : rowOf(known.type());
        boolean document = type == Simple.ANY || (type instanceof ValueType.RowOf row && row.open());
        if (type instanceof ValueType.RowOf row) {
            row.fields().keySet().forEach(field -> with(all, field));
        }
        if (document) {
            MATCHERS.forEach(key -> keys.at(key).ifPresent(node -> fields(node, all)));
            keys.at("subject").map(TextNames::text).ifPresent(all::add);
        }
        return new TextNames(all, false, document);
    }

    private static void with(Set<String> all, String field) {
        all.add(field);
        all.add(FieldNames.inRule(field));
    }

    private static String text(Node node) {
        return node instanceof Node.Scalar scalar ? scalar.text() : "";
    }

    private static ValueType rowOf(ValueType type) {
        return type instanceof ValueType.ListOf list ? list.element() : Simple.ANY;
    }

    /** The fields that matchers name. */
    private static void fields(Node node, Set<String> all) {
        if (node instanceof Node.Mapping mapping) {
            mapping.entries().forEach(entry -> {
                if (!MatcherReader.words().contains(entry.key())) {
                    with(all, entry.key());
                }
                fields(entry.value(), all);
            });
        } else if (node instanceof Node.Sequence list) {
            list.items().forEach(item -> fields(item, all));
        }
    }
}
