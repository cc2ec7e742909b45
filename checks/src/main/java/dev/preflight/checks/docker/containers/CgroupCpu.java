package dev.preflight.checks.docker.containers;

import dev.preflight.checks.fact.HeadedText;
import dev.preflight.fact.Fact;
import dev.preflight.fact.FactFormatException;
import dev.preflight.fact.ProbeOutput;
import dev.preflight.fact.Reading;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The CPUs of a host, and the CPU shares of its running containers as the kernel holds them, which everybody may read.
 *
 * @param cpus CPUs that are online; empty if the host did not report it
 * @param groups the groups of containers, each container once
 */
record CgroupCpu(OptionalInt cpus, List<Group> groups) {

    /**
     * The group of one container.
     *
     * @param id the container's id, 64 hexadecimal digits
     * @param weight whether the value is {@code cpu.weight} of cgroup v2; otherwise it is {@code cpu.shares} of v1
     * @param value the value; v1 holds 1024 for a container without shares, v2 holds 100
     */
    public record Group(String id, boolean weight, long value) {}

    /** Read in a clean environment. */
    public static final Fact<CgroupCpu> FACT =
            Fact.named("cgroup-cpu", CgroupCpu.class).parsedBy(CgroupCpu::parse);

    /**
     * The last part of a container's path: of cgroupfs, of a systemd scope. {@code libpod-conmon-} and
     * {@code crio-conmon-} are the watchers of containers.
     */
    private static final Pattern CONTAINER =
            Pattern.compile("(?:docker-|libpod-|crio-|cri-containerd-)?([0-9a-f]{64})(?:\\.scope)?");

    private static final Pattern VALUE = Pattern.compile("(\\d{1,9}) (/.*)");

    public CgroupCpu {
        groups = List.copyOf(groups);
    }

    static Reading<CgroupCpu> parse(ProbeOutput output) throws FactFormatException {
        HeadedText text = HeadedText.parse(output.lines());
        HeadedText.Part cpus = text.first("cpus").orElseThrow(() -> new FactFormatException("expected the CPUs"));
        if (!cpus.argument().matches("\\d{1,6}")) {
            throw new FactFormatException("expected the number of CPUs, found: " + cpus.argument());
        }
        int count = Integer.parseInt(cpus.argument());
        Map<String, Group> groups = new LinkedHashMap<>();
        for (HeadedText.Part part : text.parts()) {
            for (String line : part.lines()) {
                Matcher m = VALUE.matcher(line);
                if (!m.matches()) {
                    throw new FactFormatException("expected a value and a path, found: " + line);
                }
                add(groups, part.name().equals("v2"), Long.parseLong(m.group(1)), m.group(2));
            }
        }
        return Reading.got(
                new CgroupCpu(count == 0 ? OptionalInt.empty() : OptionalInt.of(count), List.copyOf(groups.values())));
    }

    private static void add(Map<String, Group> groups, boolean weight, long value, String path) {
        int slash = path.lastIndexOf('/');
        Matcher m = CONTAINER.matcher(path.substring(slash + 1));
        // A group below a container's is that container's own affair.
        if (m.matches()
                && !Pattern.compile("[0-9a-f]{64}")
                        .matcher(path.substring(0, slash))
                        .find()) {
            groups.putIfAbsent(m.group(1), new Group(m.group(1), weight, value));
        }
    }
}
