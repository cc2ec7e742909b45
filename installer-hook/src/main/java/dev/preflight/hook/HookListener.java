package dev.preflight.hook;

import dev.preflight.verdict.Verdict;

/**
 * Follows the progress of a run. Called from threads of the run, one call at a time; a call that blocks delays the run.
 */
public interface HookListener {
    /** Preflight begins to collect from a host. */
    default void started(String host) {}

    /** A host was judged. Checks of several hosts follow later and can still change its verdict. */
    default void finished(String host, Verdict verdict) {}
}
