package dev.preflight.api;

import dev.preflight.fact.FactRequest;
import dev.preflight.fact.Reading;
import dev.preflight.fact.Reason;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What was read between hosts, by ordered pair, and on each host: all that a judge of a {@link LinkCheck} sees. */
public final class LinkFacts {
    private final FleetFacts fleet;
    private final Map<Pair, HostFacts> pairs;

    /**
     * Holds the readings of the hosts and of their ordered pairs.
     *
     * @param pairs for each ordered pair, its readings by the keys of their requests
     */
    public LinkFacts(FleetFacts fleet, Map<Pair, HostFacts> pairs) {
        this.fleet = fleet;
        this.pairs = new TreeMap<>(java.util.Comparator.comparing(Pair::from).thenComparing(Pair::to));
        this.pairs.putAll(pairs);
    }

    /** What was read on each host. */
    public FleetFacts fleet() {
        return fleet;
    }

    /** The names of the hosts, sorted. */
    public List<String> hosts() {
        return List.copyOf(fleet.hosts().keySet());
    }

    /** The ordered pairs that were tried, sorted. */
    public Set<Pair> pairs() {
        return pairs.keySet();
    }

    /** What was read from one host towards another. */
    public <T> Reading<T> reading(Pair pair, FactRequest<T> request) {
        HostFacts facts = pairs.get(pair);
        return facts == null ? Reading.missing(Reason.NOT_COLLECTED, "") : facts.reading(request);
    }
}
