package dev.preflight.exchange;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Who sends to whom. */
public final class Mesh {
    /** With more hosts than this, each sends to some peers only, unless all pairs are asked for. */
    public static final int FULL_UP_TO = 64;

    /** With more hosts than this, not each logs in to all others: a thousand logins are a burden to a directory of users. */
    public static final int LOGINS = 32;

    private Mesh() {}

    /**
     * The peers of a host: all others; among many hosts those at the distances 1, 2, 4, 8, ... to both sides in the order
     * of the list, taken as a ring. So every pair that is tried is tried in both directions, and a network that falls into
     * two parts is seen.
     *
     * @param full whether all pairs are wanted however many there are
     */
    public static List<String> peers(List<String> hosts, String host, boolean full) {
        int at = hosts.indexOf(host);
        int count = hosts.size();
        if (full || count <= FULL_UP_TO) {
            return hosts.stream().filter(other -> !other.equals(host)).toList();
        }
        Set<String> peers = new LinkedHashSet<>();
        for (int distance = 1; distance < count; distance *= 2) {
            peers.add(hosts.get((at + distance) % count));
            peers.add(hosts.get((at - distance + count) % count));
        }
        peers.remove(host);
        return new ArrayList<>(peers);
    }

    /** The two neighbours of a host in that ring, for what is too dear to be tried with all. */
    public static Set<String> neighbours(List<String> hosts, String host) {
        int at = hosts.indexOf(host);
        int count = hosts.size();
        Set<String> two = new LinkedHashSet<>();
        two.add(hosts.get((at + 1) % count));
        two.add(hosts.get((at - 1 + count) % count));
        two.remove(host);
        return two;
    }
}
