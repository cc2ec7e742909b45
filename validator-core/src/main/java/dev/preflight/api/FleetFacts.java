package dev.preflight.api;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The readings of every host of the run, also of those that were not reached: all that the judge of a
 * {@link FleetCheck} sees.
 *
 * @param unseen by group, and by the empty text for all groups, the hosts of the inventory that the check is about too, and
 *     that the run leaves out; a group without such hosts is left out
 */
public record FleetFacts(SortedMap<String, HostFacts> hosts, SortedMap<String, Unseen> unseen) {
    public FleetFacts {
        hosts = Collections.unmodifiableSortedMap(new TreeMap<>(hosts));
        unseen = Collections.unmodifiableSortedMap(new TreeMap<>(unseen));
    }

    /** The readings of all hosts that there are. */
    public FleetFacts(SortedMap<String, HostFacts> hosts) {
        this(hosts, new TreeMap<>());
    }

    /** The hosts of a group that the run leaves out; of all groups, where that is the empty text. */
    public Unseen unseen(String group) {
        return unseen.getOrDefault(group, Unseen.NONE);
    }

    /** The hosts that the run leaves out. */
    public Unseen unseenOfAll() {
        return unseen("");
    }
}
