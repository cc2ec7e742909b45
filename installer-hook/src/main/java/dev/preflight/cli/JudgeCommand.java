package dev.preflight.cli;

import dev.preflight.api.Catalogue;
import dev.preflight.engine.RunJudging;
import dev.preflight.engine.RunOptions;
import dev.preflight.engine.RunPlan;
import dev.preflight.evidence.EvidenceReader;
import dev.preflight.evidence.HostEvidence;
import dev.preflight.evidence.RunManifest;
import dev.preflight.evidence.SavedRun;
import dev.preflight.hook.Gathering;
import dev.preflight.hook.Version;
import dev.preflight.node.Place;
import dev.preflight.node.ProblemsException;
import dev.preflight.profile.Profile;
import dev.preflight.profile.ProfileFiles;
import dev.preflight.profile.ProfileLoader;
import dev.preflight.report.Texts;
import dev.preflight.result.EvidenceNote;
import dev.preflight.result.RunReport;
import dev.preflight.transport.TransportFailure;
import dev.preflight.verdict.ExitCode;
import java.nio.file.Path;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** Judges saved evidence; no host is involved. */
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
        Catalogue catalogue = Catalogue.load();
        Gathering gathering = new Gathering();
        Optional<Reports> reports = gathering.of(() -> report.reports(io));
        Optional<SavedRun> opened = gathering.of(() -> EvidenceReader.open(directory, incomplete));
        Optional<Profile> loaded = opened.flatMap(run -> gathering.of(() -> profile(catalogue, run.manifest())));
        Optional<RunPlan> plan = loaded.flatMap(
                profile -> gathering.of(() -> plan(profile, opened.orElseThrow().manifest())));
        gathering.throwIfAny();

        SavedRun saved = opened.orElseThrow();
        Instant now = at == null ? saved.manifest().startedAt() : at;
        AtomicInteger came = new AtomicInteger();
        RunReport judged = RunJudging.replay(
                plan.orElseThrow(),
                host -> {
                    HostEvidence evidence = saved.read(host);
                    boolean there = evidence.failure()
                            .filter(why -> why.failure() == TransportFailure.NOT_COLLECTED)
                            .isEmpty();
                    came.addAndGet(there ? 1 : 0);
                    return evidence;
                },
                catalogue,
                options(saved.manifest()),
                now);
        // From here on there is a report that a signal must not cut.
        io.interruption().cancels(() -> {});
        if (judged.exit() == ExitCode.INTERNAL_ERROR) {
            io.err()
                    .println("error: memory ran out while hosts were judged; those are told by the report as"
                            + " internal-error. Give Java more, as with JAVA_TOOL_OPTIONS=-Xmx1g");
        }
        return reports.orElseThrow()
                .write(judged.judgedOf(note(saved, came.get())), Texts.of(catalogue, report.language()))
                .number();
    }

    private Profile profile(Catalogue catalogue, RunManifest run) throws ProblemsException {
        if (profile.profile().isPresent()) {
            return new ProfileLoader(catalogue, new ProfileFiles(JudgeCommand.class.getClassLoader()))
                    .load(profile.profile().get(), profile.sets());
        }
        if (run.profile().isEmpty()) {
            String was = run.profileName().isEmpty() ? "" : "; the run was made with " + run.profileName();
            throw new ProblemsException(
                    Place.of(directory.toString()),
                    "the evidence does not hold the profile that it was collected by",
                    "name one with --profile" + was);
        }
        return ProfileLoader.loadRecorded(
                catalogue,
                directory.resolve("manifest.json") + ", profile",
                run.profile().get().text(),
                profile.sets());
    }

    /** What was left out of the run is left out again, unless another profile or other checks are named. */
    private RunPlan plan(Profile loaded, RunManifest run) throws ProblemsException {
        boolean asTheRun = profile.profile().isEmpty()
                && profile.only().isEmpty()
                && profile.skip().isEmpty();
        return RunPlan.of(
                loaded,
                run.members(),
                run.hosts(),
                asTheRun ? run.choices().only() : profile.only(),
                asTheRun ? run.choices().skip() : profile.skip());
    }

    private RunOptions options(RunManifest run) {
        RunOptions usual = RunOptions.usual(Version.text());
        return new RunOptions(
                usual.concurrency(),
                usual.hostDeadline(),
                usual.runDeadline(),
                profile.failOnWarning().orElse(run.choices().failOnWarning()),
                List.of(),
                Optional.empty(),
                usual.toolVersion());
    }

    private EvidenceNote note(SavedRun saved, int came) {
        RunManifest run = saved.manifest();
        EvidenceNote.Form form = switch (run.form()) {
            case SEALED -> EvidenceNote.Form.SEALED;
            case HAND_MADE -> EvidenceNote.Form.HAND_MADE;
            case OLD -> EvidenceNote.Form.INCOMPLETE;
        };
        return new EvidenceNote(
                form,
                run.profileName(),
                profile.profile().isPresent(),
                saved.end().map(end -> end.how().code()),
                run.hosts().size(),
                came,
                saved.strangers());
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
