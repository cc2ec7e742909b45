package dev.preflight.cli;

import dev.preflight.api.Catalogue;
import dev.preflight.api.PublishedFact;
import dev.preflight.define.value.ValueType;
import dev.preflight.define.value.ValueType.ListOf;
import dev.preflight.define.value.ValueType.RowOf;
import dev.preflight.define.value.ValueType.Simple;
import dev.preflight.report.ConsoleWriter;
import java.util.Locale;
import java.util.stream.Collectors;

/** The facts that a check of a profile may read, with their fields. */
final class FactsPage {
    private FactsPage() {}

    static void write(Catalogue catalogue, ConsoleWriter page) {
        catalogue.published().values().forEach(fact -> write(fact, page));
    }

    private static void write(PublishedFact<?> fact, ConsoleWriter page) {
        page.text(0, fact.subject().map(subject -> fact.name() + ": NAME").orElse("fact: " + fact.name()));
        page.items(4, type(fact.type()));
    }

    private static String type(ValueType type) {
        if (type instanceof ListOf list) {
            return "list of " + type(list.element());
        }
        if (type instanceof RowOf row) {
            return row.fields().entrySet().stream()
                    .map(field -> field.getKey() + " " + inner(field.getValue()))
                    .collect(Collectors.joining(", "));
        }
        return ((Simple) type).name().toLowerCase(Locale.ROOT);
    }

    private static String inner(ValueType type) {
        boolean rows = type instanceof RowOf || (type instanceof ListOf list && list.element() instanceof RowOf);
        return rows ? "(" + type(type) + ")" : type(type);
    }
}
