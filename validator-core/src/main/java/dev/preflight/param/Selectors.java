package dev.preflight.param;

import dev.preflight.api.HostSelector;
import dev.preflight.api.VersionCondition;
import dev.preflight.host.KnownSystems;
import dev.preflight.node.Node;
import dev.preflight.node.Problems;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Reads {@code when} and {@code groups}: of which hosts a check or a requirement is. */
public final class Selectors {
    /** The keys of {@code when}. */
    public static final List<String> KEYS = List.of("os_family", "os_version", "arch");

    private Selectors() {}

    /** The selector; every host where it is no mapping, which was noted. */
    public static HostSelector read(Node node, Problems problems) {
        Optional<Node.Mapping> mapping = Values.mapping("when", node, problems);
        if (mapping.isEmpty()) {
            return HostSelector.ALL;
        }
        Map<String, Node.Entry> keys = Keys.known(mapping.get(), KEYS, "key of 'when'", problems);
        return new HostSelector(
                some(keys, "os_family", text -> text, problems),
                some(keys, "os_version", VersionCondition::parse, problems),
                some(keys, "arch", KnownSystems::machine, problems));
    }

    /** The groups of which hosts have to be in one; none where the list is wrong, which was noted. */
    public static List<String> groups(Node node, Problems problems) {
        Optional<List<String>> groups = Values.texts("groups", node, problems);
        if (groups.isPresent() && groups.get().isEmpty()) {
            problems.add(node.place(), "groups: expected at least one", "remove the key to look at every host");
        }
        return groups.orElse(List.of());
    }

    /** One text or a list of them, each made into what it means. */
    private static <T> List<T> some(
            Map<String, Node.Entry> keys, String key, Function<String, T> parse, Problems problems) {
        Node.Entry entry = keys.get(key);
        if (entry == null) {
            return List.of();
        }
        List<Node> items = entry.value() instanceof Node.Sequence s ? s.items() : List.of(entry.value());
        if (items.isEmpty()) {
            problems.add(entry.value().place(), key + ": expected at least one", "remove the key to judge every host");
        }
        List<T> values = new ArrayList<>();
        for (Node item : items) {
            Values.text(key, item, problems).ifPresent(text -> {
                try {
                    values.add(parse.apply(text));
                } catch (IllegalArgumentException e) {
                    problems.add(item.place(), key + ": " + e.getMessage() + ", found '" + text + "'");
                }
            });
        }
        return values;
    }
}
