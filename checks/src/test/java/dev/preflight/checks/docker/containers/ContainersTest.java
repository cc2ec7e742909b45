package dev.preflight.checks.docker.containers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.preflight.checks.docker.containers.Containers.Container;
import dev.preflight.checks.docker.containers.Containers.ContainerRuntime;
import dev.preflight.checks.docker.containers.Containers.Kind;
import dev.preflight.fact.FactFormatException;
import dev.preflight.fact.ProbeOutput;
import dev.preflight.fact.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The parsers on what Docker 20.10.24 and Podman 4.3.1 of Debian 12 gave, and on what no host should print. */
class ContainersTest {
    private static final String ID = "a9f176c291ca67b9d5e60bed935ce90cc54e185fd8c8b7123f4a097ff1012712";

    private static final String DOCKER = "uid 0\nprocess dockerd\ninstalled /usr/bin/dockerd\ndocker /usr/bin/docker\n";

    private static ProbeOutput output(String text) {
        return new ProbeOutput(text.getBytes(StandardCharsets.UTF_8), new byte[0], 0);
    }

    private static Containers parse(String text) throws FactFormatException {
        return whole(text + "done\n");
    }

    private static Containers whole(String text) throws FactFormatException {
        return Containers.parse(output(text)).fold(value -> value, missing -> {
            throw new AssertionError(missing);
        });
    }

