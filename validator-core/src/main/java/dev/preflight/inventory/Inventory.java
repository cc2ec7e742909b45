package dev.preflight.inventory;

import dev.preflight.node.Place;
import dev.preflight.node.Problem;
import dev.preflight.node.Problems;
import dev.preflight.node.ProblemsException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The hosts to look at.
 *
 * @param hosts in the order in which they were named; names are unique
 * @param warnings what was odd and did no harm, such as an {@code ansible_*} variable that we do not know
 * @param groups the groups that were declared, those without hosts among them, and the order of their hosts
 * @param readBy who read it; empty if its hosts were named one by one
 */
public record Inventory(List<Host> hosts, List<Problem> warnings, Groups groups, Optional<InventoryReader> readBy) {
    public Inventory {
        hosts = List.copyOf(hosts);
        warnings = List.copyOf(warnings);
    }

    /** An inventory that declares no group: its groups are those of its hosts. */
    public Inventory(List<Host> hosts, List<Problem> warnings) {
        this(hosts, warnings, Groups.ofHosts(hosts), Optional.empty());
    }

    /** The same with these hosts in place of those with the same names. */
    public Inventory with(List<Host> others) {
        Map<String, Host> byName = new HashMap<>();
        others.forEach(host -> byName.put(host.name(), host));
        return new Inventory(
                hosts.stream()
                        .map(host -> byName.getOrDefault(host.name(), host))
                        .toList(),
                warnings,
                groups,
                readBy);
    }

    /** The names of all that is in it. */
    public Members members() {
        return Members.of(hosts, groups.names()).readBy(readBy);
    }

    /** Several inventories as one; that a host is in two of them is a problem. */
    public static Inventory join(List<Inventory> parts) throws ProblemsException {
        List<Host> hosts = parts.stream().flatMap(part -> part.hosts().stream()).toList();
        Problems problems = new Problems();
        noteTwice(hosts, problems);
        problems.throwIfAny();
        return new Inventory(
                hosts,
                parts.stream().flatMap(part -> part.warnings().stream()).toList(),
                Groups.join(parts.stream().map(Inventory::groups).toList()),
                parts.stream().flatMap(part -> part.readBy().stream()).max(Comparator.naturalOrder()));
    }

    /** Notes each host whose name an earlier one has. */
    static void noteTwice(List<Host> hosts, Problems problems) {
        Map<String, Place> seen = new HashMap<>();
        for (Host host : hosts) {
            Place before = seen.putIfAbsent(host.name(), host.place());
            if (before != null) {
                problems.add(
                        host.place(),
                        "the host " + Shown.quoted(host.name()) + " is named twice",
                        "name it once; the other is at " + before);
            }
        }
    }
}
