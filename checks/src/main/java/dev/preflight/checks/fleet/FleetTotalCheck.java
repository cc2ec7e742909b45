package dev.preflight.checks.fleet;

import dev.preflight.api.Bounds;
import dev.preflight.api.CheckSpec;
import dev.preflight.api.FleetCheck;
import dev.preflight.api.FleetFacts;
import dev.preflight.api.Needs;
import dev.preflight.api.Param;
import dev.preflight.api.Param.Kind;
import dev.preflight.api.Scope;
import dev.preflight.api.Scoped;
import dev.preflight.api.Severity;
import dev.preflight.api.Shape;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A group of hosts has enough together: of itself, of processors, memory, room or disks. A quorum needs an odd number, a
 * cluster has to go on without its largest host, and shards are spread as if all hosts were of one size.
 *
 * <p>Sources: TiDB "Software and Hardware Recommendations" (hosts by role), Ceph "Monitor Config Reference" (an odd number of
 * monitors), etcd FAQ ("Why an odd number of cluster members?"), MinIO hardware checklist (same hardware, four hosts).
 */
public final class FleetTotalCheck implements FleetCheck<FleetTotalCheck.Params> {

    /** Parameters. */
    public record Params(
            @Param(
                    value = "Group of the hosts that count; empty means all that the check looks at",
                    example = "storage",
                    kind = Kind.THRESHOLD,
                    names = Param.Names.GROUP)
            String group,

            @Param(
                    value = "What is added up; cpu is processors that may be used, memory what is installed",
                    defaultValue = "hosts",
                    example = "memory",
                    kind = Kind.LOCATOR)
            Measure measure,

            @Param(
                    value = "Where free space is measured, for disk-free",
                    example = "/data",
                    shape = Shape.PATH,
                    kind = Kind.LOCATOR)
            String path,

            @Param(
                    value = "How much the hosts have together at least: a number, or a size for memory and disk-free",
                    example = "3",
                    kind = Kind.THRESHOLD)
            Optional<Amount> min,

            @Param(value = "How much the hosts have together at most", example = "7", kind = Kind.THRESHOLD)
            Optional<Amount> max,

            @Param(
                    value = "Whether the number of hosts must be odd",
                    defaultValue = "false",
                    example = "true",
                    kind = Kind.THRESHOLD)
            boolean odd,

            @Param(
                    value = "Without how many of the largest hosts min must still hold",
                    defaultValue = "0",
                    example = "1",
                    shape = Shape.COUNT,
                    kind = Kind.THRESHOLD)
            int without,

            @Param(
                    value = "By how much the host with the most may exceed the one with the least",
                    example = "10",
                    unit = "%",
                    least = "0",
                    most = "1000",
                    kind = Kind.THRESHOLD)
            Optional<Integer> spread) {

        /** Refuses what cannot be meant together. */
        public Params {
            if (measure.takesPath() == path.isEmpty()) {
                throw new IllegalArgumentException(
                        "path: " + (path.isEmpty() ? "where disk-free is measured is not said" : "only for disk-free"));
            }
            fits(measure, "min", min);
            fits(measure, "max", max);
            Bounds.leaveRoom(min, "max", max, Amount::atMost);
            if (without > 0 && min.isEmpty()) {
                throw new IllegalArgumentException("without: min is not said");
            }
            if (measure == Measure.HOSTS && spread.isPresent()) {
                throw new IllegalArgumentException("spread: a host is as much as another; say what is measured");
            }
        }

        private static void fits(Measure measure, String name, Optional<Amount> bound) {
            if (bound.filter(amount -> amount.size() != measure.sizes()).isPresent()) {
                throw new IllegalArgumentException(name + ": expected "
                        + (measure.sizes() ? "a size such as 96GiB" : "a number") + " for " + measure.id());
            }
        }
    }

    private static final CheckSpec<Params> SPEC = CheckSpec.of("fleet-total", Params.class, Severity.BLOCKER)
            .requires("min", "max", "odd", "spread")
            .code("too-little")
            .code("too-little-without")
            .code("too-few-hosts")
            .code("too-much")
            .code("too-many-hosts")
            .code("even-count")
            .code("unequal", Severity.WARNING);

    @Override
    public CheckSpec<Params> spec() {
        return SPEC;
    }

    /** Optional: without what one host did not say, the others may have enough. */
    @Override
    public Needs needs(Params params) {
        return params.measure()
                .request(params.path())
                .map(Needs.none()::optional)
                .orElse(Needs.none());
    }

    @Override
    public boolean judgesUnseen() {
        return true;
    }

    @Override
    public List<Scoped> judge(FleetFacts facts, Params params) {
        SortedMap<String, Share> shares = new TreeMap<>();
        facts.hosts().forEach((name, host) -> {
            if (params.group().isEmpty() || host.host().groups().contains(params.group())) {
                shares.put(name, params.measure().of(host, params.path()));
            }
        });
        return new FleetTotal(shares, facts.unseen(params.group()), params)
                .judged().stream()
                        .map(said -> params.measure()
                                .request(params.path())
                                .map(said::basedOn)
                                .orElse(said))
                        .map(said -> new Scoped(Scope.fleet(), said))
                        .toList();
    }
}
