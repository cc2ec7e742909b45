package dev.preflight.checks.storage;

import dev.preflight.api.CheckSpec;
import dev.preflight.api.FromSetting;
import dev.preflight.api.HostCheck;
import dev.preflight.api.HostFacts;
import dev.preflight.api.Judgement;
import dev.preflight.api.Needs;
import dev.preflight.api.Outcome;
import dev.preflight.api.Param;
import dev.preflight.api.Param.Kind;
import dev.preflight.api.Rows;
import dev.preflight.api.Severity;
import dev.preflight.api.Shape;
import dev.preflight.fact.FactRequest;
import dev.preflight.host.HostIdentity;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * File systems are of the type and have the options that are required, now and after the next boot, and their paths can
 * be reached. A path that is not there yet is judged by where it will be: asked for one, {@code findmnt} prints nothing,
 * and what compares that with a wrong type passes. Sources: proc_pid_mountinfo(5), fstab(5), mount(8); Docker's page on
 * overlayfs.
 */
public final class FilesystemCheck implements HostCheck<FilesystemCheck.Params> {
    /** Parameters. */
    public record Params(
            @Param(
                    value = "What is required of the file system of each path",
                    example = "{/var/lib/docker: {type: [xfs, ext4], ftype: true, lacks: [noexec]}}",
                    shape = Shape.PATH,
                    kind = Kind.LOCATOR)
            Rows<FilesystemLimits> require,

            @FromSetting boolean treatAsHost) {}

    private static final CheckSpec<Params> SPEC = CheckSpec.of("filesystem", Params.class, Severity.BLOCKER)
            .requires("require")
            .code("wrong-type")
            .code("no-ftype")
            .code("option-missing")
            .code("option-forbidden")
            .code("not-a-mount")
            .code("symlink")
            .code("not-traversable")
            .code("wrong-after-boot", Severity.WARNING)
            .code("not-in-fstab", Severity.WARNING)
            .code("by-device-name", Severity.WARNING)
            .code("rotational", Severity.WARNING);

    @Override
    public CheckSpec<Params> spec() {
        return SPEC;
    }

    @Override
    public Needs needs(Params params) {
        Needs needs = Needs.none().required(HostIdentity.REQUEST, mounts(params));
        boolean disks = params.require().table().stream()
                .anyMatch(row -> row.limits().rotational().isPresent());
        return disks ? needs.each(BlockDevices.REQUEST) : needs;
    }

    private static FactRequest<PathMounts> mounts(Params params) {
        return PathMounts.FACT
                .request()
                .withArguments(params.require()
                        .asked(row ->
                                Stream.concat(Stream.of(row.key()), row.limits().users())));
    }

    @Override
    public List<Judgement> judge(HostFacts facts, Params params) {
        PathMounts mounts = facts.get(mounts(params));
        // A container has its mounts from what started it, and no boot.
        boolean boots = params.treatAsHost()
                || facts.get(HostIdentity.REQUEST).container().isEmpty();
        List<Judgement> said = new ArrayList<>();
        for (Rows.Row<FilesystemLimits> row : params.require().all()) {
            List<Judgement> ofDisks = row.limits().rotational().isPresent()
                    ? new DisksBelow(row, mounts).judged(facts.reading(BlockDevices.REQUEST))
                    : List.of();
            new FilesystemRow(row, mounts, boots)
                    .judged().stream()
                            .filter(one -> one.outcome() != Outcome.PASS || ofDisks.isEmpty())
                            .map(one -> one.basedOn(mounts(params)))
                            .forEach(said::add);
            said.addAll(ofDisks);
        }
        return said;
    }
}