    private static String captured(String name) throws IOException {
        try (var in = ContainersTest.class.getResourceAsStream("containers/" + name + ".out")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static ContainerRuntime docker(String capture) throws Exception {
        return whole(captured(capture)).runtime(Kind.DOCKER).orElseThrow();
    }

    @Test
    void rootSeesEveryContainer() throws Exception {
        ContainerRuntime docker = docker("docker-20.10-root");
        assertThat(docker.blind()).isEmpty();
        assertThat(docker.containers())
                .extracting(Container::name)
                .containsExactly("api-2", "api-1", "stopped-1", "mq-2", "mq-1");
        Container limited = docker.containers().get(3);
        assertThat(limited.cpuShares()).isEqualTo(128);
        assertThat(limited.logDriver()).isEqualTo("json-file");
        assertThat(limited.maxSize()).contains("10m");
        assertThat(limited.maxFile()).contains("3");
        assertThat(docker.containers().get(2).running()).isFalse();
        assertThat(docker.containers().get(0).cpuShares()).isZero();
        assertThat(docker.containers().get(0).maxSize()).isEmpty();
    }

    @Test
    void noPermissionAndNotRunningAreToldApart() throws Exception {
        ContainerRuntime user = docker("docker-20.10-user");
        assertThat(user.blind()).contains(Reason.NO_PERMISSION);
        assertThat(user.detail()).startsWith("permission denied while trying to connect");
        ContainerRuntime stopped = docker("docker-20.10-stopped-user");
        assertThat(stopped.blind()).contains(Reason.NO_PERMISSION);
        assertThat(stopped.detail()).startsWith("Cannot connect to the Docker daemon");
    }

    @Test
    void ofAStoppedDaemonRootReadsTheDisk() throws Exception {
        ContainerRuntime stopped = docker("docker-20.10-stopped");
        assertThat(stopped.blind()).isEmpty();
        assertThat(stopped.containers()).extracting(Container::cpuShares).containsExactly(0L, 128L, 128L, 128L, 128L);
        assertThat(stopped.containers().get(4).maxSize()).contains("10m");
    }

    @Test
    void podmanOfRootStandsBesideDocker() throws Exception {
        Containers both = whole(captured("podman-4.3-root"));
        assertThat(both.runtime(Kind.DOCKER).orElseThrow().containers()).hasSize(4);
        ContainerRuntime podman = both.runtime(Kind.PODMAN).orElseThrow();
        assertThat(podman.blind()).isEmpty();
        assertThat(podman.containers()).extracting(Container::name).containsExactly("web", "lim");
        assertThat(podman.containers())
                .extracting(Container::maxSize)
                .containsExactly(Optional.of("0B"), Optional.of("10MB"));
    }

    @Test
    void anotherUsersPodmanShowsNotAllContainers() throws Exception {
        String podman =
                "podman /usr/bin/podman\nanswered\n [\"" + ID + "\",\"web\",true,0,\"k8s-file\",\"10MB\",null]\n";
        assertThat(parse("uid 0\n" + podman).runtime(Kind.PODMAN).orElseThrow().blind())
                .isEmpty();
        ContainerRuntime rootless =
                parse("uid 1000\n" + podman).runtime(Kind.PODMAN).orElseThrow();
        assertThat(rootless.blind()).contains(Reason.NO_PERMISSION);
        assertThat(rootless.containers()).hasSize(1);
    }

    @Test
    void aClientOfAnotherHostsDaemonIsNoRuntime() throws Exception {
        String client = "uid 0\ndocker /usr/bin/docker\nfailed\n Cannot connect to the Docker daemon at tcp://x\n";
        assertThat(parse(client).runtimes()).isEmpty();
        assertThat(parse("uid 0\n").runtimes()).isEmpty();
        assertThat(parse("uid 0\nprocess dockerd\ninstalled /usr/bin/dockerd\n").runtimes())
                .singleElement()
                .extracting(ContainerRuntime::blind)
                .isEqualTo(Optional.of(Reason.NO_TOOL));
    }

    @Test
    void crictlCountsWhereAKubeletIs() throws Exception {
        String failed = "crictl /usr/bin/crictl\nfailed\n validate service connection: permission denied\n";
        assertThat(parse("uid 0\n" + failed).runtimes()).isEmpty();
        assertThat(parse("uid 0\nprocess kubelet\n" + failed).runtimes())
                .singleElement()
                .extracting(ContainerRuntime::kind, ContainerRuntime::blind)
                .containsExactly(Kind.CRI, Optional.of(Reason.NO_PERMISSION));
        assertThat(parse("uid 0\nprocess kubelet\n").runtimes())
                .singleElement()
                .extracting(ContainerRuntime::blind)
                .isEqualTo(Optional.of(Reason.NO_TOOL));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[\"" + ID + "\",\"n\",true,128,\"json-file\",null]",
                "[\"" + ID + "\",\"n\",true,-1,\"json-file\",null,null]",
                "[\"" + ID + "\",\"n\",true,null,\"json-file\",null,null]",
                "[\"" + ID + "\",\"n\",true,1e3,\"json-file\",null,null]",
                "[\"" + ID + "\",\"n\",\"true\",128,\"json-file\",null,null]",
                "[\"" + ID + "\",\"n\",true,128,\"json-file\",{},null]",
                "[\"" + ID + "\",\"n\",true,128,\"json-file\",3,null]",
                "[\"abc\",\"n\",true,128,\"json-file\",null,null]",
                "[\"" + ID + "\",\"n\",false,,\"json-file\",null,null]",
                "{}",
                "<no value>"
            })
    void whatIsNoContainerIsRefused(String line) {
        assertThatThrownBy(() -> parse(DOCKER + "answered\n " + line + "\n")).isInstanceOf(FactFormatException.class);
    }

    @Test
    void namesAreTextAndNothingElse() throws Exception {
        String name = "a \\\",true,0]\\nfailed\\u001b[31m";
        Containers parsed =
                parse(DOCKER + "answered\n [\"" + ID + "\",\"/" + name + "\",true,128,\"json-file\",null,null]\n");
        assertThat(parsed.all())
                .singleElement()
                .extracting(Container::name)
                .isEqualTo("a \",true,0]\nfailed\u001b[31m");
    }

    @Test
    void anAnswerThatIsCutOffIsRefused() throws Exception {
        String all = captured("docker-20.10-root");
        for (int end = all.indexOf('\n'); end >= 0 && end < all.length() - 1; end = all.indexOf('\n', end + 1)) {
            String cut = all.substring(0, end + 1);
            assertThatThrownBy(() -> whole(cut)).as(cut).isInstanceOf(FactFormatException.class);
        }
        assertThatThrownBy(() -> parse(DOCKER)).isInstanceOf(FactFormatException.class);
        assertThatThrownBy(() -> parse("")).isInstanceOf(FactFormatException.class);
    }

    @Test
    void groupsOfTheKernelAreThoseOfContainers() throws Exception {
        CgroupCpu v1 = kernel(captured("cgroup-v1"));
        assertThat(v1.cpus()).hasValue(2);
        assertThat(v1.groups()).hasSize(4).allMatch(group -> !group.weight());
        assertThat(v1.groups()).extracting(CgroupCpu.Group::value).containsExactly(128L, 128L, 1024L, 128L);
        List<String> paths = List.of(
                "/system.slice/docker-%s.scope",
                "/machine.slice/libpod-%s.scope",
                "/kubepods.slice/kubepods-pod1.slice/cri-containerd-%s.scope",
                "/kubepods/burstable/pod3f/%s",
                "/kubepods.slice/x.slice/crio-%s.scope");
        for (String path : paths) {
            assertThat(kernel("cpus 4\nv2 /sys/fs/cgroup\n 39 " + String.format(path, ID) + "\n")
                            .groups())
                    .containsExactly(new CgroupCpu.Group(ID, true, 39));
        }
        for (String path : List.of(
                "/machine.slice/libpod-conmon-%s.scope",
                "/docker/%s/system.slice", "/docker/%1$s/docker/%1$s", "/kubepods/crio-conmon-%s.scope")) {
            assertThat(kernel("cpus 4\nv2 /sys/fs/cgroup\n 39 " + String.format(path, ID) + "\n")
                            .groups())
                    .isEmpty();
        }
        assertThatThrownBy(() -> kernel("cpus x\n")).isInstanceOf(FactFormatException.class);
        assertThatThrownBy(() -> kernel("cpus 2\nv1 /x\n max /docker/y\n")).isInstanceOf(FactFormatException.class);
        assertThat(kernel("cpus 0\n").cpus()).isEmpty();
    }

    private static CgroupCpu kernel(String text) throws FactFormatException {
        return CgroupCpu.parse(output(text)).fold(value -> value, missing -> {
            throw new AssertionError(missing);
        });
    }
}
