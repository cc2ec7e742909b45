package dev.preflight.api;

import java.util.List;

/**
 * A check that looks at one host.
 *
 * @param <P> type of its parameters
 */
public non-sealed interface HostCheck<P extends Record> extends Check<P> {
    /**
     * Judges one host. Pure: the result depends on the arguments alone.
     *
     * @param facts the facts of the host; a required fact is always present, any other may be missing
     * @return at least one judgement; an empty list counts as {@link dev.preflight.fact.Reason#CHECK_ERROR}
     */
    List<Judgement> judge(HostFacts facts, P params);
}
