package dev.preflight.checks.storage;

import dev.preflight.api.CheckSpec;
import dev.preflight.api.FromSetting;
import dev.preflight.api.HostCheck;
import dev.preflight.api.HostFacts;
import dev.preflight.api.Judgement;
import dev.preflight.api.Needs;
import dev.preflight.api.Param;
import dev.preflight.api.Param.Kind;
import dev.preflight.api.Remedy;
import dev.preflight.api.Severity;
import dev.preflight.api.Shape;
import dev.preflight.api.Subject;
import dev.preflight.checks.storage.LocalMounts.Mount;
import dev.preflight.host.HostIdentity;
import java.util.ArrayList;
import java.util.List;

/**
 * No array lacks a disk, and the kernel made no file system read-only. A broken array rebooted a host of a platform, and its
 * containers were started a second time elsewhere. Faults that only a controller's battery or cache shows are not found.
 *
 * <p>Sources: the kernel's admin-guide/md.rst, md(4), mdadm(8), ext4(5) on {@code errors=remount-ro}.
 */
public final class RaidHealthCheck implements HostCheck<RaidHealthCheck.Params> {

    /** Parameters. */
    public record Params(
            @Param(
                    value = "Spare disks that each redundant array must have; more if mdadm.conf names more",
                    defaultValue = "0",
                    example = "1",
                    shape = Shape.COUNT,
                    kind = Kind.THRESHOLD)
            int minSpares,

            @Param(
                    value = "Mount points that may be read-only although fstab says otherwise",
                    example = "[/mnt/archive]",
                    shape = Shape.PATH,
                    kind = Kind.THRESHOLD)
            List<String> readOnlyMounts,

            @FromSetting boolean treatAsHost) {
        public Params {
            readOnlyMounts = List.copyOf(readOnlyMounts);
        }
    }

    private static final CheckSpec<Params> SPEC = CheckSpec.of("raid-health", Params.class, Severity.BLOCKER)
            .notInContainer(Params::treatAsHost)
            .code("no-raid", Severity.INFO)
            .code("container", Severity.INFO)
            .code("controller-ok", Severity.INFO)
            .code("pool-ok", Severity.INFO)
            .code("degraded")
            .code("faulty-member")
            .code("inactive")
            .code("broken")
            .code("volume-not-optimal")
            .code("pool-not-healthy")
            .code("read-only")
            .code("rebuilding", Severity.WARNING)
            .code("missing-spare", Severity.WARNING)
            .code("mismatch", Severity.WARNING)
            .explainedBy("kernel-log-signatures");

    @Override
    public CheckSpec<Params> spec() {
        return SPEC;
    }

    @Override
    public Needs needs(Params params) {
        return Needs.none()
                .required(HostIdentity.REQUEST, MdArrays.REQUEST, LocalMounts.REQUEST)
                .each(RaidControllers.REQUEST);
    }

    @Override
    public List<Judgement> judge(HostFacts facts, Params params) {
        List<Judgement> said = new ArrayList<>();
        facts.get(MdArrays.REQUEST)
                .arrays()
                .forEach(array -> MdHealth.of(array, params.minSpares()).stream()
                        .map(judgement -> judgement.basedOn(MdArrays.REQUEST))
                        .forEach(said::add));
        facts.get(LocalMounts.REQUEST).readOnly().stream()
                .filter(mount -> unexpected(mount, params))
                .map(RaidHealthCheck::readOnly)
                .forEach(said::add);
        facts.reading(RaidControllers.REQUEST)
                .<List<Judgement>>fold(
                        ControllerHealth::of,
                        missing -> List.of(Judgement.unknown(missing, Subject.of("controller", ""))))
                .forEach(judgement -> said.add(judgement.basedOn(RaidControllers.REQUEST)));
        return said.isEmpty() ? List.of(Judgement.notApplicable("no-raid", Subject.HOST)) : said;
    }

    /** Only the kernel stops a file system below a mount that is writable; and fstab says what the site wants. */
    private static boolean unexpected(Mount mount, Params params) {
        return !params.readOnlyMounts().contains(mount.point()) && !mount.asWanted();
    }

    private static Judgement readOnly(Mount mount) {
        return Judgement.fail("read-only", Subject.of("mount", mount.point()))
                .with("mount", mount.point())
                .with("device", mount.source())
                .with("type", mount.type())
                .withRemedy(Remedy.manual("read-only"))
                .basedOn(LocalMounts.REQUEST);
    }
}
