package dev.preflight.cli;

import dev.preflight.api.Catalogue;
import dev.preflight.engine.RunJudging;
import dev.preflight.engine.RunOptions;
import dev.preflight.engine.RunPlan;
import dev.preflight.evidence.EvidenceReader;
import dev.preflight.evidence.HostEvidence;
import dev.preflight.evidence.SavedRun;
import dev.preflight.hook.Gathering;
import dev.preflight.hook.Version;
import dev.preflight.inventory.Become;
import dev.preflight.inventory.Host;
import dev.preflight.inventory.Host.Connection;
import dev.preflight.inventory.Members;
import dev.preflight.node.Place;
import dev.preflight.node.Problems;
import dev.preflight.node.ProblemsException;
import dev.preflight.profile.Profile;
import dev.preflight.profile.ProfileFiles;
import dev.preflight.profile.ProfileLoader;
import dev.preflight.report.RunReport;
import dev.preflight.report.Texts;
import java.nio.file.Path;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
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
        description = "Judge what 'run --save-evidence' kept, by the same or another profile. No host is involved.",
        sortOptions = false)
final class JudgeCommand implements Callable<Integer> {
    private final Io io;

    @Parameters(paramLabel = "EVIDENCE", description = "Directory that 'run --save-evidence' wrote.")
    private Path directory = Path.of("");

    @Mixin
    private final ProfileOptions profile = new ProfileOptions();

    @Option(
            names = "--at",
            paramLabel = "INSTANT",
            converter = InstantConverter.class,
            description =
                    "The time at which waivers are looked at, such as 2026-11-23T12:00:00Z. Default: when the run began.")
    private @Nullable Instant at;

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
        Optional<SavedRun> saved = gathering.of(() -> EvidenceReader.read(directory));
        Optional<Map<String, HostEvidence>> hosts = saved.flatMap(run -> gathering.of(() -> byName(run)));
        Optional<Profile> loaded =
                gathering.of(() -> new ProfileLoader(catalogue, new ProfileFiles(JudgeCommand.class.getClassLoader()))
                        .load(profile.profile(), profile.sets()));
        Optional<RunPlan> plan = hosts.isPresent() && loaded.isPresent()
                ? gathering.of(() -> plan(loaded.get(), hosts.get()))
                : Optional.empty();
        gathering.throwIfAny();

        RunOptions usual = RunOptions.usual(Version.text());
        RunOptions options = new RunOptions(
                usual.concurrency(),
                usual.hostDeadline(),
                usual.runDeadline(),
                profile.failOnWarning(),
                List.of(),
                Optional.empty(),
                usual.toolVersion());
        Instant now = at == null ? saved.orElseThrow().startedAt() : at;
        RunReport judged = RunJudging.replay(plan.orElseThrow(), hosts.orElseThrow(), catalogue, options, now);
        // From here on there is a report that a signal must not cut.
        io.interruption().cancels(() -> {});
        return reports.orElseThrow()
                .write(judged, Texts.of(catalogue, report.language()))
                .number();
    }

    /** Evidence does not say what else the inventory had than the hosts that were looked at. */
    private RunPlan plan(Profile loaded, Map<String, HostEvidence> evidence) throws ProblemsException {
        List<Host> hosts = evidence.values().stream().map(this::host).toList();
        return RunPlan.of(loaded, Members.among(hosts), hosts, profile.only(), profile.skip());
    }

    private Map<String, HostEvidence> byName(SavedRun run) throws ProblemsException {
        Map<String, HostEvidence> hosts = new LinkedHashMap<>();
        Problems problems = new Problems();
        for (HostEvidence host : run.hosts()) {
            if (hosts.put(host.host().name(), host) != null) {
                problems.add(
                        Place.of(directory.toString()),
                        "two folders hold evidence of the host '" + host.host().name() + "'");
            }
        }
        problems.throwIfAny();
        return hosts;
    }

    private Host host(HostEvidence evidence) {
        String name = evidence.host().name();
        return new Host(
                name,
                evidence.host().address(),
                Host.DEFAULT_PORT,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Connection.SSH,
                Become.NONE,
                evidence.host().groups(),
                Map.of(),
                Place.of(directory + ", host " + name));
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
