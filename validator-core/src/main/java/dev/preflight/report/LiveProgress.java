package dev.preflight.report;

import dev.preflight.node.Columns;
import dev.preflight.result.HostReport;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Progress for a terminal: one line that is written over, with the hosts that keep us waiting. */
public final class LiveProgress implements Progress {
    /** A host that takes longer than this is named; most are done before. */
    private static final Duration SLOW = Duration.ofSeconds(3);

    private static final int SLOW_NAMED = 3;

    /** Back to the first column, and erase to the end of the line (ECMA-48, EL). */
    private static final String AGAIN = "\r\u001b[K";

    private final PrintStream err;
    private final int width;
    private final int total;
    private final Texts texts;
    private final Map<String, Instant> running = new LinkedHashMap<>();
    private Optional<Instant> began = Optional.empty();
    private int done;
    private boolean ended;

    /** Writes over one line of a terminal of this width. */
    public LiveProgress(PrintStream err, int width, int total, Texts texts) {
        this.err = err;
        // A full line would begin a new one.
        this.width = width - 1;
        this.total = total;
        this.texts = texts;
    }

    @Override
    public synchronized void started(String host, Instant at) {
        running.put(host, at);
        paint(at);
    }

    @Override
    public synchronized void finished(HostReport host, Instant at) {
        running.remove(host.name());
        done++;
        paint(at);
    }

    @Override
    public synchronized void tick(Instant at) {
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
        String line =
                texts.page("progress.live", "done", done, "total", total, "elapsed", seconds(began.orElse(at), at));
        List<String> slow = running.entrySet().stream()
                .filter(entry -> Duration.between(entry.getValue(), at).compareTo(SLOW) >= 0)
                .limit(SLOW_NAMED)
                .map(entry ->
                        texts.page("progress.host", "host", entry.getKey(), "elapsed", seconds(entry.getValue(), at)))
                .toList();
        if (!slow.isEmpty()) {
            line += texts.page("progress.waiting", "hosts", String.join(", ", slow));
        }
        err.print(AGAIN + Columns.cut(line, width));
        err.flush();
    }

    private static String seconds(Instant from, Instant to) {
        return ArgText.span(
                Duration.ofSeconds(Math.max(0, Duration.between(from, to).toSeconds())));
    }
}
