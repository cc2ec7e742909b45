package dev.preflight.checks.storage;

import dev.preflight.api.Arg;
import dev.preflight.api.ByteSize;
import dev.preflight.api.CheckSpec;
import dev.preflight.api.HostCheck;
import dev.preflight.api.HostFacts;
import dev.preflight.api.Judgement;
import dev.preflight.api.Needs;
import dev.preflight.api.Param;
import dev.preflight.api.Param.Kind;
import dev.preflight.api.Rows;
import dev.preflight.api.Severity;
import dev.preflight.api.Shape;
import dev.preflight.api.Subject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What will be written fits, path by path and together: a disk that fills while a platform is installed leaves half of
 * it behind. What counts is what users may write: ext4 keeps a twentieth of its blocks for root, and a path that is not
 * there yet is held against the file system that it will be made on. Sources: statvfs(3), ext4(5).
 */
public final class DiskSpaceCheck implements HostCheck<DiskSpaceCheck.Params> {

    /** What is required of a path. */
    public record Limits(
            @Param(value = "Bytes that users can write", example = "20GiB", kind = Kind.THRESHOLD)
            Optional<ByteSize> minFree,

            @Param(value = "Size of the file system", example = "100GiB", kind = Kind.THRESHOLD)
            Optional<ByteSize> minTotal,

            @Param(
                    value = "Share of the file system that users can write",
                    example = "15",
                    unit = "percent",
                    shape = Shape.PERCENT,
                    kind = Kind.THRESHOLD)
            Optional<Integer> minFreePercent,

            @Param(value = "Files that can be created", example = "1000000", shape = Shape.COUNT, kind = Kind.THRESHOLD)
            Optional<Integer> minInodes) {}

    /** Parameters. */
    public record Params(
            @Param(
                    value = "What is required of the file system of each path",
                    example = "{/var/lib/docker: {min_free: 50GiB}}",
                    shape = Shape.PATH,
                    kind = Kind.LOCATOR)
            Rows<Limits> require,

            @Param(
                    value = "Whether paths on one file system need the sum of their min_free",
                    defaultValue = "true",
                    example = "false",
                    kind = Kind.THRESHOLD)
            boolean sum) {}

    private static final CheckSpec<Params> SPEC = CheckSpec.of("disk-space", Params.class, Severity.BLOCKER)
            .requires("require")
            .code("too-little")
            .code("too-little-together")
            .code("too-few-inodes")
            .code("filesystem-too-small")
            .code("read-only")
            .code("not-mounted")
            .code("too-full", Severity.WARNING)
            .code("on-tmpfs", Severity.WARNING)
            .code("on-overlay", Severity.WARNING)
            .code("quota", Severity.WARNING);

    @Override
    public CheckSpec<Params> spec() {
        return SPEC;
    }

    @Override
    public Needs needs(Params params) {
        Needs needs = Needs.none();
        for (Rows.Row<Limits> row : params.require().all()) {
            needs = needs.each(Space.at(row.key()));
        }
        return needs;
    }

    @Override
    public List<Judgement> judge(HostFacts facts, Params params) {
        List<Judgement> said = new ArrayList<>();
        Map<String, List<PathRoom>> shared = new TreeMap<>();
        for (Rows.Row<Limits> row : params.require().all()) {
            facts.reading(Space.at(row.key()))
                    .<Stream<Judgement>>fold(
                            space -> {
                                PathRoom room = new PathRoom(row, space);
                                if (room.fits()) {
                                    shared.computeIfAbsent(space.mount().shared(), any -> new ArrayList<>())
                                            .add(room);
                                }
                                return room.judged();
                            },
                            missing -> Stream.of(Judgement.unknown(missing, Subject.of("path", row.key()))))
                    .map(judgement -> judgement.basedOn(Space.at(row.key())))
                    .forEach(said::add);
        }
        shared.values().stream()
                .filter(rooms -> params.sum() && rooms.size() > 1)
                .flatMap(DiskSpaceCheck::together)
                .forEach(said::add);
        return said;
    }

    /** Of paths each of which fits alone. What a profile only warns of may together be no more than a warning. */
    private static Stream<Judgement> together(List<PathRoom> all) {
        List<PathRoom> blocking = all.stream().filter(PathRoom::blocks).toList();
        return Stream.concat(
                        tooLittle(blocking).stream(),
                        tooLittle(all).map(said -> said.withSeverity(Severity.WARNING)).stream())
                .limit(1);
    }

    private static Optional<Judgement> tooLittle(List<PathRoom> rooms) {
        long sum = rooms.stream().mapToLong(PathRoom::wanted).reduce(0, Math::addExact);
        Optional<Space> least = rooms.stream()
                .map(PathRoom::space)
                .min((one, other) -> Long.compare(one.available(), other.available()));
        return least.filter(space -> space.available() < sum)
                .map(space -> Judgement.fail(
                                "too-little-together",
                                Subject.of("filesystem", space.mount().point()))
                        .with("paths", rooms.stream().map(PathRoom::path).collect(Collectors.joining(", ")))
                        .with("mount", space.mount().point())
                        .with("available", new ByteSize(space.available()).beside(new ByteSize(sum)))
                        .with("sum", Arg.bytes(sum)))
                .map(said -> rooms.stream()
                        .map(room -> Space.at(room.path()))
                        .reduce(said, Judgement::basedOn, (one, other) -> other));
    }
}
