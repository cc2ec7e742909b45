package dev.preflight.api;

import dev.preflight.exchange.Traffic;
import java.util.List;

/**
 * A check that looks at ordered pairs of hosts, by what they send each other in the exchange.
 *
 * @param <P> type of its parameters
 */
public non-sealed interface LinkCheck<P extends Record> extends Check<P> {
    /** What it wants sent. */
    Traffic traffic(P params);

    /**
     * Judges the pairs. Pure.
     *
     * @return at least one judgement, each with the pair, the host or the fleet that it speaks of
     */
    List<Scoped> judge(LinkFacts facts, P params);
}
