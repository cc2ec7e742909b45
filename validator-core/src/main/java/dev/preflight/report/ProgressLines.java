package dev.preflight.report;

import dev.preflight.result.HostActivity;
import dev.preflight.result.HostReport;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Progress for logs: a plain line for each host that is done, wrapped if it is long. If there was none for long, one says
 * what is waited for.
 */
public final class ProgressLines implements Progress {
    /** Often enough to see that the run lives, seldom enough for a log. */
    private static final Duration QUIET = Duration.ofSeconds(30);

    private final PrintStream err;
    private final int width;
    private final int total;
    private final Texts texts;
    private final ProgressText text;
    private Optional<Instant> began = Optional.empty();
    private Instant last = Instant.MIN;
    private int done;

    /** Says on this stream how many of {@code total} hosts are done. */
    public ProgressLines(PrintStream err, int width, int total, Texts texts) {
        this.err = err;
        this.width = width;
        this.total = total;
        this.texts = texts;
        this.text = new ProgressText(texts, total);
    }

    @Override
    public synchronized void started(String host, Instant at) {
        // A line here would double the log and say nothing of use.
        if (began.isEmpty()) {
            began = Optional.of(at);
            last = at;
        }
    }

    @Override
    public synchronized void finished(HostReport host, Instant at) {
        done++;
        last = at;
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
    public synchronized void tick(Instant at, List<HostActivity> busy) {
        if (began.isEmpty() || Duration.between(last, at).compareTo(QUIET) < 0) {
            return;
        }
        last = at;
        ConsoleWriter page = new ConsoleWriter(width);
        page.hanging(0, text.line(done, ProgressText.between(began.get(), at), busy));
        err.print(page);
        err.flush();
    }

    @Override
    public void end() {
        err.flush();
    }
}
