package dev.preflight.checks.kernel;

import dev.preflight.checks.kernel.Cgroups.Mode;
import dev.preflight.checks.kernel.Cgroups.Setting;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which driver kubelet, and the runtime that it uses, manage control groups with.
 *
 * <p>Sources: KubeletConfiguration v1beta1 ({@code cgroupDriver}: cgroupfs if left out); containerd's config.toml
 * ({@code SystemdCgroup}, whose default differs between its versions); crio.conf(5) ({@code cgroup_manager}: systemd);
 * dockerd(8) ({@code native.cgroupdriver}: systemd on version 2 with systemd, else cgroupfs).
 */
final class CgroupDrivers {
    private static final String SYSTEMD = "systemd";
    private static final String CGROUPFS = "cgroupfs";

    private final Cgroups groups;

    /**
     * A program and its driver.
     *
     * @param driver empty if that is not known
     * @param where the line that says so; what is the default has none
     */
    record Used(String program, Optional<String> driver, String where) {
        @Override
        public String toString() {
            return program + " " + driver.orElse("?") + (where.isEmpty() ? "" : " (" + where + ")");
        }
    }

    CgroupDrivers(Cgroups groups) {
        this.groups = groups;
    }

    /** Kubelet, if it has its settings already, and its runtime; without kubelet every runtime that is installed. */
    List<Used> used() {
        List<Used> used = new ArrayList<>();
        if (groups.settings().containsKey("kubelet") || groups.closed().containsKey("kubelet")) {
            used.add(one("kubelet", Optional.of(CGROUPFS)));
        }
        runtimes()
                .forEach(name -> used.add(one(
                        name,
                        switch (name) {
                            case "crio" -> Optional.of(SYSTEMD);
                            case "docker" ->
                                Optional.of(
                                        groups.mode() == Mode.V2
                                                        && groups.present().contains(SYSTEMD)
                                                ? SYSTEMD
                                                : CGROUPFS);
                            default -> Optional.empty();
                        })));
        return List.copyOf(used);
    }

    private List<String> runtimes() {
        Optional<String> endpoint = groups.settings().getOrDefault("endpoint", List.of()).stream()
                .map(Setting::text)
                .reduce((one, two) -> two);
        if (endpoint.isPresent()) {
            return List.of(
                    endpoint.get().contains("docker")
                            ? "docker"
                            : endpoint.get().contains("crio") ? "crio" : "containerd");
        }
        List<String> installed = new ArrayList<>();
        Map.of("dockerd", "docker", "crio", "crio", "containerd", "containerd").forEach((program, name) -> {
            if (groups.present().contains(program)) {
                installed.add(name);
            }
        });
        // What docker brings along is used by docker alone, unless it has settings of its own.
        boolean own = !groups.settings().getOrDefault("containerd", List.of()).isEmpty();
        if (installed.contains("docker") && !own) {
            installed.remove("containerd");
        }
        return installed.stream().sorted().toList();
    }

    private Used one(String name, Optional<String> byDefault) {
        List<Setting> settings = groups.settings().getOrDefault(name, List.of());
        if (settings.isEmpty()) {
            return groups.closed().containsKey(name)
                    ? new Used(name, Optional.empty(), groups.closed().get(name))
                    : new Used(name, byDefault, "");
        }
        // Of options and drop-ins the last one counts; containerd has one line for each of its own runtimes.
        Setting last = settings.get(settings.size() - 1);
        boolean plain = !name.equals("containerd")
                || settings.stream().map(CgroupDrivers::driver).distinct().count() == 1;
        boolean hidden = groups.closed().containsKey(name);
        return new Used(name, plain && !hidden ? Optional.of(driver(last)) : Optional.empty(), last.where());
    }

    private static String driver(Setting setting) {
        return switch (setting.value()) {
            case "true" -> SYSTEMD;
            case "false" -> CGROUPFS;
            default -> setting.value();
        };
    }
}
