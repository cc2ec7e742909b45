package dev.preflight.checks.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.checks.docker.containers.ContainerNetworks;
import dev.preflight.checks.fact.HostIds;
import dev.preflight.checks.fact.TimeSync;
import dev.preflight.checks.time.Clock;
import dev.preflight.fact.Context;
import dev.preflight.fact.Fact;
import dev.preflight.fact.FactRequest;
import dev.preflight.fact.Reading;
import dev.preflight.testing.ScriptRun;
import dev.preflight.testing.Shells;
import dev.preflight.testing.Shells.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The probes of what fleets are compared by, run by real shells over a tree of our own. */
class FleetProbesTest {
    private static final String ID = "a9f176c291ca67b9d5e60bed935ce90cc54e185fd8c8b7123f4a097ff1012712";

    @TempDir
    Path root;

    static Stream<Shell> shells() {
        return Shells.all();
    }

    private <T> Reading<T> reading(Shell shell, Fact<T> fact) {
        // A clean child would lose PROBE_ROOT.
        FactRequest<T> request = fact.in(Context.EXEC);
        return ScriptRun.under(shell)
                .with("PROBE_ROOT", root.toString())
                .run(request)
                .reading(request);
    }

    private <T> T read(Shell shell, Fact<T> fact) {
        return reading(shell, fact).fold(value -> value, missing -> {
            throw new AssertionError(missing);
        });
    }

