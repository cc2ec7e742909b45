package dev.preflight.checks.docker.containers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.checks.docker.containers.Containers.Container;
import dev.preflight.checks.docker.containers.Containers.ContainerRuntime;
import dev.preflight.checks.docker.containers.Containers.Kind;
import dev.preflight.checks.docker.logs.ContainerLogSettings;
import dev.preflight.fact.Fact;
import dev.preflight.fact.FactRequest;
import dev.preflight.fact.Reason;
import dev.preflight.testing.ScriptRun;
import dev.preflight.testing.Shells;
import dev.preflight.testing.Shells.Shell;
import dev.preflight.testing.Tree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The probes of containers, run by real shells over a tree of our own with runtimes that we made up. */
class ContainerProbesTest {
    private static final String ID = "a9f176c291ca67b9d5e60bed935ce90cc54e185fd8c8b7123f4a097ff1012712";

    private static final String OTHER = "24fe09185877a15e5ad6802b62e2b2b7d30583c99bcf70a8e8829d87f7a5065d";

    private static final String NO_DAEMON =
            "echo 'Cannot connect to the Docker daemon at unix:///var/run/docker.sock.' >&2; exit 1";

    @TempDir
    Path root;

    static Stream<Shell> shells() {
        return Shells.all();
    }

    @ParameterizedTest
    @MethodSource("shells")
    void hostWithoutRuntimesSaysSo(Shell shell) throws IOException {
        Tree.put(root, "proc/self/mounts", "sysfs /sys sysfs ro 0 0\n");
        assertThat(read(shell, Containers.FACT).runtimes()).isEmpty();
        CgroupCpu kernel = read(shell, CgroupCpu.FACT);
        assertThat(kernel.cpus().orElseThrow()).isPositive();
        assertThat(kernel.groups()).isEmpty();
        ContainerLogSettings settings = read(shell, ContainerLogSettings.FACT);
        assertThat(settings.podman()).isFalse();
        assertThat(settings.kubelet()).isEmpty();
        assertThat(settings.dockerSpaceKib().orElseThrow()).isPositive();
    }

    @ParameterizedTest
    @MethodSource("shells")
    void hundredsOfContainersAreAskedForFiftyAtATime(Shell shell) throws IOException {
        List<String> ids =
                IntStream.range(0, 230).mapToObj(i -> String.format("%064x", i)).toList();
        Tree.put(root, "ids", String.join("\n", ids) + "\n");
        tool("dockerd", "exit 1");
        tool("docker", """
                case $1 in
                ps) cat %1$s/ids ;;
                inspect)
                  shift 5
                  echo $# >>%1$s/asked
                  for i; do echo "[\\"$i\\",\\"/c d\\",true,2,\\"json-file\\",null,\\"\\"]"; done ;;
                esac
                """.formatted(root));
        ContainerRuntime docker =
                read(shell, Containers.FACT).runtime(Kind.DOCKER).orElseThrow();
        assertThat(docker.blind()).isEmpty();
        assertThat(docker.containers()).extracting(Container::id).containsExactlyElementsOf(ids);
        assertThat(docker.containers().get(0).name()).isEqualTo("c d");
        assertThat(docker.containers().get(0).maxFile()).isEmpty();
        assertThat(Files.readAllLines(root.resolve("asked"))).containsExactly("50", "50", "50", "50", "30");
    }

    @ParameterizedTest
    @MethodSource("shells")
    void aContainerThatGoesAwayMeanwhileIsNoFault(Shell shell) throws IOException {
        tool("dockerd", "exit 1");
        tool("docker", """
                case $1 in
                ps) echo %2$s; [ -e %1$s/gone ] || echo %3$s ;;
                inspect)
                  echo '["%2$s","/a",true,2,"json-file",null,null]'
                  [ -e %1$s/gone ] || { : >%1$s/gone; echo 'Error: No such container: %3$s' >&2; exit 1; } ;;
                esac
                """.formatted(root, ID, OTHER));
        ContainerRuntime docker =
                read(shell, Containers.FACT).runtime(Kind.DOCKER).orElseThrow();
        assertThat(docker.blind()).isEmpty();
        assertThat(docker.containers()).extracting(Container::id).containsExactly(ID);
    }

