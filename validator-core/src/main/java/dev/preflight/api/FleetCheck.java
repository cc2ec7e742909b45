package dev.preflight.api;

import java.util.List;

/**
 * A check that looks at all hosts of the inventory together.
 *
 * @param <P> type of its parameters
 */
public non-sealed interface FleetCheck<P extends Record> extends Check<P> {
    /**
     * Judges the fleet. Pure. Nothing is decided for it beforehand: a host whose required fact is missing comes as a
     * reading, and it is for the check to say what can still be told of the others.
     *
     * <p>What concerns certain hosts is said of each of them, in the same words, so that it counts for their verdicts,
     * can be waived host by host, and is shown once. Where there is nothing to compare with, that is
     * {@code not-applicable}.
     *
     * @return at least one judgement, each with the host or the fleet that it speaks of
     */
    List<Scoped> judge(FleetFacts facts, P params);
}
