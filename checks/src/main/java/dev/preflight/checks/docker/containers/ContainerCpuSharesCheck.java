package dev.preflight.checks.docker.containers;

import static dev.preflight.api.Judgement.notApplicable;
import static dev.preflight.api.Judgement.pass;
import static dev.preflight.api.Judgement.unknown;

import dev.preflight.api.Arg;
import dev.preflight.api.CheckSpec;
import dev.preflight.api.FromSetting;
import dev.preflight.api.HostCheck;
import dev.preflight.api.HostFacts;
import dev.preflight.api.Judgement;
import dev.preflight.api.Needs;
import dev.preflight.api.Outcome;
import dev.preflight.api.Param;
import dev.preflight.api.Param.Kind;
import dev.preflight.api.Severity;
import dev.preflight.api.Shape;
import dev.preflight.api.Subject;
import dev.preflight.checks.docker.containers.CpuDemand.Share;
import dev.preflight.checks.settings.DockerSettings;
import dev.preflight.checks.settings.DockerSettings.SchedulerModel;
import dev.preflight.fact.FactRequest;
import dev.preflight.fact.Reading;
import dev.preflight.fact.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What CPU shares mean depends on the scheduler. Classic Swarm counts 1024 as a whole host: with
 * {@code --cpu-shares=128} each container reserved 4 of 32 cores, and a scale-out failed with "no resources".
 *
 * <p>Sources: those of {@link SwarmCapacity} and {@link CpuWeight}; moby {@code daemon/update_linux.go} ({@code docker
 * update --cpu-shares 0} changes nothing); kernel documentation of cgroup v1 and v2.
 */
public final class ContainerCpuSharesCheck implements HostCheck<ContainerCpuSharesCheck.Params> {
    static final FactRequest<Containers> CONTAINERS = Containers.FACT.request();
    static final FactRequest<CgroupCpu> KERNEL = CgroupCpu.FACT.request();

    /** What the scheduler does, and when there is little left. */
    public record Params(
            @FromSetting(in = DockerSettings.class) SchedulerModel schedulerModel,
            @FromSetting(in = DockerSettings.class) int plannedCpus,

            @Param(
                    value = "By how much classic Swarm may reserve more CPUs than a host has",
                    defaultValue = "5",
                    unit = "percent",
                    example = "0",
                    shape = Shape.COUNT,
                    kind = Kind.THRESHOLD)
            int overcommit,

            @Param(
                    value = "Part of a host's capacity; if more is reserved, the host is nearly full",
                    defaultValue = "80",
                    unit = "percent",
                    example = "90",
                    shape = Shape.PERCENT,
                    kind = Kind.THRESHOLD)
            int maxReserved,

            @Param(
                    value = "Part of a host's CPUs that no single container should reserve",
                    defaultValue = "50",
                    unit = "percent",
                    example = "25",
                    shape = Shape.PERCENT,
                    kind = Kind.THRESHOLD)
            int maxShareOfHost,

            @Param(
                    value = "Shares up to which a container starves beside containers without shares",
                    defaultValue = "10",
                    example = "2",
                    shape = Shape.COUNT,
                    kind = Kind.THRESHOLD)
            int fewShares) {}

    private static final CheckSpec<Params> SPEC = CheckSpec.of("container-cpu-shares", Params.class, Severity.BLOCKER)
            .code("no-capacity")
            .code("explicit-1024")
            .code("nearly-full")
            .code("large-share")
            .code("running-only")
            .code("weights", Severity.INFO)
            .code("setting-missing", Severity.INFO)
            .code("out-of-range", Severity.INFO)
            .code("starvation", Severity.INFO)
            .code("more-than-cores", Severity.INFO);

    @Override
    public CheckSpec<Params> spec() {
        return SPEC;
    }

    @Override
    public Needs needs(Params params) {
        return Needs.none().oneOf(List.of(CONTAINERS, KERNEL)).each(KERNEL);
    }

    @Override
    public List<Judgement> judge(HostFacts facts, Params params) {
        if (params.schedulerModel() == SchedulerModel.UNSET) {
            return List.of(missing("scheduler_model"));
        }
        boolean swarm = params.schedulerModel() == SchedulerModel.SWARM_CLASSIC;
        return judged(facts, params).stream()
                .map(one -> one.basedOn(CONTAINERS).basedOn(KERNEL))
                // Elsewhere a share is a weight, and no reason to stop.
                .map(one -> swarm ? one : one.withSeverity(Severity.INFO))
                .toList();
    }