    @ParameterizedTest
    @MethodSource("shells")
    void aStoppedDaemonsContainersStandOnItsDisk(Shell shell) throws IOException {
        tool("dockerd", "exit 1");
        tool("docker", NO_DAEMON);
        Tree.put(root, "etc/docker/daemon.json", "{\n  \"data-root\":\n \"/data/docker\"}\n");
        Tree.put(
                root,
                "data/docker/containers/" + ID + "/hostconfig.json",
                "{\"Binds\":[\"\\\"CpuShares\\\":7\"],\"LogConfig\":{\"Type\":\"json-file\",\"Config\":"
                        + "{\"max-file\":\"3\",\"max-size\":\"10m\",\"tag\":\"{{.Name}}\"}},\"CpuShares\":128,\"Memory\":0}");
        Tree.put(
                root,
                "data/docker/containers/" + OTHER + "/hostconfig.json",
                "{\"LogConfig\":{\"Type\":\"json-file\",\"Config\":{}},\"CpuShares\":0}");
        ContainerRuntime docker =
                read(shell, Containers.FACT).runtime(Kind.DOCKER).orElseThrow();
        assertThat(docker.blind()).isEmpty();
        assertThat(docker.containers()).extracting(Container::cpuShares).containsExactlyInAnyOrder(128L, 0L);
        Container limited = docker.containers().stream()
                .filter(one -> one.id().equals(ID))
                .findFirst()
                .orElseThrow();
        assertThat(limited.maxSize()).contains("10m");
        assertThat(limited.maxFile()).contains("3");
        assertThat(limited.running()).isFalse();
    }

    @ParameterizedTest
    @MethodSource("shells")
    void aDaemonThatNeverRanHasNoContainers(Shell shell) throws IOException {
        tool("dockerd", "exit 1");
        tool("docker", NO_DAEMON);
        ContainerRuntime docker =
                read(shell, Containers.FACT).runtime(Kind.DOCKER).orElseThrow();
        assertThat(docker.blind()).isEmpty();
        assertThat(docker.containers()).isEmpty();
        Tree.put(root, "etc/default/docker", "DOCKER_OPTS=--data-root=/elsewhere\n");
        assertThat(read(shell, Containers.FACT)
                        .runtime(Kind.DOCKER)
                        .orElseThrow()
                        .blind())
                .contains(Reason.NO_PERMISSION);
    }

    @ParameterizedTest
    @MethodSource("shells")
    void crictlIsAskedForOneContainerAtATime(Shell shell) throws IOException {
        Tree.put(root, "proc/7/comm", "kubelet\n");
        Tree.put(root, "proc/7/status", "Uid:\t0\t0\t0\t0\nNSpid:\t7\n");
        Tree.put(root, "proc/7/cmdline", "/usr/bin/kubelet\0--container-log-max-size=50Mi\0");
        tool("crictl", """
                [ $1 != ps ] || { echo %1$s; echo %2$s; exit; }
                shift 5
                echo "[\\"$1\\",\\"web\\",true,2,\\"cri\\",null,null]"
                """.formatted(ID, OTHER));
        ContainerRuntime cri = read(shell, Containers.FACT).runtime(Kind.CRI).orElseThrow();
        assertThat(cri.containers()).extracting(Container::id).containsExactly(ID, OTHER);
        assertThat(read(shell, ContainerLogSettings.FACT).kubelet().orElseThrow())
                .containsExactly("--container-log-max-size=50Mi");
    }

    @ParameterizedTest
    @MethodSource("shells")
    void dockerThatIsPodmanCountsOnce(Shell shell) throws IOException {
        tool("docker", "echo podman version 4.3.1");
        tool("podman", "[ $1 != ps ] || exit 0; echo journald");
        assertThat(read(shell, Containers.FACT).runtimes())
                .extracting(ContainerRuntime::kind)
                .containsExactly(Kind.PODMAN);
        Tree.put(
                root,
                "etc/containers/containers.conf",
                "[containers]\n# log_driver = \"none\"\nlog_size_max = 1000 # few\n");
        ContainerLogSettings settings = read(shell, ContainerLogSettings.FACT);
        assertThat(settings.podmanDriver()).contains("journald");
        assertThat(settings.last("containers.conf", "log_size_max")).contains("1000");
        assertThat(settings.last("containers.conf", "log_driver")).isEmpty();
    }

