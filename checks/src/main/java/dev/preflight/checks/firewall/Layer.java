package dev.preflight.checks.firewall;

import dev.preflight.checks.firewall.Walk.End;
import java.util.EnumSet;
import java.util.Set;

/**
 * One of the things that a packet has to get through.
 *
 * @param name for people: {@code firewalld, zone public}
 * @param manager what mends it: {@code firewalld}, {@code ufw}, {@code nft} or {@code iptables}
 * @param zone of firewalld; empty for others
 * @param ends what may become of the packet; nothing is undecided
 */
record Layer(String name, String manager, String zone, Set<End> ends) {
    Layer {
        ends = Set.copyOf(ends);
    }

    /** One that takes what no rule decides for this. */
    static Layer of(String name, String manager, Set<End> ends, End policy) {
        Set<End> decided = EnumSet.noneOf(End.class);
        ends.forEach(end -> decided.add(end == End.FELL ? policy : end));
        return new Layer(name, manager, "", decided);
    }

    boolean refuses() {
        return ends.equals(Set.of(End.REFUSED));
    }

    boolean mayRefuse() {
        return ends.contains(End.REFUSED);
    }

    /** The same where it is not certain that the packet comes this way. */
    Layer unsure() {
        return mayRefuse() ? new Layer(name, manager, zone, Set.of(End.ACCEPTED, End.REFUSED)) : this;
    }

    /** What has the rules: the first word of its name. */
    String called() {
        return name.split(",", 2)[0];
    }
}
