package dev.preflight.engine;

import dev.preflight.evidence.HostEvidence;
import dev.preflight.result.HostReport;

/** Hears of a run as it goes on. Calls come one at a time, from threads of the engine; they must not block for long. */
public interface RunListener {
    /** A host's turn has come. */
    default void started(String host) {}

    /** A host was judged by what an earlier part of the run brought of it; it is not asked. */
    default void kept(HostReport report) {}

    /** A host was looked at and judged. */
    default void finished(HostReport report, HostEvidence evidence) {}
}
