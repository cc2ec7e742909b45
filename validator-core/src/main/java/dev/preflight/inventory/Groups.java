package dev.preflight.inventory;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The groups of an inventory in the order in which Ansible meets them, and the order of their hosts, on which {@code
 * group[0]} depends.
 */
public final class Groups {
    /** No group but the two that every inventory has. */
    public static final Groups NONE = ofHosts(List.of());

    private final Map<String, Content> contents;
    private final Set<String> hosts = new LinkedHashSet<>();

    /** What a group names itself, in order. */
    private record Content(Set<String> children, Set<String> hosts) {
        Content() {
            this(new LinkedHashSet<>(), new LinkedHashSet<>());
        }

        void add(Content more) {
            children.addAll(more.children());
            hosts.addAll(more.hosts());
        }
    }

    private Groups(Map<String, Content> contents) {
        this.contents = contents;
    }

    private static Groups empty() {
        Groups groups = new Groups(new LinkedHashMap<>());
        groups.content(GroupTree.ALL);
        groups.content(GroupTree.UNGROUPED);
        return groups;
    }

    /** The groups of hosts of which nothing else is known. */
    static Groups ofHosts(Collection<Host> hosts) {
        Groups groups = empty();
        hosts.forEach(host -> {
            groups.hosts.add(host.name());
            host.groups().forEach(name -> groups.content(name).hosts.add(host.name()));
        });
        return groups;
    }

    /** Groups as they were read. */
    static Groups ofRead(GroupTree tree) {
        Groups groups = empty();
        tree.hosts().forEach(host -> groups.hosts.add(host.name()));
        tree.groups().forEach(group -> {
            Content content = groups.content(group.name());
            group.children().forEach(child -> content.children.add(child.name()));
            content.hosts.addAll(group.hosts());
        });
        return groups;
    }

    /** Several as one. */
    static Groups join(List<Groups> parts) {
        Groups joined = empty();
        parts.forEach(part -> {
            joined.hosts.addAll(part.hosts);
            part.contents.forEach((name, content) -> joined.content(name).add(content));
        });
        return joined;
    }

    private Content content(String name) {
        return contents.computeIfAbsent(name, n -> new Content());
    }

    /** All names, those of groups without hosts among them. */
    List<String> names() {
        return List.copyOf(contents.keySet());
    }

    /** All hosts, in the order in which they were met. */
    Stream<String> allHosts() {
        return hosts.stream();
    }

    /**
     * The hosts of a group and of all groups below it: first its own, then those of its children, then those of theirs.
     * Below the children Ansible's order is that of a set, so it may be another one there.
     */
    List<String> hostsOf(String name) {
        Set<String> order = new LinkedHashSet<>(List.of(name));
        List<String> level = List.of(name);
        while (!level.isEmpty()) {
            List<String> next = new ArrayList<>();
            for (String group : level) {
                contents.getOrDefault(group, new Content()).children.stream()
                        .filter(order::add)
                        .forEach(next::add);
            }
            level = next;
        }
        Set<String> hosts = new LinkedHashSet<>();
        order.forEach(group -> hosts.addAll(contents.getOrDefault(group, new Content()).hosts));
        return List.copyOf(hosts);
    }
}
