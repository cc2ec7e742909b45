package dev.preflight.checks.kernel;

import dev.preflight.checks.fact.BootConfig;
import dev.preflight.checks.fact.BootConfig.Argument;
import dev.preflight.checks.kernel.Cgroups.Mode;
import dev.preflight.fact.Reading;
import dev.preflight.node.Ascii;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * What the kernel's command line makes of control groups.
 *
 * <p>Sources: the kernel's kernel-parameters ({@code cgroup_disable}, {@code cgroup_enable}, {@code cgroup_no_v1});
 * kernel-command-line(7) of systemd ({@code systemd.unified_cgroup_hierarchy}, {@code SYSTEMD_CGROUP_ENABLE_LEGACY_FORCE}).
 *
 * @param running the arguments now
 * @param next those of the next boot
 */
record CgroupBoot(List<Argument> running, List<Argument> next) {
    /** The fact's arguments. */
    static final List<String> ASKED = List.of(
            "SYSTEMD_CGROUP_ENABLE_LEGACY_FORCE",
            "cgroup_disable",
            "cgroup_enable",
            "cgroup_no_v1",
            "systemd.unified_cgroup_hierarchy");

    private static final String UNIFIED = "systemd.unified_cgroup_hierarchy";

    /** As systemd reads a truth, besides nothing behind the name: parse_boolean of its parse-util.c. */
    private static final Set<String> TRUE = Set.of("", "1", "yes", "y", "true", "t", "on");

    /** The lists are copied. */
    CgroupBoot {
        running = List.copyOf(running);
        next = List.copyOf(next);
    }

    static Reading<CgroupBoot> of(BootConfig config) {
        return config.next().flatMap(next -> Reading.got(new CgroupBoot(config.running(), next)));
    }

    /** The version after the next boot; empty if that is systemd's own default, which is not known. */
    Optional<Integer> version(Mode now) {
        Optional<Argument> said = last(next, UNIFIED);
        boolean same = last(running, UNIFIED).map(Argument::value).equals(said.map(Argument::value));
        if (same) {
            return Optional.of(now.version());
        }
        return said.map(argument -> TRUE.contains(Ascii.lower(argument.value())) ? 2 : 1);
    }

    /** Where the version is said. */
    Optional<String> where() {
        return last(next, UNIFIED).map(Argument::where);
    }

    /** The argument that takes this controller away at the next boot. */
    Optional<Argument> disabled(String controller) {
        return naming(next, "cgroup_disable", controller);
    }

    /** The argument that takes it away now. */
    Optional<Argument> disabledNow(String controller) {
        return naming(running, "cgroup_disable", controller);
    }

    /** The argument of the running kernel that brings this controller, and is not there at the next boot. */
    Optional<Argument> noLongerEnabled(String controller) {
        return naming(running, "cgroup_enable", controller)
                .filter(argument -> naming(next, "cgroup_enable", controller).isEmpty());
    }

    private static Optional<Argument> last(List<Argument> all, String name) {
        return all.stream().filter(one -> one.name().equals(name)).reduce((one, two) -> two);
    }

    private static Optional<Argument> naming(List<Argument> all, String name, String controller) {
        Function<Argument, List<String>> values =
                argument -> List.of(argument.value().split(","));
        return all.stream()
                .filter(one -> one.name().equals(name) && values.apply(one).contains(controller))
                .findFirst();
    }
}
