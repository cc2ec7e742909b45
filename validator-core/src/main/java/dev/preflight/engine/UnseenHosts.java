package dev.preflight.engine;

import dev.preflight.api.Unseen;
import dev.preflight.inventory.Members;
import dev.preflight.profile.CheckInstance;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Counts the hosts of an inventory that a check of a profile is about, and that a run leaves out. */
final class UnseenHosts {
    private final RunPlan plan;
    private final Members members;

    UnseenHosts(RunPlan plan) {
        this.plan = plan;
        this.members = plan.members();
    }

    /** By group, and by the empty text for all groups; those that have none are left out. */
    SortedMap<String, Unseen> of(CheckInstance<?> instance) {
        SortedMap<String, Unseen> unseen = new TreeMap<>();
        // Evidence that does not say what else the inventory had says nothing of other hosts either.
        if (!members.whole() || plan.hosts().size() >= members.hosts().size()) {
            return unseen;
        }
        List<String> groups = new ArrayList<>(members.groups().keySet());
        groups.add("");
        for (String group : groups) {
            Unseen hosts = of(instance, group);
            if (hosts.any()) {
                unseen.put(group, hosts);
            }
        }
        return unseen;
    }

    /** The inventory is known by how many hosts are in each group; who is in two of them is not. */
    private Unseen of(CheckInstance<?> instance, String group) {
        int all = members.hosts().size();
        int largest = instance.groups().isEmpty() ? all : 0;
        int together = largest;
        for (String own : instance.groups()) {
            int count = members.groups().getOrDefault(own, 0);
            largest = Math.max(largest, count);
            together = Math.min(all, together + count);
        }
        int least = largest;
        int most = together;
        if (!group.isEmpty()) {
            int count = members.groups().getOrDefault(group, 0);
            boolean within = instance.groups().isEmpty() || instance.groups().contains(group);
            least = within ? count : Math.max(0, count + largest - all);
            most = within ? count : Math.min(count, together);
        }
        int seen = seen(instance, group);
        // Of a host that is not looked at it is not known whether the condition of the check holds.
        int certain = instance.when().all() ? Math.max(0, least - seen) : 0;
        return new Unseen(certain, Math.max(certain, most - seen));
    }

    private int seen(CheckInstance<?> instance, String group) {
        return (int) plan.hosts().stream()
                .map(host -> host.host().groups())
                .filter(groups -> instance.selects(groups) && (group.isEmpty() || groups.contains(group)))
                .count();
    }
}
