package dev.preflight.param;

import dev.preflight.api.Param;
import dev.preflight.node.Mention;
import dev.preflight.node.Node;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/** Finds what parameters and settings name of the inventory, by {@link Param#names}. */
public final class Mentions {
    private Mentions() {}

    /** What the settings that these records declare name; what is of a wrong type names nothing. */
    public static List<Mention> ofSettings(Collection<Class<? extends Record>> declaring, Node.Mapping given) {
        return declaring.stream()
                .flatMap(type -> of(ParamSchema.of(type), given).stream())
                .toList();
    }

    /** What the parameters of this record name; what is of a wrong type names nothing. */
    public static List<Mention> of(ParamSchema schema, Node.Mapping given) {
        List<Mention> found = new ArrayList<>();
        new Named(found).lookAt(schema, given);
        return List.copyOf(found);
    }

    /** The groups that the value of {@code groups} names, of a check or of a row. */
    public static List<Mention> ofGroups(Node groups) {
        Stream<Node> items = groups instanceof Node.Sequence list ? list.items().stream() : Stream.of();
        return items.flatMap(item -> item instanceof Node.Scalar group ? Stream.of(group) : Stream.of())
                .map(group -> new Mention(Mention.Kind.GROUP, group.text(), group.place()))
                .toList();
    }

    private record Named(List<Mention> found) implements GivenParams {
        @Override
        public void value(ParamField field, Node.Scalar value) {
            if (field.names() != Param.Names.NOTHING && !value.text().isEmpty()) {
                boolean group = field.names() == Param.Names.GROUP;
                Mention.Kind kind = group ? Mention.Kind.GROUP : Mention.Kind.HOST_OR_ADDRESS;
                found.add(new Mention(kind, value.text(), value.place()));
            }
        }

        @Override
        public void row(ParamField table, Node.Entry row) {
            if (row.value() instanceof Node.Mapping keys) {
                keys.get("groups").ifPresent(groups -> found.addAll(ofGroups(groups)));
            }
        }
    }
}
