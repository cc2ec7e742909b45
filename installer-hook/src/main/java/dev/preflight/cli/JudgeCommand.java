package dev.preflight.cli;

import dev.preflight.app.Preflight;
import dev.preflight.app.PreparedJudging;
import dev.preflight.app.ProblemCollector;
import dev.preflight.node.ProblemsException;
import dev.preflight.result.RunReport;
import dev.preflight.verdict.ExitCode;
import java.nio.file.Path;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** Judges saved evidence; connects to no host. */
@Command(
        name = "judge",
        description = {
            "Judge what 'run --save-evidence' kept, by the profile of that run or by another. No host is involved.",
            "A host of the run whose evidence is not there, is cut short, altered or of another run is undecided, and so"
                    + " is the verdict."
        },
        sortOptions = false)
final class JudgeCommand implements Callable<Integer> {
    private final Io io;

    @Parameters(paramLabel = "EVIDENCE", description = "Directory that 'run --save-evidence' wrote.")
    private Path directory = Path.of("");

    @Mixin
    private final JudgeProfileOptions profile = new JudgeProfileOptions();

    @Option(
            names = "--at",
            paramLabel = "INSTANT",
            converter = InstantConverter.class,
            description =
                    "The time at which waivers are looked at, such as 2026-11-23T12:00:00Z. Default: when the run began.")
    private @Nullable Instant at;

    @Option(
            names = "--incomplete",
            description = "Judge evidence of format 1 too, which does not say which hosts it should hold.")
    private boolean incomplete;

    @Mixin
    private final ReportOptions report = new ReportOptions();

    JudgeCommand(Io io) {
        this.io = io;
    }

    @Override
    public Integer call() throws ProblemsException {
        Preflight preflight = Preflight.load();
        ProblemCollector problems = new ProblemCollector();
        Optional<Reports> reports = problems.of(() -> report.reports(io));
        Optional<PreparedJudging> judging =
                problems.of(() -> preflight.prepare(profile.request(directory, incomplete, Optional.ofNullable(at))));
        problems.throwIfAny();
        Diagnostics.warnings(io, judging.orElseThrow().warnings());
        RunReport judged = judging.orElseThrow().judge();
        // From here on there is a report, and a signal waits until it is written.
        io.interruption().cancels(() -> {});
        if (judged.exit() == ExitCode.INTERNAL_ERROR) {
            io.say("error: memory ran out while hosts were judged; the report shows those as"
                    + " internal-error. Give Java more, as with JAVA_TOOL_OPTIONS=-Xmx1g");
        }
        return reports.orElseThrow()
                .write(judged, judging.orElseThrow().texts(report.language(io)))
                .number();
    }

    /** Reads an instant with its zone. */
    static final class InstantConverter implements ITypeConverter<Instant> {
        @Override
        public Instant convert(String value) {
            try {
                return OffsetDateTime.parse(value).toInstant();
            } catch (DateTimeParseException e) {
                throw new TypeConversionException(
                        "expected an instant with its zone, such as 2026-11-23T12:00:00Z, found '" + value + "'");
            }
        }
    }
}
