package dev.preflight.checks.kernel;

import dev.preflight.api.CheckSpec;
import dev.preflight.api.FromSetting;
import dev.preflight.api.HostCheck;
import dev.preflight.api.HostFacts;
import dev.preflight.api.Judgement;
import dev.preflight.api.Needs;
import dev.preflight.api.Param;
import dev.preflight.api.Param.Kind;
import dev.preflight.api.Severity;
import dev.preflight.api.Shape;
import dev.preflight.api.Untried;
import dev.preflight.checks.fact.At;
import dev.preflight.checks.fact.BootConfig;
import dev.preflight.fact.FactRequest;
import dev.preflight.fact.Reading;
import dev.preflight.host.HostIdentity;
import dev.preflight.node.Suggestion;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Control groups have the version and the controllers that container runtimes need, now and after the next boot; kubelet
 * and its runtime use one driver; and a user who runs containers may use controllers.
 *
 * <p>Sources: cgroups(7); kubernetes#23816 (memory is off by default on some kernels); kubeadm#1394 (two drivers);
 * minikube#11562 (no pids); kubelet since 1.35 refuses version 1.
 */
@Untried(
        remedies = {"add-argument", "remove-argument"},
        why = "they change the boot loader of the machine, which the hosts of the lab share")
public final class CgroupsCheck implements HostCheck<CgroupsCheck.Params> {
    /** Which driver is required. */
    public enum Driver {
        /** Groups are made by systemd. */
        SYSTEMD,
        /** Groups are made in the file system. */
        CGROUPFS,
        /** Kubelet and its runtime have the same. */
        SAME
    }

    /** Those of either version: cgroups(7), the kernel's admin-guide/cgroup-v2. */
    private static final Set<String> CONTROLLERS = Set.of(
            "blkio",
            "cpu",
            "cpuacct",
            "cpuset",
            "devices",
            "freezer",
            "hugetlb",
            "io",
            "memory",
            "misc",
            "net_cls",
            "net_prio",
            "perf_event",
            "pids",
            "rdma");

    /** Of kernels from 6.14 on, for memory of graphics cards; rarely what is meant. */
    private static final String DEVICE_MEMORY = "dmem";

    /** Parameters. */
    public record Params(
            @Param(
                    value = "Versions of which the host has to use one: 1, 2",
                    example = "[2]",
                    least = "1",
                    most = "2",
                    kind = Kind.THRESHOLD)
            List<Integer> version,

            @Param(
                    value = "Controllers that have to be there, by their names in either version",
                    example = "[cpu, cpuset, memory, pids]",
                    shape = Shape.WORD,
                    kind = Kind.THRESHOLD)
            List<String> controllers,

            @Param(
                    value = "Driver of kubelet and its container runtime: systemd, cgroupfs, or the same for both",
                    example = "systemd",
                    kind = Kind.THRESHOLD)
            Optional<Driver> driver,

            @Param(
                    value =
                            "User to whom systemd has to delegate these controllers; cpu, memory and pids if none are given",
                    example = "platform",
                    shape = Shape.USER,
                    kind = Kind.LOCATOR)
            Optional<String> delegatedTo,

            @Param(
                    value = "When version and controllers are required",
                    defaultValue = "[now, boot]",
                    example = "[now]",
                    filled = true,
                    kind = Kind.LOCATOR)
            List<At> at,

            @FromSetting boolean treatAsHost) {
        /** The lists are copied. */
        public Params {
            version = List.copyOf(version);
            controllers = List.copyOf(controllers);
            at = List.copyOf(at);
            controllers.stream()
                    .filter(name -> !CONTROLLERS.contains(name) && !name.equals(DEVICE_MEMORY))
                    .findFirst()
                    .ifPresent(name -> {
                        throw new IllegalArgumentException("controllers: there is no controller '" + name + "'; "
                                + Suggestion.hint(name, CONTROLLERS));
                    });
        }

        /** Whether the next boot is looked at; that must not depend on what is required. */
        private boolean boots() {
            return at.contains(At.BOOT);
        }
    }

    private static final CheckSpec<Params> SPEC = CheckSpec.of("cgroups", Params.class, Severity.BLOCKER)
            .requires("version", "controllers", "driver", "delegated_to")
            .notInContainer(Params::treatAsHost)
            // A kernel without CONFIG_CGROUP_PIDS and the like has no such controller; no module changes the rest.
            .explainedBy("kernel-modules", "controller-missing")
            .code("wrong-version")
            .code("hybrid")
            .code("controller-missing")
            .code("driver-mismatch")
            .code("not-delegated")
            .code("wrong-after-boot", Severity.WARNING)
            .code("no-such-user", Severity.INFO)
            .code("no-runtime", Severity.INFO);

    private static final FactRequest<BootConfig> BOOT =
            BootConfig.FACT.request().withArguments(CgroupBoot.ASKED);

    @Override
    public CheckSpec<Params> spec() {
        return SPEC;
    }

    @Override
    public Needs needs(Params params) {
        Needs now = Needs.none().required(HostIdentity.REQUEST, groups(params));
        return params.boots() ? now.each(BOOT) : now;
    }

    private static FactRequest<Cgroups> groups(Params params) {
        FactRequest<Cgroups> request = Cgroups.FACT.request();
        return params.delegatedTo().map(user -> request.with("USER", user)).orElse(request);
    }

    @Override
    public List<Judgement> judge(HostFacts facts, Params params) {
        Cgroups groups = facts.get(groups(params));
        Optional<Reading<CgroupBoot>> boot =
                params.boots() ? Optional.of(facts.reading(BOOT).flatMap(CgroupBoot::of)) : Optional.empty();
        return new CgroupJudge(groups, boot, params).judge();
    }
}
