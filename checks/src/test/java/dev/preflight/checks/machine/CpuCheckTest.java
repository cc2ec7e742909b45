package dev.preflight.checks.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.preflight.api.Arg;
import dev.preflight.api.Judgement;
import dev.preflight.checks.Judged;
import dev.preflight.fact.Context;
import dev.preflight.fact.FactRequest;
import dev.preflight.fact.Reading;
import dev.preflight.fact.Reason;
import dev.preflight.testing.Printed;
import dev.preflight.testing.ScriptRun;
import dev.preflight.testing.Shells;
import dev.preflight.testing.Shells.Shell;
import dev.preflight.testing.Tree;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class CpuCheckTest {
    private static final String ARM = "Linux 6.1.0 aarch64\n0\ncontainer=none\nID=debian\ndone\n";

    @TempDir
    Path root;

    static Stream<Shell> shells() {
        return Shells.all();
    }

    private static String printed(String online, String more) {
        return "online " + online + "\n" + more + "class 2\ndone\n";
    }

    private static List<Judgement> judged(String yaml, String printed) {
        return Judged.by(new CpuCheck(), yaml, Map.of("cpu", printed));
    }

    private static List<String> said(String yaml, String printed) {
        return Judged.said(new CpuCheck(), yaml, Map.of("cpu", printed));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0-2 | fail too-few cpu:count",
                "0-3 | pass ok host",
                "0-4 | pass ok host",
                "0-1,8,10 | pass ok host",
                "0-1,8 | fail too-few cpu:count",
            })
    void theHostHasAsManyProcessorsAsAreRequiredOrMore(String online, String expected) {
        assertThat(said("{min_count: 4}", printed(online, ""))).containsExactly(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "399999 100000 / | fail too-few cpu:count",
                "400000 100000 / | pass ok host",
                "400001 100000 / | pass ok host",
                "399999 100000 /user.slice | warning limited cpu:count",
                "400000 100000 /user.slice | pass ok host",
            })
    void aQuotaAtTheRootOfTheHierarchyIsTheContainersAndAnyOtherIsTheLogins(String limit, String expected) {
        assertThat(said("{min_count: 4}", printed("0-7", "limit " + limit + "\n")))
                .containsExactly(expected);
    }

    @Test
    void theLeastOfSetAndQuotaCounts() {
        String less = printed("0-7", "cpuset 0-2\nlimit 350000 100000 /\n");
        assertThat(said("{min_count: 4}", less)).containsExactly("fail too-few cpu:count");
        assertThat(judged("{min_count: 4}", less).get(0).args()).containsEntry("count", Arg.text("3"));
        assertThat(said("{min_count: 8, count_as: online}", less)).containsExactly("warning limited cpu:count");
        assertThat(said("{min_count: 4}", printed("0-3", "cpuset 2-9\n")))
                .as("those of the set that are offline do not count")
                .containsExactly("fail too-few cpu:count");
        assertThat(said("{min_count: 4}", printed("0-7", "allowed 0-2\n")))
                .as("what taskset leaves this login")
                .containsExactly("warning limited cpu:count");
    }

    @Test
    void threadsOfACoreAreOneCore() {
        String threads = "siblings\n 0,2\n 1,3\n 0,2\n 1,3\n";
        assertThat(said("{min_count: 2, count_as: cores}", printed("0-3", threads)))
                .containsExactly("pass ok host");
        assertThat(said("{min_count: 3, count_as: cores}", printed("0-3", threads)))
                .containsExactly("fail too-few cpu:count");
        assertThat(said("{min_count: 2, count_as: cores}", printed("0-3", threads + "cpuset 0,2\n")))
                .containsExactly("fail too-few cpu:count");
        assertThat(said("{min_count: 1, count_as: cores}", printed("0-4", threads)))
                .as("of one it is not known with which it shares a core")
                .containsExactly("unknown not-readable cpu:count");
    }

    @Test
    void processorsThatAreOfflineAreNamedAndTakenIntoUseWhereThatIsEnough() {
        String some = printed("0-3", "present 0-7\n");
        assertThat(judged("{min_count: 6}", some).get(0).args()).containsEntry("offline", Arg.count(4));
        assertThat(judged("{min_count: 6}", some).get(0).remedies())
                .filteredOn(remedy -> remedy.id().equals("online"))
                .singleElement()
                .satisfies(remedy -> assertThat(remedy.args())
                        .containsEntry("cpus", new Arg.Items(List.of(Arg.count(4), Arg.count(5)))));
        for (String not : List.of("{min_count: 9}", "{min_count: 5, count_as: usable}")) {
            String off = not.contains("9") ? some : printed("0-3", "present 0-7\nsmt forceoff\n");
            assertThat(judged(not, off).get(0).remedies())
                    .extracting(remedy -> remedy.id())
                    .containsExactly("more");
        }
    }

    @Test
    void eachLevelNeedsTheFlagsOfThoseBelow() {
        String two = "cx16 lahf_lm popcnt pni sse4_1 sse4_2 ssse3";
        String four = " abm avx avx2 bmi1 bmi2 f16c fma movbe xsave avx512bw avx512cd avx512dq avx512f avx512vl";
        assertThat(said("{level: x86-64-v2}", printed("0", "flags\n  fpu " + two + "\n")))
                .containsExactly("pass ok host");
        assertThat(judged("{level: x86-64-v2}", printed("0", "flags\n  fpu " + two.replace("pni ", "") + "\n"))
                        .get(0)
                        .args())
                .containsEntry("missing", Arg.texts(List.of("pni")));
        assertThat(said("{level: x86-64-v3}", printed("0", "flags\n  fpu " + two + "\n")))
                .containsExactly("fail level-too-low cpu:level");
        assertThat(said("{level: x86-64-v4}", printed("0", "flags\n  " + two + four + "\n")))
                .containsExactly("pass ok host");
        assertThat(said("{level: x86-64-v4}", printed("0", "flags\n " + four + "\n")))
                .containsExactly("fail level-too-low cpu:level");
        assertThat(said("{level: x86-64-v2}", printed("0", ""))).containsExactly("unknown not-readable cpu:level");
    }

    @Test
    void anotherArchitectureNeedsNoLevelOnlyWhereItIsAllowed() {
        Map<String, String> arm = Map.of("cpu", printed("0", ""), "host-identity", ARM);
        assertThat(Judged.said(new CpuCheck(), "{level: x86-64-v2, arch: [amd64, arm64]}", arm))
                .containsExactly("pass ok host");
        assertThat(Judged.said(new CpuCheck(), "{level: x86-64-v2}", arm)).containsExactly("fail wrong-arch cpu:arch");
        assertThat(Judged.said(new CpuCheck(), "{arch: [x86_64]}", arm)).containsExactly("fail wrong-arch cpu:arch");
        assertThat(Judged.said(new CpuCheck(), "{arch: [aarch64]}", arm)).containsExactly("pass ok host");
    }

    @Test
    void programsOf32BitsUnderAKernelOf64AreSeen() {
        assertThat(said("{arch: [amd64]}", "online 0\nclass 1\ndone\n"))
                .containsExactly("fail userland-32-bit cpu:arch");
        assertThat(said("{arch: [amd64]}", "online 0\nclass \ndone\n")).containsExactly("unknown no-tool cpu:arch");
    }

    @Test
    void eachFlagIsAFindingAndOneOfSeveralIsEnough() {
        String flags = printed("0", "flags\n  aes svm\n");
        assertThat(said("{flags: [aes, 'vmx|svm']}", flags)).containsExactly("pass ok host");
        assertThat(said("{flags: [ae, 'vmx|avx', aes]}", flags))
                .containsExactly("fail flag-missing flag:ae", "fail flag-missing flag:vmx|avx");
        assertThat(said("{flags: [aes]}", printed("0", "flags\n \n"))).containsExactly("unknown not-readable flag:aes");
    }

    @ParameterizedTest
    @CsvSource({
        "online 0-x",
        "online 3-1",
        "online 0-99999",
        "'online 0\nlimit 5 0 /'",
        "'online 0\nlimit x /'",
        "online 0-1-2"
    })
    void whatIsNoListAndNoLimitIsRefused(String line) {
        assertThatThrownBy(() -> Printed.reading(Cpu.FACT.request(), line + "\ndone\n"))
                .hasMessageContaining("expected");
    }

    private Reading<Cpu> read(Shell shell) {
        // A clean child would lose PROBE_ROOT.
        FactRequest<Cpu> request = Cpu.FACT.in(Context.EXEC);
        return ScriptRun.under(shell)
                .with("PROBE_ROOT", root.toString())
                .run(request)
                .reading(request);
    }

    @ParameterizedTest
    @MethodSource("shells")
    void theProbeReadsTheKernelsFiles(Shell shell) throws IOException {
        assertThat(read(shell)).isEqualTo(Reading.missing(Reason.NOT_READABLE, "/sys/devices/system/cpu/online"));
        Tree.put(root, "sys/devices/system/cpu/online", "0-1\n");
        Tree.put(root, "sys/devices/system/cpu/present", "0-3\n");
        Tree.put(root, "sys/devices/system/cpu/smt/control", "off\n");
        Tree.put(root, "sys/devices/system/cpu/cpu0/topology/thread_siblings_list", "0\n");
        Tree.put(root, "sys/devices/system/cpu/cpu1/topology/thread_siblings_list", "1\n");
        Tree.put(
                root,
                "proc/cpuinfo",
                "processor\t: 0\nmodel name\t: Xeon 1\nflags\t\t: fpu aes\nvmx flags\t: vnmi\n\nflags\t\t: other\n");
        Tree.put(root, "proc/self/exe", "\u007fELF\u0002");
        Tree.put(root, "proc/self/status", "Name:\tsh\nCpus_allowed:\t3\nCpus_allowed_list:\t1-7\n");
        Tree.put(root, "proc/self/cgroup", "0::/user.slice/a b.scope\n");
        Tree.put(
                root,
                "proc/self/mountinfo",
                "22 1 8:1 / / rw - ext4 /dev/sda1 rw\n30 22 0:26 / /sys/fs/cgroup rw shared:4 - cgroup2 cgroup2 rw\n");
        Tree.put(root, "sys/fs/cgroup/cpuset.cpus.effective", "0-3\n");
        Tree.put(root, "sys/fs/cgroup/user.slice/cpu.max", "150000 100000\n");
        Tree.put(root, "sys/fs/cgroup/user.slice/a b.scope/cpu.max", "max 100000\n");

        assertThat(read(shell))
                .isEqualTo(Reading.got(new Cpu(
                        Set.of(0, 1),
                        Set.of(2, 3),
                        "off",
                        List.of(Set.of(0), Set.of(1)),
                        "Xeon 1",
                        Set.of("fpu", "aes"),
                        "2",
                        Set.of(0, 1),
                        Set.of(1),
                        List.of(new GroupLimit(1500, "/user.slice")))));
    }

    /** Docker on cgroup v1 shows the container its own group as the root of the mount, and the path of the host. */
    @ParameterizedTest
    @MethodSource("shells")
    void theProbeFindsTheGroupOfAContainerInVersion1(Shell shell) throws IOException {
        Tree.put(root, "sys/devices/system/cpu/online", "0-7\n");
        Tree.put(
                root, "proc/self/cgroup", "4:cpuset:/docker/1f\n3:cpu,cpuacct:/docker/1f\n1:name=systemd:/docker/1f\n");
        Tree.put(
                root,
                "proc/self/mountinfo",
                "31 30 0:27 /docker/1f /sys/fs/cgroup/cpu ro master:9 - cgroup cgroup rw,cpu,cpuacct\n"
                        + "32 30 0:28 /docker/1f /sys/fs/cgroup/cpuset ro master:9 - cgroup cgroup rw,cpuset\n");
        Tree.put(root, "sys/fs/cgroup/cpuset/cpuset.effective_cpus", "0-3\n");
        Tree.put(root, "sys/fs/cgroup/cpu/cpu.cfs_quota_us", "200000\n");
        Tree.put(root, "sys/fs/cgroup/cpu/cpu.cfs_period_us", "100000\n");

        Cpu cpu = read(shell).fold(got -> got, missing -> {
            throw new AssertionError(missing.toString());
        });
        assertThat(cpu.usable()).containsExactlyInAnyOrder(0, 1, 2, 3);
        assertThat(cpu.limits()).containsExactly(new GroupLimit(2000, "/"));
        Tree.put(root, "sys/fs/cgroup/cpu/cpu.cfs_quota_us", "-1\n");
        assertThat(read(shell).fold(Cpu::limits, missing -> List.of(new GroupLimit(0, ""))))
                .isEmpty();
    }
}
