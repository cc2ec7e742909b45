package dev.preflight.param;

import dev.preflight.api.Param;
import dev.preflight.node.Mention;
import dev.preflight.node.Node;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/** Finds what parameters and settings name of the inventory, by {@link Param#names}. */
public final class Mentions {
    private Mentions() {}

    /** What the settings that these records declare name; what is of a wrong type names nothing. */
    public static List<Mention> ofSettings(Collection<Class<? extends Record>> declaring, Node.Mapping given) {
        return declaring.stream()
                .flatMap(type -> of(ParamSchema.of(type), given))
                .toList();
    }

    /** What the parameters of this record name; what is of a wrong type names nothing. */
    public static List<Mention> of(Class<? extends Record> type, Node.Mapping given) {
        return of(ParamSchema.of(type), given).toList();
    }

    private static Stream<Mention> of(ParamSchema schema, Node.Mapping given) {
        return schema.fields().stream()
                .flatMap(field ->
                        given.get(field.name()).stream().flatMap(value -> of(field.type(), field.names(), value)));
    }

    private static Stream<Mention> of(ParamType type, Param.Names names, Node value) {
        if (type instanceof ParamType.ListOf list && value instanceof Node.Sequence sequence) {
            return sequence.items().stream().flatMap(item -> of(list.item(), names, item));
        }
        if (type instanceof ParamType.Nested nested && value instanceof Node.Mapping mapping) {
            return of(nested.schema(), mapping);
        }
        if (names == Param.Names.NOTHING
                || !(value instanceof Node.Scalar scalar)
                || scalar.text().isEmpty()) {
            return Stream.of();
        }
        Mention.Kind kind = names == Param.Names.GROUP ? Mention.Kind.GROUP : Mention.Kind.HOST_OR_ADDRESS;
        return Stream.of(new Mention(kind, scalar.text(), scalar.place()));
    }
}
