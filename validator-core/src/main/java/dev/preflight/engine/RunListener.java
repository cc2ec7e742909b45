package dev.preflight.engine;

import dev.preflight.evidence.HostEvidence;
import dev.preflight.result.HostActivity;
import dev.preflight.result.HostReport;
import java.util.List;
import java.util.function.Supplier;

/** Hears of a run as it goes on. Calls come one at a time, from threads of the engine; they must not block for long. */
public interface RunListener {
    /**
     * The run begins.
     *
     * @param busy what hosts are busy with at the moment; may be asked at any time, from any thread
     */
    default void began(Supplier<List<HostActivity>> busy) {}

    /** A host's turn has come. */
    default void started(String host) {}

    /** A host was judged by what an earlier part of the run brought of it; it is not asked. */
    default void kept(HostReport report) {}

    /** A host was looked at and judged. */
    default void finished(HostReport report, HostEvidence evidence) {}
}
