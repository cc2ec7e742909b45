package dev.preflight.api;

/**
 * A named rule. Small, immutable, without state: it never sees a host, a clock, a file or a log.
 *
 * @param <P> type of its parameters
 */
public sealed interface Check<P extends Record> permits HostCheck, FleetCheck, LinkCheck {

    /** What the check is; the same at every call. */
    CheckSpec<P> spec();

    /** The facts that it needs of each host, with these parameters. */
    Needs needs(P params);
}
