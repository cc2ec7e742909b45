package dev.preflight.checks.docker.daemonjson;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.checks.fact.DockerDaemon;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class DaemonFlagsTest {
    /** docker-ce 26: the unit does not read /etc/default/docker. */
    private static final String CE_UNIT =
            "[Service]\nType=notify\nExecStart=/usr/bin/dockerd -H fd:// --containerd=/run/containerd/containerd.sock\n";

    /** Debian's docker.io 20.10.24. */
    private static final String DEBIAN_UNIT = """
            [Service]
            # the default is not to use systemd for cgroups because the delegate issues still
            EnvironmentFile=-/etc/default/docker
            ExecStart=/usr/sbin/dockerd -H fd:// --containerd=/run/containerd/containerd.sock $DOCKER_OPTS
            """;

    /** docker of EL7. */
    private static final String EL7_UNIT = """
            [Service]
            EnvironmentFile=-/etc/sysconfig/docker
            EnvironmentFile=-/etc/sysconfig/docker-storage
            Environment=GOTRACEBACK=crash
            ExecStart=/usr/bin/dockerd-current \\
                      --add-runtime docker-runc=/usr/libexec/docker/docker-runc-current \\
                      --exec-opt native.cgroupdriver=systemd \\
                      $OPTIONS \\
                      $DOCKER_STORAGE_OPTIONS
            """;

    @Test
    void runningCommandLineWinsOverUnits() {
        DockerDaemon daemon = new DockerDaemon(
                Optional.empty(),
                "",
                Optional.of("/usr/bin/dockerd -D -Htcp://0.0.0.0:2375 --log-level=info -s overlay2 "),
                Map.of("/lib/systemd/system/docker.service", CE_UNIT),
                Map.of(),
                List.of("/etc/default/docker"));
        DaemonFlags flags = DaemonFlags.of(daemon);
        assertThat(names(flags)).containsExactly("debug", "host", "log-level", "storage-driver");
        assertThat(flags.last("host")).contains("tcp://0.0.0.0:2375");
        assertThat(flags.complete()).isTrue();
    }

    @Test
    void debianUnitReadsItsOptionFileAndThatOfDockerDoesNot() {
        Map<String, String> options = Map.of("/etc/default/docker", "DOCKER_OPTS=\"--dns 8.8.8.8 --label 'a=b c'\"\n");
        assertThat(names(stopped(Map.of("/lib/systemd/system/docker.service", DEBIAN_UNIT), options)))
                .containsExactly("host", "containerd", "dns", "label");
        assertThat(names(stopped(Map.of("/usr/lib/systemd/system/docker.service", CE_UNIT), options)))
                .containsExactly("host", "containerd");
    }

    @Test
    void el7TakesItsFlagsFromSysconfig() {
        Map<String, String> options = Map.of(
                "/etc/sysconfig/docker", "OPTIONS='--selinux-enabled --log-driver=journald'\n",
                "/etc/sysconfig/docker-storage", "DOCKER_STORAGE_OPTIONS=\"--storage-driver overlay2 \"\n");
        assertThat(names(stopped(Map.of("/usr/lib/systemd/system/docker.service", EL7_UNIT), options)))
                .containsExactly("add-runtime", "exec-opt", "selinux-enabled", "log-driver", "storage-driver");
    }

    @Test
    void alpineTakesItsFlagsFromConfD() {
        Map<String, String> options = Map.of("/etc/conf.d/docker", "#DOCKER_OPTS=\"-D\"\nDOCKER_OPTS=\"--mtu 1450\"\n");
        assertThat(names(stopped(Map.of(), options))).containsExactly("mtu");
    }

    @Test
    void dropInsReplaceTheCommandInTheOrderOfTheirNames() {
        Map<String, String> units = new LinkedHashMap<>();
        units.put(
                "/etc/systemd/system/docker.service.d/20-b.conf",
                "[Service]\nExecStart=\nExecStart=/usr/bin/dockerd -D\n");
        units.put("/usr/lib/systemd/system/docker.service", CE_UNIT);
        units.put(
                "/usr/lib/systemd/system/docker.service.d/10-a.conf",
                "[Service]\nExecStart=\nExecStart=dockerd --tls\n");
        units.put(
                "/usr/lib/systemd/system/docker.service.d/20-b.conf",
                "[Service]\nExecStart=\nExecStart=dockerd --init\n");
        assertThat(names(stopped(units, Map.of()))).containsExactly("debug");
    }

    @Test
    void takesOnlyTheConflictingFlagOutOfTheCommand() {
        DaemonFlags flags = stopped(Map.of("/lib/systemd/system/docker.service", CE_UNIT), Map.of());
        assertThat(flags.without("hosts"))
                .containsExactly("/usr/bin/dockerd", "--containerd=/run/containerd/containerd.sock");
        assertThat(flags.without("containerd")).containsExactly("/usr/bin/dockerd", "-H", "fd://");
    }

    @Test
    void unreadFilesMakeTheFlagsOfAStoppedDaemonIncomplete() {
        DockerDaemon daemon = new DockerDaemon(
                Optional.of("/usr/bin/dockerd"),
                "",
                Optional.empty(),
                Map.of(),
                Map.of(),
                List.of("/etc/default/docker"));
        assertThat(DaemonFlags.of(daemon).complete()).isFalse();
    }

    private static DaemonFlags stopped(Map<String, String> units, Map<String, String> options) {
        return DaemonFlags.of(
                new DockerDaemon(Optional.of("/usr/bin/dockerd"), "", Optional.empty(), units, options, List.of()));
    }

    private static List<String> names(DaemonFlags flags) {
        return flags.flags().stream().map(DaemonFlags.Flag::name).toList();
    }
}
