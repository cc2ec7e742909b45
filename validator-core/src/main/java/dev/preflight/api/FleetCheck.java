package dev.preflight.api;

import java.util.List;

/**
 * A check that looks at all hosts of a run together.
 *
 * @param <P> type of its parameters
 */
public non-sealed interface FleetCheck<P extends Record> extends Check<P> {
    /**
     * Judges the fleet. Pure: the result depends on the arguments alone. Unlike the judge of a {@link HostCheck}, it is
     * also called when required facts are missing: it gets the missing readings and decides what can still be said of
     * the other hosts.
     *
     * <p>A finding that concerns certain hosts is returned once for each of them, with the same texts: so it counts for
     * their verdicts and can be waived host by host, and reports show it once. If there is nothing to compare with, the
     * outcome is {@code not-applicable}.
     *
     * @return at least one judgement, each with its scope: a host or the fleet
     */
    List<Scoped> judge(FleetFacts facts, P params);

    /**
     * Whether its judge takes into account which hosts of the inventory the run leaves out. For any other check it is noted
     * that it compared the hosts of the run only, which may be well while all hosts together are not.
     */
    default boolean judgesUnseen() {
        return false;
    }
}
