package dev.preflight.checks.docker.containers;

import dev.preflight.checks.docker.containers.CgroupCpu.Group;
import dev.preflight.checks.docker.containers.Containers.Container;
import dev.preflight.checks.docker.containers.Containers.Kind;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the containers of a host may ask of its CPUs: one reading of their shares where runtimes listed all of them, and
 * several where the kernel's values can mean more than one number.
 *
 * @param readings each a full list of all containers, of which one is the truth or beyond it on both sides
 * @param seenInKernel how many of the containers are known from the kernel only
 */
record CpuDemand(List<List<Share>> readings, int seenInKernel) {

    /** The shares that the kernel assumes if none are set: kernel doc, cgroup-v1 {@code cpu.shares}. */
    static final long DEFAULT_SHARES = 1024;

    /**
     * The shares of one container.
     *
     * @param name what it is called; the beginning of its id where only the kernel knows of it
     * @param id the beginning of its id
     * @param docker whether {@code docker update} can change it
     * @param running whether it runs
     * @param shares its shares; 0 if they are not set
     */
    record Share(String name, String id, boolean docker, boolean running, long shares) {}

    /** How a value of the kernel is read: by which formula, and at which end of the range. */
    private record End(CpuWeight formula, boolean most) {
        static List<End> all() {
            return List.of(
                    new End(CpuWeight.OLD, false),
                    new End(CpuWeight.OLD, true),
                    new End(CpuWeight.NEW, false),
                    new End(CpuWeight.NEW, true));
        }

        long shares(Group group) {
            if (!group.weight()) {
                // The kernel has 1024 for a container without shares, and for one that was given them.
                return group.value() == DEFAULT_SHARES && !most ? 0 : group.value();
            }
            if (group.value() == CpuWeight.UNSET && !most) {
                return 0;
            }
            Optional<CpuWeight.Range> range = formula.sharesOf(group.value());
            return range.map(r -> most ? r.most() : r.least())
                    // A weight that this formula never gives was written by the other one.
                    .or(() -> other().sharesOf(group.value()).map(r -> most ? r.most() : r.least()))
                    .orElse(0L);
        }

        private CpuWeight other() {
            return formula == CpuWeight.OLD ? CpuWeight.NEW : CpuWeight.OLD;
        }
    }

    CpuDemand {
        readings = List.copyOf(readings);
    }

    /** What runtimes tell of their containers, and for all others what the kernel holds. */
    static CpuDemand of(List<Container> told, Optional<CgroupCpu> kernel) {
        List<Share> exact = told.stream()
                .map(c -> new Share(c.name(), c.shortId(), c.kind() == Kind.DOCKER, c.running(), c.cpuShares()))
                .toList();
        Set<String> known = told.stream().map(Container::id).collect(Collectors.toSet());
        List<Group> more = kernel.map(CgroupCpu::groups).orElse(List.of()).stream()
                .filter(group -> !known.contains(group.id()))
                .toList();
        Set<List<Share>> readings = new LinkedHashSet<>();
        for (End end : End.all()) {
            List<Share> all = new ArrayList<>(exact);
            more.forEach(group -> {
                String id = group.id().substring(0, 12);
                all.add(new Share(id, id, false, true, end.shares(group)));
            });
            readings.add(List.copyOf(all));
        }
        return new CpuDemand(List.copyOf(readings), more.size());
    }
}
