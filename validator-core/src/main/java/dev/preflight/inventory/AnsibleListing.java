package dev.preflight.inventory;

import dev.preflight.node.Node;
import dev.preflight.node.Place;
import dev.preflight.node.Suggestion;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reads what {@code ansible-inventory --list} and programs that are inventories print (docs.ansible.com, Developing
 * dynamic inventory): groups with their hosts and children, and below {@code _meta} the variables of each host.
 */
final class AnsibleListing {
    static final String META = "_meta";
    private static final String HOSTVARS = "hostvars";
    private static final List<String> SECTIONS = List.of("hosts", "children", "vars");

    private final GroupTree tree;
    private final Function<Node.Entry, Place> places;
    private final Map<String, Variable> met = new HashMap<>();

    /**
     * A reader.
     *
     * @param places where to say that a host or one of its variables is
     */
    AnsibleListing(GroupTree tree, Function<Node.Entry, Place> places) {
        this.tree = tree;
        this.places = places;
    }

    /** Reads the groups and hosts into the tree. */
    void read(Node.Mapping root) {
        for (Node.Entry group : root.entries()) {
            if (!group.key().equals(META)) {
                group(group);
            }
        }
        root.get(META)
                .flatMap(meta -> meta instanceof Node.Mapping m ? m.get(HOSTVARS) : Optional.empty())
                .flatMap(AnsibleListing::mapping)
                .ifPresent(hosts -> hosts.entries().forEach(this::variables));
    }

    private static Optional<Node.Mapping> mapping(Node node) {
        return node instanceof Node.Mapping mapping ? Optional.of(mapping) : Optional.empty();
    }

    private void group(Node.Entry entry) {
        Place place = places.apply(entry);
        Optional<Group> group = tree.group(entry.key(), place);
        if (group.isEmpty()) {
            return;
        }
        if (entry.value() instanceof Node.Sequence hosts) {
            names(hosts, place).forEach(host -> member(host, group.get(), place));
            return;
        }
        Optional<Node.Mapping> sections = mapping(entry.value());
        if (sections.isEmpty()) {
            tree.problems()
                    .add(place, "expected a group, found " + entry.value().kind());
            return;
        }
        for (Node.Entry section : sections.get().entries()) {
            switch (section.key()) {
                case "hosts" -> names(section.value(), place).forEach(host -> member(host, group.get(), place));
                case "children" ->
                    names(section.value(), place)
                            .forEach(child ->
                                    tree.group(child, place).ifPresent(below -> tree.child(group.get(), below, place)));
                case "vars" ->
                    mapping(section.value())
                            .ifPresent(vars ->
                                    vars.entries().forEach(v -> group.get().set(variable(v, place), tree)));
                default ->
                    tree.problems()
                            .add(
                                    place,
                                    Shown.quoted(section.key()) + " is no section of a group",
                                    Suggestion.hint(section.key(), SECTIONS));
            }
        }
    }

    private List<String> names(Node list, Place place) {
        if (!(list instanceof Node.Sequence sequence)) {
            tree.problems().add(place, "expected a list of names, found " + list.kind());
            return List.of();
        }
        return sequence.items().stream()
                .map(item -> item instanceof Node.Scalar name ? name.text() : "")
                .toList();
    }

    private void member(String name, Group group, Place place) {
        host(name, place).ifPresent(host -> {
            host.groups().add(group);
            group.hosts().add(name);
        });
    }

    private Optional<HostEntry> host(String name, Place place) {
        Optional<String> wrong = HostAddress.wrongWith(name);
        if (wrong.isPresent()) {
            tree.problems().add(place, "a host's name " + wrong.get());
            return Optional.empty();
        }
        return tree.add(name, place);
    }

    /** A host that only {@code hostvars} names is one, too. */
    private void variables(Node.Entry entry) {
        Place place = places.apply(entry);
        Optional<HostEntry> host = host(entry.key(), place);
        if (host.isEmpty()) {
            return;
        }
        mapping(entry.value())
                .ifPresent(vars -> vars.entries().forEach(v -> host.get().set(variable(v, place), tree.warnings())));
    }

    /** Hosts that share a value share its place, so that what is wrong with it is said once. */
    private Variable variable(Node.Entry entry, Place place) {
        Variable variable = Variable.of(entry, place);
        return met.computeIfAbsent(variable.name() + "=" + variable.value(), key -> variable);
    }
}
