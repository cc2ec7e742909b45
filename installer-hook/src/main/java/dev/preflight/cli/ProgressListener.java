package dev.preflight.cli;

import dev.preflight.app.PreparedRun;
import dev.preflight.app.RunResult;
import dev.preflight.engine.RunListener;
import dev.preflight.evidence.HostEvidence;
import dev.preflight.report.Progress;
import dev.preflight.report.Texts;
import dev.preflight.result.HostActivity;
import dev.preflight.result.HostReport;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Shows the progress of a run on standard error until it is closed. */
final class ProgressListener implements RunListener, AutoCloseable {
    private final Io io;
    private final Progress progress;
    private final ScheduledExecutorService ticker = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "preflight-progress");
        thread.setDaemon(true);
        return thread;
    });

    /** Runs with progress on standard error. A signal cancels the run, and its failures are printed at the end. */
    static RunResult run(PreparedRun run, Io io) {
        return run(run, io, () -> false);
    }

    /**
     * The same beside questions on the terminal.
     *
     * @param asking whether one stands there; then the line of progress is not painted over it
     */
    static RunResult run(PreparedRun run, Io io, BooleanSupplier asking) {
        io.interruption().cancels(run::cancel);
        RunResult result;
        try (ProgressListener progress = new ProgressListener(io, run.hostCount(), run.texts(), asking)) {
            result = run.run(progress);
        }
        Diagnostics.errors(io, result.failures());
        return result;
    }

    ProgressListener(Io io, int hosts, Texts texts) {
        this(io, hosts, texts, () -> false);
    }

    private ProgressListener(Io io, int hosts, Texts texts, BooleanSupplier asking) {
        this.io = io;
        this.progress = Progress.on(
                io.errIsTerminal() ? Hushed.stream(io.err(), asking) : io.err(),
                io.errIsTerminal(),
                io.errWidth(),
                hosts,
                texts);
    }

    @Override
    public void began(Supplier<List<HostActivity>> busy) {
        var unused = ticker.scheduleAtFixedRate(
                () -> {
                    progress.tick(io.clock().instant(), busy.get());
                    io.err().flush();
                },
                1,
                1,
                TimeUnit.SECONDS);
    }

    @Override
    public void started(String host) {
        progress.started(host, io.clock().instant());
        io.err().flush();
    }

    @Override
    public void finished(HostReport report, HostEvidence evidence) {
        progress.finished(report, io.clock().instant());
        io.err().flush();
    }

    @Override
    public void close() {
        ticker.shutdownNow();
        progress.end();
        io.err().flush();
    }
}
