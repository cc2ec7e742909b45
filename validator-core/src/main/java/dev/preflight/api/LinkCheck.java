package dev.preflight.api;

import dev.preflight.exchange.Traffic;
import java.util.List;

/**
 * A check that looks at ordered pairs of hosts, by what they send each other in the exchange.
 *
 * @param <P> type of its parameters
 */
public non-sealed interface LinkCheck<P extends Record> extends Check<P> {
    /**
     * Whether it needs the exchange of packets between the hosts. Where a host finds out by a probe of its own what it gets
     * from the others, it does not, and the check's facts alone decide.
     */
    default boolean exchanges() {
        return true;
    }

    /** What the hosts are to send each other for this check. */
    Traffic traffic(P params);

    /**
     * Judges the pairs. Pure: the result depends on the arguments alone.
     *
     * @return at least one judgement, each with its scope: a pair, a host or the fleet
     */
    List<Scoped> judge(LinkFacts facts, P params);
}
