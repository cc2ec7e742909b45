package dev.preflight.api;

import dev.preflight.fact.FactRequest;
import java.util.List;

/**
 * A check that looks at ordered pairs of hosts.
 *
 * @param <P> type of its parameters
 */
public non-sealed interface LinkCheck<P extends Record> extends Check<P> {
    /** Which facts of each ordered pair it wants. */
    List<FactRequest<?>> pairNeeds(P params);

    /**
     * Judges the pairs. Pure.
     *
     * @return at least one judgement, each with the pair or the fleet that it speaks of
     */
    List<Scoped> judge(LinkFacts facts, P params);
}
