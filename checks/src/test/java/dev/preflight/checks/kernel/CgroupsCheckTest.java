package dev.preflight.checks.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.preflight.api.Arg;
import dev.preflight.api.CheckSpec;
import dev.preflight.api.Judgement;
import dev.preflight.api.Remedy;
import dev.preflight.checks.Judged;
import dev.preflight.fact.Context;
import dev.preflight.fact.FactRequest;
import dev.preflight.testing.Printed;
import dev.preflight.testing.ScriptRun;
import dev.preflight.testing.Shells;
import dev.preflight.testing.Shells.Shell;
import dev.preflight.testing.Tree;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class CgroupsCheckTest {
    private static final String V2 =
            "mounts\n cgroup2 /sys/fs/cgroup rw,nsdelegate\ncontrollers cpuset cpu io memory pids\n"
                    + "present systemd\n";
    private static final String V1 = "mounts\n cgroup /sys/fs/cgroup/systemd rw,name=systemd\n"
            + " cgroup /sys/fs/cgroup/cpu,cpuacct rw,cpu,cpuacct\n cgroup /sys/fs/cgroup/memory rw,memory\n"
            + " cgroup /sys/fs/cgroup/blkio rw,blkio\nkernel\n cpu 1\n cpuacct 1\n memory 0\n blkio 1\n pids 1\n";
    private static final String HYBRID = V1.replace("mounts\n", "mounts\n cgroup2 /sys/fs/cgroup/unified rw\n");
    private static final String KUBELET = "kubelet\n /var/lib/kubelet/config.yaml:14:cgroupDriver: %s\n";
    private static final String ENDPOINT =
            "endpoint\n /var/lib/kubelet/config.yaml:15:containerRuntimeEndpoint: unix:///run/%s.sock\n";

    @TempDir
    Path root;

    static Stream<Shell> shells() {
        return Shells.all();
    }

    /** The boot loader's entry with this command line, after a start with that one. */
    private static String boot(String now, String next) {
        return "init systemd\nrunning /proc/cmdline\n 1 linux " + now
                + "\ngrub /boot/grub/grub.cfg\n 1 default 0\n 9 linux " + next + "\ndone\n";
    }

    private static Judgement judged(String yaml, String groups, String boot) {
        List<Judgement> all =
                Judged.by(new CgroupsCheck(), yaml, Map.of("cgroups", groups + "done\n", "boot-config", boot));
        assertThat(all).hasSize(1);
        return all.get(0);
    }

    private static String said(String yaml, String groups, String boot) {
        Judgement judgement = judged(yaml, groups, boot);
        return judgement.outcome().code() + " " + judgement.code();
    }

    private static String said(String yaml, String groups) {
        return said(yaml, groups, boot("", ""));
    }

    @Test
    void aMissingOptionOfTheKernelExplainsOnlyAMissingController() {
        CheckSpec<?> spec = new CgroupsCheck().spec();
        assertThat(spec.codes().keySet().stream().filter(code -> spec.isExplainedBy("kernel-modules", code)))
                .containsExactly("controller-missing");
    }

    @Test
    void theVersionIsThatWhoseControllersAreUsed() {
        assertThat(said("{version: [2]}", V2)).isEqualTo("pass ok");
        assertThat(said("{version: [1]}", V2)).isEqualTo("fail wrong-version");
        assertThat(said("{version: [1]}", V1)).isEqualTo("pass ok");
        assertThat(said("{version: [2]}", V1)).isEqualTo("fail wrong-version");
        assertThat(said("{version: [2]}", HYBRID)).isEqualTo("fail hybrid");
        assertThat(said("{version: [1]}", HYBRID)).isEqualTo("pass ok");
        assertThat(said("{version: [1, 2]}", HYBRID)).isEqualTo("pass ok");
        assertThat(said("{version: [1, 2]}", "mounts\n")).isEqualTo("fail wrong-version");
        assertThatThrownBy(() -> said("{version: [3]}", V2)).hasMessageContaining("between 1 and 2");
        assertThatThrownBy(() -> said("{version: [0]}", V2)).hasMessageContaining("between 1 and 2");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ''                                       | ''                                       | pass ok
            systemd.unified_cgroup_hierarchy=1       | systemd.unified_cgroup_hierarchy=1       | pass ok
            ''                                       | systemd.unified_cgroup_hierarchy=0       | warning wrong-after-boot
            ''                                       | systemd.unified_cgroup_hierarchy=no      | warning wrong-after-boot
            ''                                       | systemd.unified_cgroup_hierarchy=Yes     | pass ok
            ''                                       | systemd.unified_cgroup_hierarchy         | pass ok
            systemd.unified_cgroup_hierarchy=1       | ''                                       | unknown ambiguous
            """)
    void theNextBootsVersionIsThatOfItsCommandLine(String now, String next, String said) {
        assertThat(said("{version: [2]}", V2, boot(now, next))).isEqualTo(said);
        assertThat(said("{version: [2], at: [now]}", V2, boot(now, next))).isEqualTo("pass ok");
    }

    @Test
    void whatTheBootLoaderHidesIsUnknown() {
        String hidden = boot("", "").replace("grub /boot", "closed /boot/loader\ngrub /boot");
        for (String yaml : List.of("{version: [2]}", "{controllers: [memory]}")) {
            Judgement judgement = judged(yaml, V2, hidden);
            assertThat(judgement.code()).isEqualTo("not-readable");
            assertThat(judgement.severity()).hasToString("Optional[WARNING]");
        }
        assertThat(said("{controllers: [net_cls]}", V2, hidden)).isEqualTo("fail controller-missing");
    }

    @ParameterizedTest
    @CsvSource({
        "memory, true, false",
        "pids, true, false",
        "io, true, true",
        "blkio, true, true",
        "cpu, true, true",
        "cpuacct, true, true",
        "devices, true, false",
        "freezer, true, false",
        "net_cls, false, false"
    })
    void aControllerIsThereIfItIsMountedAndOn(String controller, boolean inV2, boolean inV1) {
        String yaml = "{controllers: [" + controller + "], at: [now]}";
        assertThat(said(yaml, V2)).isEqualTo(inV2 ? "pass ok" : "fail controller-missing");
        assertThat(said(yaml, V1)).isEqualTo(inV1 ? "pass ok" : "fail controller-missing");
    }

    @Test
    void whatTheKernelDoesNotListIsUnknown() {
        assertThat(said("{controllers: [memory]}", V2.replace("controllers cpuset cpu io memory pids\n", "")))
                .isEqualTo("unknown not-readable");
        assertThat(said("{controllers: [memory]}", V1.replaceAll("(?s)kernel\n.*", "")))
                .isEqualTo("unknown not-readable");
        assertThat(said("{controllers: [memory]}", V2.replace("cpuset cpu io memory pids", "")))
                .isEqualTo("fail controller-missing");
        assertThat(Printed.reading(Cgroups.FACT.request(), "unreadable\ndone\n").isMissing())
                .isTrue();
    }

    @Test
    void aControllerThatTheNextBootTakesAwayIsSaid() {
        String yaml = "{controllers: [memory]}";
        assertThat(said(yaml, V2, boot("", "cgroup_disable=pids,memory"))).isEqualTo("warning wrong-after-boot");
        assertThat(said(yaml, V2, boot("", "cgroup_disable=pids"))).isEqualTo("pass ok");
        assertThat(said(yaml, V2, boot("cgroup_enable=memory", ""))).isEqualTo("unknown ambiguous");
        assertThat(said(yaml, V2, boot("cgroup_enable=memory", "cgroup_enable=cpuset,memory")))
                .isEqualTo("pass ok");
    }

    @Test
    void theKernelsCommandLineIsChangedByGrubbyWhereItIsThere() {
        String off = V2.replace(" memory", "");
        Judgement disabled = judged("{controllers: [memory]}", off, boot("cgroup_disable=memory", ""));
        assertThat(disabled.remedies()).extracting(Remedy::id).containsExactly("remove-by-hand");
        Judgement grubby =
                judged("{controllers: [memory]}", off + "present grubby\n", boot("cgroup_disable=memory", ""));
        assertThat(grubby.remedies()).extracting(Remedy::id).containsExactly("remove-argument");
        assertThat(grubby.remedies().get(0).args()).containsEntry("argument", Arg.text("cgroup_disable=memory"));
        Judgement never = judged("{controllers: [memory]}", off + "present grubby\n", boot("", ""));
        assertThat(never.remedies()).extracting(Remedy::id).containsExactly("add-argument");
        assertThat(never.remedies().get(0).args()).containsEntry("argument", Arg.text("cgroup_enable=memory"));
        assertThat(judged("{version: [2]}", V1 + "present grubby\n", boot("", ""))
                        .remedies()
                        .get(0)
                        .args())
                .containsEntry("argument", Arg.text("systemd.unified_cgroup_hierarchy=1"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            same     | systemd  | crio       | crio;/etc/crio/crio.conf:3:cgroup_manager = "systemd"    | pass ok
            same     | systemd  | crio       | crio;/etc/crio/crio.conf:3:cgroup_manager = "cgroupfs"   | fail driver-mismatch
            same     | systemd  | crio       | crio;                                                    | pass ok
            same     | cgroupfs | containerd | containerd;/c:9:  SystemdCgroup = true                   | fail driver-mismatch
            systemd  | systemd  | containerd | containerd;/c:9:  SystemdCgroup = true                   | pass ok
            cgroupfs | systemd  | containerd | containerd;/c:9:  SystemdCgroup = true                   | fail driver-mismatch
            same     | systemd  | containerd | containerd;                                              | unknown ambiguous
            cgroupfs | systemd  | containerd | containerd;                                              | fail driver-mismatch
            same     | systemd  | cri-dockerd | docker;/etc/docker/daemon.json:2:native.cgroupdriver=cgroupfs | fail driver-mismatch
            same     | systemd  | cri-dockerd | docker;                                                 | pass ok
            """)
    void kubeletAndItsRuntimeHaveOneDriver(
            String wanted, String kubelet, String runtime, String settings, String said) {
        String[] parts = settings.split(";", 2);
        String lines = parts[0] + "\n" + (parts[1].isEmpty() ? "" : " " + parts[1] + "\n");
        String groups = V2 + "present dockerd\npresent containerd\npresent crio\n" + lines + KUBELET.formatted(kubelet)
                + ENDPOINT.formatted(runtime);
        assertThat(said("{driver: " + wanted + "}", groups)).isEqualTo(said);
    }

    @Test
    void withoutKubeletEveryRuntimeHasTheDriver() {
        assertThat(said("{driver: systemd}", V2)).isEqualTo("not-applicable no-runtime");
        assertThat(said("{driver: systemd}", V2 + "present dockerd\npresent containerd\n"))
                .isEqualTo("pass ok");
        assertThat(said("{driver: systemd}", V1 + "present systemd\npresent dockerd\n"))
                .isEqualTo("fail driver-mismatch");
        assertThat(said("{driver: systemd}", V2 + "present containerd\n")).isEqualTo("unknown ambiguous");
        String two = "containerd\n /c:9:SystemdCgroup = true\n /c:20:SystemdCgroup = false\n";
        assertThat(said("{driver: systemd}", V2 + "present containerd\n" + two)).isEqualTo("unknown ambiguous");
    }

    @Test
    void settingsOfKubeletThatAreHiddenDecideNothing() {
        String groups = V2 + "present crio\ncrio\nclosed kubelet /var/lib/kubelet/config.yaml\n";
        assertThat(said("{driver: same}", groups)).isEqualTo("unknown ambiguous");
        // Its own option is a later word than the file's.
        String flags = KUBELET.formatted("cgroupfs") + " /etc/default/kubelet:1:--cgroup-driver=systemd\n";
        assertThat(said("{driver: same}", V2 + "present crio\n" + flags)).isEqualTo("pass ok");
        assertThat(said("{driver: same}", V2 + "present crio\nkubelet\n")).isEqualTo("fail driver-mismatch");
    }

    @Test
    void aUserMayUseWhatIsDelegated() {
        String user = V2 + "user 1000\n";
        String yaml = "{delegated_to: platform}";
        assertThat(said(yaml, user + "delegated cpu memory pids\n")).isEqualTo("pass ok");
        Judgement missing = judged(yaml, user + "delegated memory pids\n", boot("", ""));
        assertThat(missing.code()).isEqualTo("not-delegated");
        assertThat(missing.args()).containsEntry("missing", Arg.texts(List.of("cpu")));
        assertThat(said(yaml, user + "delegated \n")).isEqualTo("fail not-delegated");
        assertThat(said(yaml, user)).isEqualTo("unknown no-tool");
        assertThat(said(yaml, V1 + "user 1000\ndelegated cpu memory pids\n")).isEqualTo("fail not-delegated");
        assertThat(said(yaml, V2 + "user absent\n")).isEqualTo("not-applicable no-such-user");
        List<Judgement> both = Judged.by(
                new CgroupsCheck(),
                "{delegated_to: platform, controllers: [io, devices], at: [now]}",
                Map.of("cgroups", user + "delegated cpu memory pids io\ndone\n"));
        assertThat(both).extracting(Judgement::code).containsOnly("ok");
    }

    @Test
    void anotherFormIsRefused() {
        FactRequest<Cgroups> request = Cgroups.FACT.request();
        assertThatThrownBy(() -> Printed.reading(request, "controllers cpu\ndone\n"))
                .hasMessageContaining("mounted");
        assertThatThrownBy(() -> Printed.reading(request, V2 + "docker\n words\ndone\n"))
                .hasMessageContaining("words");
    }

    @ParameterizedTest
    @MethodSource("shells")
    void theProbeReadsMountsAndOnlyTheWordsOfTheDriver(Shell shell) throws IOException {
        Tree.put(
                root,
                "proc/self/mountinfo",
                "30 24 0:26 / /sys/fs/cgroup rw,nosuid shared:4 - cgroup2 cgroup2 rw,nsdelegate\n"
                        + "31 24 0:27 / /mnt/x rw - cgroup2 cgroup2 rw\n32 24 8:1 / / rw - ext4 /dev/sda1 rw\n");
        Tree.put(root, "sys/fs/cgroup/cgroup.controllers", "cpuset cpu io memory pids\n");
        Tree.put(
                root,
                "proc/cgroups",
                "#subsys_name\thierarchy\tnum_cgroups\tenabled\ncpu\t0\t90\t1\nmemory\t0\t90\t0\n");
        Tree.put(root, "run/systemd/system/x", "");
        Path program = Tree.put(root, "usr/bin/containerd", "x");
        assertThat(program.toFile().setExecutable(true)).isTrue();
        Tree.put(
                root,
                "etc/docker/daemon.json",
                "{\"x\": \"SECRET\", \"exec-opts\": [\"native.cgroupdriver=systemd\"]}\n");
        Tree.put(
                root,
                "etc/containerd/config.toml",
                "# SystemdCgroup = false\nsystemd_cgroup = false\n  SystemdCgroup = true\npassword = \"x\"\n");
        Tree.put(
                root,
                "var/lib/kubelet/config.yaml",
                "cgroupDriver: systemd\ncontainerRuntimeEndpoint: unix:///run/a.sock\n");
        Tree.put(root, "etc/default/kubelet", "KUBELET_EXTRA_ARGS=\"--token=x --cgroup-driver=cgroupfs\"\n");
        FactRequest<Cgroups> request = Cgroups.FACT.in(Context.EXEC);
        String out = ScriptRun.under(shell)
                .with("PROBE_ROOT", root.toString())
                .run(request)
                .out(request);
        assertThat(out).isEqualTo("""
                mounts
                 cgroup2 /sys/fs/cgroup rw,nsdelegate
                controllers cpuset cpu io memory pids
                kernel
                 cpu 1
                 memory 0
                present containerd
                present systemd
                docker
                 /etc/docker/daemon.json:1:native.cgroupdriver=systemd
                containerd
                 /etc/containerd/config.toml:3:  SystemdCgroup = true
                kubelet
                 /var/lib/kubelet/config.yaml:1:cgroupDriver: systemd
                 /etc/default/kubelet:1:--cgroup-driver=cgroupfs
                endpoint
                 /var/lib/kubelet/config.yaml:2:containerRuntimeEndpoint: unix:///run/a.sock
                done
                """);
    }

    @ParameterizedTest
    @MethodSource("shells")
    void theProbeAsksWhatIsDelegatedToTheUser(Shell shell) throws IOException {
        Tree.put(root, "proc/self/mountinfo", "30 24 0:26 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n");
        Path program = Tree.put(
                root,
                "usr/bin/systemctl",
                "#!/bin/sh\n[ \"$*\" = 'show -p DelegateControllers -- user@0.service' ] && echo 'DelegateControllers=memory pids'\n");
        assertThat(program.toFile().setExecutable(true)).isTrue();
        FactRequest<Cgroups> request = Cgroups.FACT.in(Context.EXEC);
        for (String user : List.of("root", "no-such-user")) {
            FactRequest<Cgroups> asked = request.with("USER", user);
            String out = ScriptRun.under(shell)
                    .with("PROBE_ROOT", root.toString())
                    .run(asked)
                    .out(asked);
            assertThat(out)
                    .endsWith(user.equals("root") ? "user 0\ndelegated memory pids\ndone\n" : "user absent\ndone\n");
        }
    }
}
