package dev.preflight.cli;

import dev.preflight.engine.RunOptions;
import dev.preflight.hook.Gathering;
import dev.preflight.hook.HookRequest;
import dev.preflight.hook.HookResult;
import dev.preflight.hook.PreflightHook;
import dev.preflight.node.ProblemsException;
import dev.preflight.verdict.ExitCode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Looks at hosts and says whether the installer may proceed. */
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
            description = "Keep what the hosts answered, for 'preflight judge'. DIR must be new or empty.")
    private @Nullable Path saveEvidence;

    @Option(
            names = "--concurrency",
            paramLabel = "N",
            defaultValue = "" + RunOptions.DEFAULT_CONCURRENCY,
            description = "How many hosts are looked at side by side. Default: ${DEFAULT-VALUE}.")
    private int concurrency;

    @Option(
            names = "--deadline",
            paramLabel = "TIME",
            defaultValue = "10m",
            converter = DurationConverter.class,
            description = "How long the run may take, in addition to the time that samplers watch hosts."
                    + " Default: ${DEFAULT-VALUE}.")
    private Duration deadline = RunOptions.DEFAULT_RUN_DEADLINE;

    @Option(
            names = "--host-deadline",
            paramLabel = "TIME",
            defaultValue = "60s",
            converter = DurationConverter.class,
            description =
                    "How long one host may take, in addition to the time that samplers watch it. Default: ${DEFAULT-VALUE}.")
    private Duration hostDeadline = RunOptions.DEFAULT_HOST_DEADLINE;

    @Option(names = "--show-script", description = "Print what would be run on which hosts, and run nothing.")
    private boolean showScript;

    RunCommand(Io io) {
        this.io = io;
    }

    @Override
    public Integer call() throws ProblemsException {
        Gathering gathering = new Gathering();
        Optional<Reports> reports = showScript ? Optional.empty() : gathering.of(() -> report.reports(io));
        if (!showScript) {
            gathering.of(() -> login.check(io));
        }
        // The evidence's directory is made only when nothing else is wrong.
        Optional<PreflightHook> hook = gathering.of(() -> PreflightHook.prepare(request(gathering.none())));
        gathering.throwIfAny();
        PreflightHook prepared = hook.orElseThrow();
        Failures.warnings(io, prepared.warnings());
        if (showScript) {
            io.out().print(ScriptPage.of(prepared.plan()));
            return ExitCode.PROCEED.number();
        }
        io.interruption().cancels(prepared::cancel);
        HookResult result;
        try (ProgressListener progress =
                new ProgressListener(io, prepared.plan().hostNames().size(), prepared.texts())) {
            result = prepared.run(progress);
        }
        Failures.errors(io, result.failures());
        return reports.orElseThrow().write(result.report(), result.texts()).number();
    }

    private HookRequest request(boolean sound) {
        HookRequest.Builder request = HookRequest.builder()
                .concurrency(concurrency)
                .deadline(deadline)
                .hostDeadline(hostDeadline)
                .language(report.language());
        targets.addTo(request);
        profile.addTo(request);
        if (sound && !showScript) {
            login.addTo(request, io);
            if (saveEvidence != null) {
                request.saveEvidence(saveEvidence);
            }
        }
        return request.build();
    }
}
