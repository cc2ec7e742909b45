package dev.preflight.define;

import dev.preflight.api.NamedParam;
import dev.preflight.node.Place;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A parameter of a definition.
 *
 * @param kind what it may be
 * @param help what it is for, by language
 * @param place where it is declared
 */
record DefinedParam(NamedParam named, ParamKind kind, Map<String, String> help, Place place) {
    DefinedParam {
        help = Map.copyOf(help);
    }

    String name() {
        return named.name();
    }

    /** The same, with what is wrong with a value. */
    DefinedParam refusing(List<Function<String, Optional<String>>> refusals) {
        NamedParam strict = new NamedParam(
                named.name(),
                named.description(),
                named.type(),
                named.list(),
                named.defaultValue(),
                named.example(),
                named.kind(),
                value -> refusals.stream()
                        .flatMap(refusal -> refusal.apply(String.valueOf(value)).stream())
                        .findFirst());
        return new DefinedParam(strict, kind, help, place);
    }
}