    /** A file that is no script: shells run it as one all the same. */
    @ParameterizedTest
    @MethodSource("shells")
    void aCopyOfPodmanOfDockersNameIsNotDocker(Shell shell) throws IOException {
        String client = "[ $1 != ps ] || exec echo " + ID + "\nexit 1\n";
        Path docker = Tree.put(root, "usr/bin/docker", client + "\0github.com/containers/podman/v4/libpod\0\n");
        Files.setPosixFilePermissions(docker, PosixFilePermissions.fromString("rwxr-xr-x"));
        assertThat(read(shell, Containers.FACT).runtime(Kind.DOCKER)).isEmpty();
        Files.writeString(docker, client);
        assertThat(read(shell, Containers.FACT).runtime(Kind.DOCKER)).isPresent();
    }

    @ParameterizedTest
    @MethodSource("shells")
    void theKernelsGroupsAreFoundUnderBothVersions(Shell shell) throws IOException {
        Tree.put(
                root,
                "proc/self/mounts",
                "cgroup /sys/fs/cgroup/cpu,cpuacct cgroup rw,cpu,cpuacct 0 0\n"
                        + "cgroup /sys/fs/cgroup/cpuset cgroup rw,cpuset 0 0\ncgroup2 /sys/fs/cgroup/unified cgroup2 rw 0 0\n");
        Tree.put(root, "sys/fs/cgroup/cpu,cpuacct/docker/" + ID + "/cpu.shares", "128\n");
        Tree.put(root, "sys/fs/cgroup/cpu,cpuacct/user.slice/cpu.shares", "1024\n");
        Tree.put(root, "sys/fs/cgroup/unified/system.slice/docker-" + OTHER + ".scope/cpu.weight", "39\n");
        Map<String, Long> values = read(shell, CgroupCpu.FACT).groups().stream()
                .collect(Collectors.toMap(CgroupCpu.Group::id, CgroupCpu.Group::value));
        assertThat(values).containsExactlyInAnyOrderEntriesOf(Map.of(ID, 128L, OTHER, 39L));
    }

    @ParameterizedTest
    @MethodSource("shells")
    void aFileThatIsNewerThanItsDaemonIsSeen(Shell shell) throws IOException {
        Tree.put(root, "proc/9/comm", "dockerd\n");
        Tree.put(root, "proc/9/status", "Uid:\t0\t0\t0\t0\nNSpid:\t9\n");
        Tree.put(root, "proc/9/mountinfo", "22 1 8:1 / / rw - ext4 /dev/sda1 rw\n");
        Tree.put(root, "proc/self/mountinfo", "22 1 8:1 / / rw - ext4 /dev/sda1 rw\n");
        Tree.put(root, "proc/9/cmdline", "/usr/bin/dockerd\0-H\0fd://\0");
        Path pid = Tree.put(root, "var/run/docker.pid", "9");
        Path json = Tree.put(root, "etc/docker/daemon.json", "{}");
        Files.setLastModifiedTime(pid, FileTime.from(Instant.now().minusSeconds(100)));
        tool("docker", "[ \"$1\" = info ] && echo 'json-file /var/lib/docker'");
        ContainerLogSettings changed = read(shell, ContainerLogSettings.FACT);
        assertThat(changed.newer()).contains("/etc/docker/daemon.json");
        assertThat(changed.dockerDriver()).contains("json-file");
        Files.setLastModifiedTime(json, FileTime.from(Instant.now().minusSeconds(200)));
        assertThat(read(shell, ContainerLogSettings.FACT).newer()).isEmpty();
    }

    private <T> T read(Shell shell, Fact<T> fact) {
        // A clean child would lose PROBE_ROOT.
        FactRequest<T> request = fact.in(dev.preflight.fact.Context.EXEC);
        return ScriptRun.under(shell)
                .with("PROBE_ROOT", root.toString())
                .run(request)
                .reading(request)
                .fold(value -> value, missing -> {
                    throw new AssertionError(missing);
                });
    }

    private void tool(String name, String body) throws IOException {
        Path file = Tree.put(
                root, "usr/bin/" + name, "#!/bin/sh\n[ \"$1\" != --version ] || set -- version\n" + body + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
