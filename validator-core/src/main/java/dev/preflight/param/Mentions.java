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

    /** What the limits of a row name, and the groups of which it is required. */
    private static Stream<Mention> ofRow(ParamSchema limits, Node row) {
        if (!(row instanceof Node.Mapping mapping)) {
            return Stream.of();
        }
        Stream<Mention> groups = mapping.get("groups").stream()
                .flatMap(value -> value instanceof Node.Sequence sequence ? sequence.items().stream() : Stream.of())
                .flatMap(item -> item instanceof Node.Scalar group ? Stream.of(group) : Stream.of())
                .map(group -> new Mention(Mention.Kind.GROUP, group.text(), group.place()));
        return Stream.concat(groups, of(limits, mapping));
    }

    private static Stream<Mention> of(ParamType type, Param.Names names, Node value) {
        if (type instanceof ParamType.ListOf list && value instanceof Node.Sequence sequence) {
            return sequence.items().stream().flatMap(item -> of(list.item(), names, item));
        }
        if (type instanceof ParamType.OptionalOf optional) {
            return of(optional.item(), names, value);
        }
        if (type instanceof ParamType.RowsOf rows && value instanceof Node.Mapping table) {
            return table.entries().stream().flatMap(row -> ofRow(rows.limits(), row.value()));
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
