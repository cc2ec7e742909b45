package dev.preflight.report;

import dev.preflight.result.HostActivity;
import dev.preflight.result.HostReport;
import java.io.PrintStream;
import java.time.Instant;
import java.util.List;

/**
 * Says on standard error how far a run is. It has no clock: the caller gives the time. Safe for use by many
 * threads.
 */
public sealed interface Progress permits LiveProgress, ProgressLines {

    /**
     * A live line on a terminal; elsewhere a line for each finished host, and one if there was none for long.
     *
     * @param err where to say it
     * @param terminal whether that is a terminal
     * @param width in columns
     * @param total how many hosts there are
     */
    static Progress on(PrintStream err, boolean terminal, int width, int total, Texts texts) {
        return terminal ? new LiveProgress(err, width, total, texts) : new ProgressLines(err, width, total, texts);
    }

    /** A host's turn has come. */
    void started(String host, Instant at);

    /** A host is done, reached or not. */
    void finished(HostReport host, Instant at);

    /** Time has passed; call it about once a second, with what hosts are busy with. */
    void tick(Instant at, List<HostActivity> busy);

    /** The run is over; nothing follows. Clears what must not remain above the report. */
    void end();
}
