package dev.preflight.inventory;

import dev.preflight.node.Problem;
import java.util.List;

/**
 * The hosts to look at.
 *
 * @param hosts in the order in which they were named; names are unique
 * @param warnings what was odd and did no harm, such as an {@code ansible_*} variable that we do not know
 */
public record Inventory(List<Host> hosts, List<Problem> warnings) {
    /** Copies what it is given. */
    public Inventory {
        hosts = List.copyOf(hosts);
        warnings = List.copyOf(warnings);
    }
}
