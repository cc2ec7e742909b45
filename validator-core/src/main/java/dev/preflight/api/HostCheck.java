package dev.preflight.api;

import java.util.List;

/**
 * A check that looks at one host.
 *
 * @param <P> type of its parameters
 */
public non-sealed interface HostCheck<P extends Record> extends Check<P> {
    /**
     * Judges one host. Pure.
     *
     * @param facts every required fact is there; the others are readings
     * @return at least one judgement; none at all counts as {@link dev.preflight.fact.Reason#CHECK_ERROR}
     */
    List<Judgement> judge(HostFacts facts, P params);
}
