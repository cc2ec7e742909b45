package dev.preflight.inventory;

import dev.preflight.node.Mention;
import dev.preflight.node.Problems;
import dev.preflight.node.ProblemsException;
import dev.preflight.node.Suggestion;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The names that an inventory has, whichever of its hosts a run looks at.
 *
 * @param whole whether these are all names; false for evidence that does not say what else the inventory had
 * @param groups by name how many hosts are in them; a group may be declared and empty
 * @param hosts names of hosts
 * @param addresses at which hosts are reached
 * @param readBy who read the inventory; empty if there was none, or where that is not known
 */
public record Members(
        boolean whole,
        SortedMap<String, Integer> groups,
        SortedSet<String> hosts,
        SortedSet<String> addresses,
        Optional<InventoryReader> readBy) {
    /** A longer list of valid names is of no help. */
    private static final int SHOWN = 8;

    /** Unmodifiable, and with the two groups that every inventory of Ansible has. */
    public Members {
        SortedMap<String, Integer> counted = new TreeMap<>(groups);
        counted.putIfAbsent(GroupTree.ALL, hosts.size());
        counted.putIfAbsent(GroupTree.UNGROUPED, 0);
        groups = Collections.unmodifiableSortedMap(counted);
        hosts = Collections.unmodifiableSortedSet(new TreeSet<>(hosts));
        addresses = Collections.unmodifiableSortedSet(new TreeSet<>(addresses));
    }

    /** Names of which it is not known who read them. */
    public Members(
            boolean whole, SortedMap<String, Integer> groups, SortedSet<String> hosts, SortedSet<String> addresses) {
        this(whole, groups, hosts, addresses, Optional.empty());
    }

    /** The same, read by this reader. */
    public Members readBy(Optional<InventoryReader> reader) {
        return new Members(whole, groups, hosts, addresses, reader);
    }

    /**
     * The names of an inventory.
     *
     * @param declared groups that may have no host
     */
    static Members of(Collection<Host> hosts, Collection<String> declared) {
        SortedMap<String, Integer> groups = new TreeMap<>();
        declared.forEach(group -> groups.put(group, 0));
        hosts.forEach(host -> host.groups().forEach(group -> groups.merge(group, 1, Integer::sum)));
        return new Members(
                true,
                groups,
                new TreeSet<>(hosts.stream().map(Host::name).toList()),
                new TreeSet<>(hosts.stream().map(Host::address).toList()));
    }

    /** The names of hosts that are all there are. */
    public static Members of(Collection<Host> hosts) {
        return of(hosts, List.of());
    }

    /** The names of hosts beside which the inventory may have had others: nothing is then said to be missing. */
    public static Members among(Collection<Host> hosts) {
        Members some = of(hosts);
        return new Members(false, some.groups(), some.hosts(), some.addresses());
    }

    /** These names and those of hosts that are among them, for a list that was made by hand and lacks some. */
    public Members with(Collection<Host> some) {
        Members more = of(some);
        SortedMap<String, Integer> joined = new TreeMap<>(more.groups());
        groups.forEach((group, count) -> joined.merge(group, count, Math::max));
        SortedSet<String> names = new TreeSet<>(hosts);
        names.addAll(more.hosts());
        SortedSet<String> reached = new TreeSet<>(addresses);
        reached.addAll(more.addresses());
        return new Members(whole, joined, names, reached, readBy);
    }

    /** Whether a host of the inventory is in one of these groups. */
    public boolean anyIn(Collection<String> some) {
        return some.stream().anyMatch(group -> groups.getOrDefault(group, 0) > 0);
    }

    /**
     * Holds what a profile names against the inventory.
     *
     * @return these names, when all is well
     * @throws ProblemsException with every name that the inventory does not have
     */
    public Members checked(Collection<Mention> mentions) throws ProblemsException {
        Problems problems = new Problems();
        check(mentions, problems);
        problems.throwIfAny();
        return this;
    }

    /** The same; what is missing is noted. */
    public void check(Collection<Mention> mentions, Problems problems) {
        if (whole) {
            mentions.stream()
                    .filter(mention -> !names(mention.kind()).contains(mention.name()))
                    .forEach(mention -> problems.add(
                            mention.place(),
                            "the inventory has no " + (mention.kind() == Mention.Kind.GROUP ? "group " : "host ")
                                    + Shown.quoted(mention.name()),
                            hint(mention)));
        }
    }

    private Set<String> names(Mention.Kind kind) {
        return switch (kind) {
            case GROUP -> groups.keySet();
            case HOST -> hosts;
            case HOST_OR_ADDRESS -> {
                Set<String> both = new TreeSet<>(hosts);
                both.addAll(addresses);
                yield both;
            }
        };
    }

    private String hint(Mention mention) {
        Set<String> valid = names(mention.kind());
        String near = Suggestion.nearest(mention.name(), valid)
                .map(name -> "did you mean '" + name + "'?")
                .orElseGet(() -> "it has " + some(valid) + ".");
        return near
                + (mention.kind() == Mention.Kind.GROUP
                        ? " If it is to be empty here, declare it so in the inventory; of hosts named by --host, use -i and --limit"
                        : " If it is gone, take its name out; of hosts named by --host, use -i and --limit");
    }

    private static String some(Set<String> names) {
        List<String> first = names.stream().limit(SHOWN).toList();
        String more = names.size() > SHOWN ? " and " + (names.size() - SHOWN) + " more" : "";
        return String.join(", ", first) + more;
    }
}
