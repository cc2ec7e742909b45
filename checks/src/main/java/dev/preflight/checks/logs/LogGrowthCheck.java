package dev.preflight.checks.logs;

import dev.preflight.api.Arg;
import dev.preflight.api.CheckSpec;
import dev.preflight.api.FromSetting;
import dev.preflight.api.HostCheck;
import dev.preflight.api.HostFacts;
import dev.preflight.api.Judgement;
import dev.preflight.api.Needs;
import dev.preflight.api.Param;
import dev.preflight.api.Param.Kind;
import dev.preflight.api.Remedy;
import dev.preflight.api.Remedy.Privilege;
import dev.preflight.api.Severity;
import dev.preflight.api.Shape;
import dev.preflight.api.Subject;
import dev.preflight.checks.logs.DiskGrowth.Room;
import dev.preflight.checks.settings.InstallSettings;
import dev.preflight.fact.FactRequest;
import dev.preflight.fact.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * No file system fills within days. A dependency was down, an application logged errors without end, and within two days
 * the disk was full.
 *
 * <p>A rate counts as the lower of those of two halves of the time: a burst, as of an installer, is in one of them only.
 *
 * <p>Sources: df(1), whose "available" leaves out what ext4 keeps for root; proc(5); docs/incidents.md.
 */
public final class LogGrowthCheck implements HostCheck<LogGrowthCheck.Params> {
    private static final long GIB = 1L << 30;
    private static final Subject LOGS = Subject.of("logs", "large");

    /** Parameters. */
    public record Params(
            @FromSetting Duration sampleTime,

            @FromSetting(value = "the file systems that hold them are watched", in = InstallSettings.class)
            List<String> installDirs,

            @Param(
                    value = "Days until a file system is full, below which it is a fail",
                    defaultValue = "2",
                    unit = "days",
                    example = "3",
                    shape = Shape.COUNT,
                    kind = Kind.THRESHOLD)
            int failDays,

            @Param(
                    value = "Days until a file system is full, below which it is a warning",
                    defaultValue = "7",
                    unit = "days",
                    example = "14",
                    shape = Shape.COUNT,
                    kind = Kind.THRESHOLD)
            int warnDays,

            @Param(
                    value = "Growth from which on it is a fail, however much room there is",
                    defaultValue = "100",
                    unit = "GiB a day",
                    example = "50",
                    shape = Shape.COUNT,
                    kind = Kind.THRESHOLD)
            int failGrowth,

            @Param(
                    value = "Part of blocks or inodes in use, from which on it is a fail; 101 means never",
                    defaultValue = "95",
                    unit = "percent",
                    example = "90",
                    shape = Shape.PERCENT,
                    most = "101",
                    kind = Kind.THRESHOLD)
            int failUse,

            @Param(
                    value = "Part of blocks or inodes in use, from which on it is a warning; 101 means never",
                    defaultValue = "85",
                    unit = "percent",
                    example = "80",
                    shape = Shape.PERCENT,
                    most = "101",
                    kind = Kind.THRESHOLD)
            int warnUse,

            @Param(
                    value = "Size of one log file above which it is a warning",
                    defaultValue = "10",
                    unit = "GiB",
                    example = "5",
                    shape = Shape.COUNT,
                    kind = Kind.THRESHOLD)
            int maxFile,

            @Param(
                    value = "Size of deleted files that are still open, above which it is a warning",
                    defaultValue = "1",
                    unit = "GiB",
                    example = "5",
                    shape = Shape.COUNT,
                    kind = Kind.THRESHOLD)
            int maxDeleted) {
        public Params {
            installDirs = List.copyOf(installDirs);
            if (sampleTime.toSeconds() < 2) {
                throw new IllegalArgumentException("sample_time: expected 2s or more, for two halves");
            }
        }
    }