    private void put(String name, String text) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private void tool(String name, String body) throws IOException {
        put("usr/bin/" + name, "#!/bin/sh\n" + body + "\n");
        Files.setPosixFilePermissions(root.resolve("usr/bin/" + name), PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @ParameterizedTest
    @MethodSource("shells")
    void theClockIsReadForReal(Shell shell) {
        Instant before = Instant.now();
        Clock clock = read(shell, Clock.FACT);
        // It shows whole seconds where it cannot tell more.
        assertThat(clock.shown()).isBetween(before.minusSeconds(1), Instant.now());
    }

    @ParameterizedTest
    @MethodSource("shells")
    void timeServicesAreSeenAndThoseOfContainersAreNot(Shell shell) throws IOException {
        put("proc/1/comm", "systemd\n");
        put("proc/1/cgroup", "0::/init.scope\n");
        put("proc/20/comm", "chronyd\n");
        put("proc/20/status", "Uid:\t995\t995\t995\t995\nNSpid:\t20\n");
        put("proc/20/cgroup", "0::/system.slice/chronyd.service\n");
        put("proc/30/comm", "ntpd\n");
        put("proc/30/status", "Uid:\t0\t0\t0\t0\n");
        put("proc/30/cgroup", "0::/system.slice/docker-" + ID + ".scope\n");
        put("proc/40/comm", "busybox\n");
        put("proc/50/comm", "vmtoolsd\n");
        put("proc/50/status", "Uid:\t1000\t1000\t1000\t1000\nNSpid:\t50\n");
        put("proc/40/cmdline", "busybox\0sh\0");
        tool("chronyc", "[ \"$*\" = '-n tracking' ] && echo 'Leap status     : Normal'");
        put("usr/share/zoneinfo/Asia/Shanghai", "");
        Files.createDirectories(root.resolve("etc"));
        Files.createSymbolicLink(root.resolve("etc/localtime"), Path.of("../usr/share/zoneinfo/Asia/Shanghai"));
        TimeSync time = read(shell, TimeSync.FACT);
        assertThat(time.services()).containsExactly("chronyd");
        assertThat(time.synchronised()).hasValue(true);
        assertThat(time.zone()).hasValue("Asia/Shanghai");
        assertThat(time.hiddenProcesses()).isFalse();
    }

    @ParameterizedTest
    @MethodSource("shells")
    void aHostThatHidesItsProcessesSaysSoAndBusyboxTellsOfTheKernel(Shell shell) throws IOException {
        tool("busybox", "[ \"$1\" = adjtimex ] && echo '    status:       64 (UNSYNC)'");
        TimeSync time = read(shell, TimeSync.FACT);
        assertThat(time.hiddenProcesses()).isTrue();
        assertThat(time.synchronised()).hasValue(false);
        assertThat(time.zone()).hasValue("UTC");
    }

    @ParameterizedTest
    @MethodSource("shells")
    void marksAreReadAndTheServersOwnCardIsNone(Shell shell) throws IOException {
        put("proc/sys/kernel/hostname", "node-1\n");
        put("proc/sys/kernel/random/boot_id", "b1\n");
        put("proc/self/mounts", "tmpfs /sys/fs/cgroup tmpfs rw 0 0\ncgroup /sys/fs/cgroup/cpu cgroup rw 0 0\n");
        put("etc/machine-id", "");
        put("sys/class/net/eth0/address", "52:54:00:AA:00:01\n");
        put("sys/class/net/eth0/mtu", "9000\n");
        Files.createDirectories(root.resolve("sys/class/net/eth0/device"));
        put("sys/class/net/usb0/address", "3a:68:dd:11:22:33\n");
        put("sys/class/net/usb0/mtu", "1500\n");
        put("sys/class/net/usb0/device/bInterfaceNumber", "00\n");
        HostIds marks = read(shell, HostIds.FACT);
        assertThat(marks.hostname()).isEqualTo("node-1");
        assertThat(marks.machineId()).isEqualTo(Optional.empty());
        assertThat(marks.cgroups()).isEqualTo("v1");
        assertThat(marks.nics())
                .containsEntry("eth0", new HostIds.Nic("52:54:00:aa:00:01", OptionalInt.of(9000), true))
                .containsEntry("usb0", new HostIds.Nic("3a:68:dd:11:22:33", OptionalInt.of(1500), false));
        put("etc/machine-id", "e8bd3e87d9e34d2da1c423b3bdf940dc\n");
        assertThat(read(shell, HostIds.FACT).machineId()).hasValue("e8bd3e87d9e34d2da1c423b3bdf940dc");
    }

    @ParameterizedTest
    @MethodSource("shells")
    void containersAreListedWithTheirNetworks(Shell shell) throws IOException {
        tool("dockerd", "exit 1");
        tool("docker", """
                case "$1 $2" in
                'ps -a') echo %1$s ;;
                'inspect --type') echo '%1$s|/db|running|always|{"net":{"Aliases":["db"],"NetworkID":"9a"}}' ;;
                'network ls') echo '9a net overlay swarm' ;;
                esac
                """.formatted(ID));
        ContainerNetworks networks = read(shell, ContainerNetworks.FACT);
        assertThat(networks.attached())
                .extracting(ContainerNetworks.Attached::name)
                .containsExactly("db");
        assertThat(networks.networks()).allMatch(ContainerNetworks.Network::multiHost);
        tool("docker", "echo 'permission denied while trying to connect' >&2; exit 1");
        assertThat(reading(shell, ContainerNetworks.FACT).isMissing()).isTrue();
    }

    @ParameterizedTest
    @MethodSource("shells")
    void aStoppedDockerIsReadFromItsDataRootWithoutItsSecrets(Shell shell) throws IOException {
        tool("dockerd", "exit 1");
        tool("docker", "echo 'Cannot connect to the Docker daemon at unix:///var/run/docker.sock.' >&2; exit 1");
        put("etc/docker/daemon.json", "{\n  \"data-root\": \"/data/docker\"\n}\n");
        put(
                "data/docker/containers/" + ID + "/config.v2.json",
                "{\"Config\":{\"Env\":[\"PASSWORD=hunter2\",\"X={\\\"Networks\\\":1}\"]},\"NetworkSettings\":{\"Bridge\":\"\","
                        + "\"Networks\":{\"net\":{\"Aliases\":[\"db\"],\"NetworkID\":\"9a\"}},\"Service\":null},"
                        + "\"LogPath\":\"/x\",\"Name\":\"/db\",\"MountPoints\":{\"/d\":{\"Name\":\"vol\"}}}");
        put(
                "data/docker/containers/" + ID + "/hostconfig.json",
                "{\"CpuShares\":0,\"RestartPolicy\":{\"Name\":\"always\",\"MaximumRetryCount\":0}}");
        FactRequest<ContainerNetworks> request = ContainerNetworks.FACT.in(Context.EXEC);
        var answer = ScriptRun.under(shell).with("PROBE_ROOT", root.toString()).run(request);
        assertThat(answer.out(request)).doesNotContain("hunter2");
        assertThat(answer.reading(request).fold(ContainerNetworks::attached, missing -> List.of()))
                .singleElement()
                .satisfies(container -> {
                    assertThat(container.name()).isEqualTo("db");
                    assertThat(container.comesBack()).isTrue();
                    assertThat(container.networks().get("net").aliases()).containsExactly("db");
                });
    }
}
