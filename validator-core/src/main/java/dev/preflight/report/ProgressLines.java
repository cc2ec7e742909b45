package dev.preflight.report;

import dev.preflight.result.HostReport;
import java.io.PrintStream;
import java.time.Instant;
import java.util.List;

/** Progress for logs: a plain line for each host that is done, wrapped if it is long, and nothing in between. */
public final class ProgressLines implements Progress {
    private final PrintStream err;
    private final int width;
    private final int total;
    private final Texts texts;
    private int done;

    /** Says on this stream how many of {@code total} hosts are done. */
    public ProgressLines(PrintStream err, int width, int total, Texts texts) {
        this.err = err;
        this.width = width;
        this.total = total;
        this.texts = texts;
    }

    @Override
    public void started(String host, Instant at) {
        // A line here would double the log and say nothing of use.
    }

    @Override
    public synchronized void finished(HostReport host, Instant at) {
        done++;
        String why = why(host);
        ConsoleWriter page = new ConsoleWriter(width);
        page.hanging(
                0,
                texts.page(
                        why.isEmpty() ? "progress.line" : "progress.line.why",
                        "done",
                        done,
                        "total",
                        total,
                        "host",
                        host.name(),
                        "verdict",
                        host.verdict().code(),
                        "why",
                        why,
                        "elapsed",
                        ArgText.span(host.took())));
        err.print(page);
        err.flush();
    }

    /** The checks that keep the host from being clean; for an unreached host, what it was. */
    private String why(HostReport host) {
        if (host.unreachable().isPresent()) {
            return texts.page(
                    ReportSummary.titleKey(host.unreachable().get().failure()),
                    "code",
                    host.unreachable().get().failure().code());
        }
        Words words = new Words(texts, total);
        List<String> checks = host.findings().stream()
                .filter(f -> ReportSummary.blocks(f) || ReportSummary.undecides(f))
                .map(words::check)
                .distinct()
                .toList();
        return words.names(checks);
    }

    @Override
    public void tick(Instant at) {
        // Plain lines come only when something happened.
    }

    @Override
    public void end() {
        err.flush();
    }
}