    private static List<Judgement> judged(HostFacts facts, Params params) {
        if (facts.reading(KERNEL) instanceof Reading.Missing<CgroupCpu> gone) {
            return List.of(unknown(gone, Subject.of("fact", "cgroup-cpu")));
        }
        OptionalInt cpus = facts.get(KERNEL).cpus();
        if (cpus.isEmpty()) {
            return List.of(unknown(Reason.NOT_READABLE, Subject.of("fact", "cgroup-cpu"))
                    .with("detail", "getconf _NPROCESSORS_ONLN, /proc/cpuinfo"));
        }
        List<Judgement> blind = blind(facts.reading(CONTAINERS));
        CpuDemand demand = CpuDemand.of(
                facts.reading(CONTAINERS).fold(Containers::all, gone -> List.of()), Optional.of(facts.get(KERNEL)));
        List<List<Judgement>> each = demand.readings().stream()
                .map(shares -> of(shares, cpus.getAsInt(), params))
                .toList();
        List<Judgement> found = new ArrayList<>(each.get(0));
        if (each.stream().map(ContainerCpuSharesCheck::worst).distinct().count() > 1) {
            return List.of(unknown(Reason.AMBIGUOUS, Subject.HOST)
                    .with("detail", "cpu.weight, cpu.shares")
                    .with("containers", Arg.count(demand.seenInKernel())));
        }
        if (!blind.isEmpty() && demand.seenInKernel() == 0) {
            // Nothing is known of what this runtime has: only what is bad already can be said.
            found.removeIf(one -> one.outcome() == Outcome.PASS);
            found.addAll(blind);
        } else if (!blind.isEmpty()) {
            found.replaceAll(one -> one.outcome() == Outcome.PASS
                    ? copy(one, pass("running-only", one.subject()))
                            .with("detail", blind.get(0).args().getOrDefault("detail", Arg.text("-")))
                    : one);
        }
        return found;
    }

    private static Judgement copy(Judgement from, Judgement to) {
        Judgement copy = to;
        for (var arg : from.args().entrySet()) {
            copy = copy.with(arg.getKey(), arg.getValue());
        }
        return copy;
    }

    /** Why not all containers are known, for each runtime; none if they are. */
    private static List<Judgement> blind(Reading<Containers> containers) {
        return containers.fold(
                told -> told.runtimes().stream()
                        .filter(one -> one.blind().isPresent())
                        .map(one -> unknown(
                                        one.blind().orElseThrow(),
                                        Subject.of("runtime", one.kind().id()))
                                .with("detail", one.detail()))
                        .toList(),
                gone -> List.of(unknown(gone, Subject.of("fact", "containers"))));
    }

    static Judgement missing(String setting) {
        return notApplicable("setting-missing", Subject.of("setting", setting)).with("setting", setting);
    }

    private static Outcome worst(List<Judgement> found) {
        List<Outcome> order = List.of(Outcome.FAIL, Outcome.UNKNOWN, Outcome.WARNING, Outcome.NOT_APPLICABLE);
        return order.stream()
                .filter(outcome -> found.stream().anyMatch(one -> one.outcome() == outcome))
                .findFirst()
                .orElse(Outcome.PASS);
    }

    private static List<Judgement> of(List<Share> shares, int cpus, Params params) {
        List<Judgement> found = params.schedulerModel() == SchedulerModel.SWARM_CLASSIC
                ? new SwarmVerdict(new SwarmCapacity(cpus, params.overcommit()), params).judged(shares)
                : new WeightVerdict(cpus, params).judged(shares);
        found.replaceAll(one -> one.with("containers", Arg.count(shares.size())).with("cpus", Arg.count(cpus)));
        return found;
    }

    /** A finding with the names of the first containers that it is about, and how many they are. */
    static Judgement naming(Judgement found, List<Share> about) {
        List<String> names =
                about.stream().map(share -> share.name() + "=" + share.shares()).toList();
        return found.with("names", Arg.firstOf(names.isEmpty() ? List.of("-") : names))
                .with("count", Arg.count(about.size()));
    }
}
