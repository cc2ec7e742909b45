package dev.preflight.cli;

import dev.preflight.app.Continuation;
import dev.preflight.app.Preflight;
import dev.preflight.app.PreparedRun;
import dev.preflight.app.ProblemCollector;
import dev.preflight.app.RunLimits;
import dev.preflight.app.RunRequest;
import dev.preflight.app.RunResult;
import dev.preflight.node.ProblemsException;
import dev.preflight.verdict.ExitCode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Collects from hosts, judges, and reports whether the installer may proceed. */
@Command(
        name = "run",
        description = "Look at hosts and say whether the installer may proceed. Changes nothing on them.",
        sortOptions = false)
final class RunCommand implements Callable<Integer> {
    private final Io io;

    @Mixin
    private final TargetOptions targets = new TargetOptions();

    @Mixin
    private final ProfileOptions profile = new ProfileOptions();

    @Mixin
    private final ReportOptions report = new ReportOptions();

    @Mixin
    private final LoginOptions login = new LoginOptions();

    @Option(
            names = "--save-evidence",
            paramLabel = "DIR",
            description = "Keep what the hosts answered, for 'preflight judge' and --resume. DIR must be new or empty.")
    private @Nullable Path saveEvidence;

    @Mixin
    private final ContinueOptions continues = new ContinueOptions();

    @Option(
            names = "--concurrency",
            paramLabel = "N",
            description = "How many hosts are looked at side by side. Default: 16 for each processor,"
                    + " from 16 to 64, fewer where memory is short; more, up to 256, where the network is slow.")
    private @Nullable Integer concurrency;

    @Option(
            names = "--deadline",
            paramLabel = "TIME",
            defaultValue = "10m",
            converter = DurationConverter.class,
            description = "How long the run may take, in addition to the time that samplers watch hosts."
                    + " Default: ${DEFAULT-VALUE}.")
    private Duration deadline = RunLimits.DEFAULT.deadline();

    @Option(
            names = "--host-deadline",
            paramLabel = "TIME",
            defaultValue = "60s",
            converter = DurationConverter.class,
            description =
                    "How long one host may take, in addition to the time that samplers watch it. Default: ${DEFAULT-VALUE}.")
    private Duration hostDeadline = RunLimits.DEFAULT.hostDeadline();

    @Option(
            names = "--retry-until",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description =
                    "For how long hosts are tried again that cannot be reached, as they may still boot, such as 10m;"
                            + " the run may take so much longer. Never after a refused login. Default: not at all.")
    private Duration retryUntil = Duration.ZERO;

    @Option(names = "--show-script", description = "Print what would be run on which hosts, and run nothing.")
    private boolean showScript;

    RunCommand(Io io) {
        this.io = io;
    }

    @Override
    public Integer call() throws ProblemsException {
        ProblemCollector problems = new ProblemCollector();
        Prompter prompter = new Prompter(io);
        Optional<Reports> reports = showScript ? Optional.empty() : problems.of(() -> report.reports(io));
        if (!showScript) {
            problems.check(() -> login.check(prompter));
        }
        // The directory of the evidence is created only if there is no other problem.
        // So is what goes on with an earlier run, whose directory it changes.
        Optional<Optional<Continuation>> earlier = problems.of(() -> continues.continuation(showScript));
        Optional<PreparedRun> prepared = earlier.filter(one -> one.isEmpty() || problems.none())
                .flatMap(one -> problems.of(() -> Preflight.load()
                        .prepare(request(prompter, problems.none()).after(one))));
        problems.throwIfAny();
        PreparedRun run = prepared.orElseThrow();
        Diagnostics.warnings(io, run.warnings());
        if (showScript) {
            io.out().print(ScriptPage.of(run.plan()));
            return ExitCode.PROCEED.number();
        }
        RunResult result = ProgressListener.run(run, io, prompter::asking);
        prompter.leave();
        return reports.orElseThrow().write(result.report(), result.texts()).number();
    }

    private RunRequest request(Prompter prompter, boolean valid) {
        boolean collects = valid && !showScript;
        return new RunRequest(
                        targets.targets(),
                        profile.choice(),
                        new RunLimits(Optional.ofNullable(concurrency), deadline, hostDeadline, retryUntil),
                        collects ? login.login(prompter) : login.unasked(),
                        Optional.ofNullable(saveEvidence).filter(directory -> collects),
                        report.language(io),
                        Map.of())
                .collecting(collects);
    }
}