    private static final CheckSpec<Params> SPEC = CheckSpec.of("log-growth", Params.class, Severity.BLOCKER)
            .code("filling")
            .code("growing-fast")
            .code("nearly-full")
            .code("burst", Severity.INFO)
            .code("big-file", Severity.WARNING)
            .code("deleted-open", Severity.WARNING)
            .explainedBy("container-log-limits")
            .explainedBy("host-log-rotation");

    @Override
    public CheckSpec<Params> spec() {
        return SPEC;
    }

    @Override
    public Needs needs(Params params) {
        return Needs.none().required(sampled(params));
    }

    private static FactRequest<DiskGrowth> sampled(Params params) {
        return DiskGrowth.FACT.request().withArguments(params.installDirs()).sampling(params.sampleTime());
    }

    @Override
    public List<Judgement> judge(HostFacts facts, Params params) {
        DiskGrowth seen = facts.get(sampled(params));
        List<Judgement> said = new ArrayList<>();
        Set<String> judged = new LinkedHashSet<>();
        Set<String> points = new LinkedHashSet<>();
        for (String path : seen.looks().get(0).rooms().keySet()) {
            boolean always = seen.looks().stream().allMatch(look -> look.rooms().containsKey(path));
            // Several directories lie on one file system.
            if (always && judged.add(identity(seen.looks().get(0).rooms().get(path)))) {
                String point = seen.looks().get(0).rooms().get(path).point();
                said.add(new FileSystemGrowth(seen.looks(), path, params).judged(points.add(point) ? point : path));
            }
        }
        Set<String> untold = new TreeSet<>(seen.timedOut());
        untold.forEach(path -> said.add(Judgement.unknown(Reason.TIMEOUT, Subject.of("filesystem", path))));
        seen.failed()
                .forEach((path, why) -> said.add(Judgement.unknown(Reason.NOT_READABLE, Subject.of("filesystem", path))
                        .with("detail", why)));
        if (judged.isEmpty() && untold.isEmpty() && seen.failed().isEmpty()) {
            said.add(Judgement.unknown(Reason.NOT_READABLE, Subject.of("filesystem", "/"))
                    .with("detail", "df"));
        }
        said.addAll(files(seen, params));
        return said;
    }

    /**
     * A device is the same wherever it is mounted; what has none, such as tmpfs or an overlay, may bear the name of
     * others. A quota of a directory gives it a size of its own.
     */
    private static String identity(Room room) {
        String where = room.source().startsWith("/") ? room.source() : room.source() + " " + room.point();
        return where + " " + room.sizeKib();
    }

    private static List<Judgement> files(DiskGrowth seen, Params params) {
        List<Judgement> said = new ArrayList<>();
        for (DiskGrowth.Log log : seen.logs()) {
            if (log.bytes() > params.maxFile() * GIB) {
                said.add(Judgement.warning("big-file", Subject.of("file", log.file()))
                        .with("size", Arg.bytes(log.bytes()))
                        .with("max", Arg.bytes(params.maxFile() * GIB))
                        .withRemedy(
                                Remedy.confirm("empty", Privilege.ROOT).once().with("file", Arg.text(log.file())))
                        .withRemedy(Remedy.manual("cause")));
            }
        }
        if (seen.deletedBytes() > params.maxDeleted() * GIB) {
            said.add(Judgement.warning("deleted-open", Subject.of("files", "deleted"))
                    .with("size", Arg.bytes(seen.deletedBytes()))
                    .with("max", Arg.bytes(params.maxDeleted() * GIB))
                    .withRemedy(Remedy.manual("restart")));
        }
        for (String search : seen.slow()) {
            said.add(Judgement.unknown(Reason.TIMEOUT, Subject.of("files", search))
                    .withSeverity(Severity.WARNING));
        }
        if (!seen.denied().isEmpty()) {
            // The room is known; which file takes it is not.
            said.add(Judgement.unknown(Reason.NO_PERMISSION, LOGS)
                    .with("detail", String.join(", ", seen.denied()))
                    .withSeverity(Severity.WARNING));
        }
        return said;
    }
}
