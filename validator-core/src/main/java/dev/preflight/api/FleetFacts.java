package dev.preflight.api;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The readings of every host of the inventory, also of those that were not reached: all that the judge of a
 * {@link FleetCheck} sees.
 */
public record FleetFacts(SortedMap<String, HostFacts> hosts) {
    public FleetFacts {
        hosts = Collections.unmodifiableSortedMap(new TreeMap<>(hosts));
    }
}
