package dev.preflight.checks.kernel;

import dev.preflight.node.Glob;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Other names under which a file below {@code /sys} is set: as a parameter of the kernel, and in a profile of tuned.
 *
 * <p>Sources: the kernel's kernel-parameters ({@code transparent_hugepage=}, {@code cpufreq.default_governor=}, and
 * {@code MODULE.PARAMETER=} for what is in {@code /sys/module}); tuned's plugin_vm, plugin_disk, plugin_cpu.
 *
 * @param suffix how the path ends
 * @param parameter of the kernel
 * @param tuned the names of the option in a profile of tuned
 */
record SysfsName(String suffix, Optional<String> parameter, List<String> tuned) {
    private static final List<SysfsName> ALL = List.of(
            new SysfsName(
                    "/transparent_hugepage/enabled",
                    Optional.of("transparent_hugepage"),
                    List.of("transparent_hugepages", "transparent_hugepage")),
            new SysfsName("/transparent_hugepage/defrag", Optional.empty(), List.of("transparent_hugepage.defrag")),
            new SysfsName("/scaling_governor", Optional.of("cpufreq.default_governor"), List.of("governor")),
            new SysfsName("/queue/scheduler", Optional.empty(), List.of("elevator")),
            new SysfsName("/queue/read_ahead_kb", Optional.empty(), List.of("readahead")));

    private static final Glob MODULE = Glob.of("/sys/module/*/parameters/*");

    /** The lists are copied. */
    SysfsName {
        tuned = List.copyOf(tuned);
    }

    /** The other names of a path or pattern. */
    static Optional<SysfsName> of(String path) {
        if (MODULE.matches(path) && path.split("/").length == 6) {
            String[] parts = path.split("/");
            return Optional.of(new SysfsName(path, Optional.of(parts[3] + "." + parts[5]), List.of()));
        }
        return ALL.stream().filter(name -> path.endsWith(name.suffix())).findFirst();
    }

    /** What a host is asked for besides a path: no file has the path itself where it has one of these. */
    static Stream<String> others(String path) {
        return of(path).stream().flatMap(name -> Stream.concat(name.parameter().stream(), name.tuned().stream()));
    }
}
