package dev.preflight.report;

import dev.preflight.node.Columns;
import dev.preflight.result.HostActivity;
import dev.preflight.result.HostReport;
import java.io.PrintStream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Progress for a terminal: one line that is written over, with the host that keeps us waiting. */
public final class LiveProgress implements Progress {
    /** Back to the first column, and erase to the end of the line (ECMA-48, EL). */
    private static final String AGAIN = "\r\u001b[K";

    private final PrintStream err;
    private final int width;
    private final ProgressText text;
    private Optional<Instant> began = Optional.empty();
    private List<HostActivity> busy = List.of();
    private int done;
    private boolean ended;

    /** Writes over one line of a terminal of this width. */
    public LiveProgress(PrintStream err, int width, int total, Texts texts) {
        this.err = err;
        // A full line would begin a new one.
        this.width = width - 1;
        this.text = new ProgressText(texts, total);
    }

    @Override
    public synchronized void started(String host, Instant at) {
        paint(at);
    }

    @Override
    public synchronized void finished(HostReport host, Instant at) {
        busy = busy.stream().filter(one -> !one.host().equals(host.name())).toList();
        done++;
        paint(at);
    }

    @Override
    public synchronized void tick(Instant at, List<HostActivity> now) {
        busy = now;
        paint(at);
    }

    @Override
    public synchronized void end() {
        if (!ended) {
            ended = true;
            err.print(AGAIN);
            err.flush();
        }
    }

    private void paint(Instant at) {
        if (ended) {
            return;
        }
        if (began.isEmpty()) {
            began = Optional.of(at);
        }
        String line = text.line(done, ProgressText.between(began.orElse(at), at), busy);
        err.print(AGAIN + Columns.cut(line, width));
        err.flush();
    }
}
