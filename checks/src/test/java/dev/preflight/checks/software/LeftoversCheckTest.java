package dev.preflight.checks.software;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.preflight.api.Arg;
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
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class LeftoversCheckTest {
    @TempDir
    Path root;

    static Stream<Shell> shells() {
        return Shells.all();
    }

    private static List<Judgement> judged(String limits, String printed) {
        return Judged.by(
                new LeftoversCheck(),
                "require: {k8s: " + limits + "}",
                Map.of("leftovers", "now 2000000\n" + printed + "done\n"));
    }

    private static List<String> said(String limits, String printed) {
        return judged(limits, printed).stream()
                .map(one -> one.outcome().code() + " " + one.code())
                .toList();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ''                              | pass ok
            found cni0                      | fail found
            virtual cni0                    | fail found
            more 1                          | fail found
            failed /sys/class/net           | unknown not-readable
            found cni0;failed x             | fail found
            """)
    void whatIsThereIsAFaultAndWhatCannotBeReadIsUnknown(String lines, String expected) {
        String printed = lines.isEmpty() ? "" : " " + lines.replace(";", "\n ") + "\n";
        assertThat(said("{interface: [cni0]}", "asked interface:cni0\n" + printed))
                .containsExactly(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            iptables-save: Permission denied (you must be root)      | no-permission
            nft: Operation not permitted (you must be root)          | no-permission
            nft: internal:0:0-0: Error: No such file or directory    | not-readable
            """)
    void aToolThatFailsHasNotFoundNothing(String message, String reason) {
        assertThat(said("{chain: ['KUBE-*']}", "asked chain:KUBE-*\n failed " + message + "\n"))
                .containsExactly("unknown " + reason);
    }

    @Test
    void anAnswerAboutSomethingElseIsNoAnswer() {
        assertThat(said("{chain: ['KUBE-*']}", "asked chain:CNI-*\n")).containsExactly("unknown not-collected");
    }

    /** All of a product is one finding, and its data another, for which no removal is offered. */
    @Test
    void dataIsToldApart() {
        List<Judgement> said = judged(
                "{path: [/etc/k/*], data: [/var/lib/k, /srv/k], interface: [k0], uninstall: k reset}",
                "asked path:/etc/k/*\n found /etc/k/a\nasked interface:k0\n virtual k0\n"
                        + "asked data:/var/lib/k\n data 10 1000000 /var/lib/k\nasked data:/srv/k\n data 5 1996400 /srv/k\n");
        assertThat(said).extracting(Judgement::code).containsExactly("found", "found-data");
        assertThat(said.get(0).remedies()).extracting(Remedy::id).containsExactly("uninstall", "delete-interface");
        assertThat(said.get(0).remedies().get(1).reversible()).isFalse();
        assertThat(said.get(1).remedies()).isEmpty();
        assertThat(said.get(1).args())
                .containsEntry("size", Arg.bytes(15 * 1024))
                .containsEntry("age", Arg.span(Duration.ofHours(1)));
    }

    @Test
    void aSizeThatIsNotKnownIsNotGiven() {
        Judgement said = judged("{data: [/srv/k]}", "asked data:/srv/k\n data - - /srv/k\n")
                .get(0);
        assertThat(said.code()).isEqualTo("found-data");
        assertThat(said.args()).doesNotContainKeys("size", "age");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ''                                       | warning owned-by-other
            packages: [podman]                       | fail found
            packages: ['pod*']                       | fail found
            packages: [kubernetes-cni]               | warning owned-by-other
            packages: [podman, other]                | fail found
            allow: [/etc/cni/net.d]                  | pass ok
            allow: ['/etc/*']                        | pass ok
            allow: [net.d]                           | warning owned-by-other
            """)
    void whatAnotherPackageHasIsNotRemoved(String more, String expected) {
        assertThat(said(
                        "{path: [/etc/cni/net.d]" + (more.isEmpty() ? "" : ", " + more) + "}",
                        "asked path:/etc/cni/net.d\n found /etc/cni/net.d\nowner /etc/cni/net.d\n "
                                + (more.contains("other]") ? "podman, other" : "podman") + "\n"))
                .containsExactly(expected);
    }

    @Test
    void aProcessIsAllowedByItsName() {
        String printed = "asked process:k*\n found kubelet (812)\n found kswapd0 (60)\n";
        assertThat(said("{process: ['k*'], allow: [kswapd0]}", printed)).containsExactly("fail found");
        assertThat(said("{process: ['k*'], allow: [kswapd0, kubelet]}", printed))
                .containsExactly("pass ok");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{k: {}}",
                "{k: {product: K}}",
                "{/etc/k: {path: [/etc/k]}}",
                "{'path:k': {path: [/etc/k]}}",
                "{k: {path: ['/*/k']}}",
                "{k: {path: ['/*']}}",
                "{k: {path: [/]}}",
                "{k: {data: [/srv/../etc]}}",
                "{k: {path: [etc/k]}}",
                "{k: {path: ['/etc/[ab]']}}",
                "{k: {unit: [a/b]}}",
                "{k: {interface: ['../x']}}",
                "{k: {process: ['kube-controller-manag*']}}",
                "{k: {process: ['kube-*-manager']}}"
            })
    void whatWouldSearchTooMuchOrNothingIsAnError(String rows) {
        assertThatThrownBy(() -> Judged.by(new LeftoversCheck(), "require: " + rows, Map.of()))
                .hasMessageMatching(".*params.yaml:1:.*(expected|required|at most).*");
    }

    @Test
    void aLineThatIsNotKnownIsNoAnswer() {
        FactRequest<Leftovers> request = Leftovers.FACT.request();
        assertThatThrownBy(() -> Printed.reading(request, "asked path:/x\n gone /x\ndone\n"))
                .hasMessageContaining("gone /x");
        assertThatThrownBy(() -> Printed.reading(request, "asked data:/x\n data 1\ndone\n"))
                .hasMessageContaining("size, time and path");
    }

    @ParameterizedTest
    @MethodSource("shells")
    void theProbeFindsPathsAndTakesEmptyDirectoriesForNothing(Shell shell) throws IOException {
        Tree.put(root, "etc/k/a b.yaml", "");
        Tree.put(root, "etc/k/$(touch x).yaml", "");
        Tree.put(root, "etc/k/new\nline.yaml", "");
        Tree.put(root, "etc/k/sub/c.yaml", "");
        Files.createDirectories(root.resolve("etc/k/empty.yaml"));
        Files.createDirectories(root.resolve("data/lost+found"));
        Files.createSymbolicLink(root.resolve("etc/k/link"), Path.of("/nosuch"));
        String out = out(
                shell,
                "path:/etc/k/*.yaml",
                "path:/etc/*/s?b/c*",
                "path:/etc/k/link",
                "path:/etc/k/sub/",
                "path:/no/*/x",
                "data:/data",
                "data:/etc/k/sub");
        assertThat(out)
                .contains(
                        "asked path:/etc/k/*.yaml\n found /etc/k/$(touch x).yaml\n found /etc/k/a b.yaml\n"
                                + " found /etc/k/new\n",
                        "asked path:/etc/*/s?b/c*\n found /etc/k/sub/c.yaml\n",
                        "asked path:/etc/k/link\n found /etc/k/link\n",
                        "asked path:/etc/k/sub/\n found /etc/k/sub\n",
                        "asked path:/no/*/x\nasked data:/data\nasked data:/etc/k/sub\n")
                .containsPattern("\n data \\d+ \\d+ /etc/k/sub\n")
                .doesNotContain("empty.yaml");
    }

    @ParameterizedTest
    @MethodSource("shells")
    void theProbeFindsWhatBeginsWithADot(Shell shell) throws IOException {
        for (String name : List.of("a.lock", ".lock", "..x", ".d/.in/f", "d/.in/g")) {
            Tree.put(root, "var/lib/cni/" + name, "x");
        }
        for (String[] pair : new String[][] {
            {"*", "a.lock d ..x .d .lock"},
            {"*.lock", "a.lock .lock"},
            {"?lock", ".lock"},
            {"[!a]lock", ".lock"},
            {".*", "..x .d .lock"},
            {"*/*/?", "d/.in/g .d/.in/f"},
            {"[a-z]*", "a.lock d"},
            {".lock", ".lock"},
        }) {
            String[] expected = Stream.of(pair[1].split(" "))
                    .map(name -> " found /var/lib/cni/" + name)
                    .toArray(String[]::new);
            assertThat(out(shell, "path:/var/lib/cni/" + pair[0]).lines().filter(line -> line.startsWith(" found ")))
                    .as(pair[0])
                    .containsExactlyInAnyOrder(expected);
        }
    }

    @ParameterizedTest
    @MethodSource("shells")
    void theProbeNamesTwentyAndCountsTheRest(Shell shell) throws IOException {
        for (int i = 0; i < 23; i++) {
            Tree.put(root, "etc/k/" + i, "");
        }
        assertThat(out(shell, "path:/etc/k/*").lines().filter(line -> line.startsWith(" found")))
                .hasSize(20);
        assertThat(out(shell, "path:/etc/k/*")).contains("\n more 3\n");
    }

    @ParameterizedTest
    @MethodSource("shells")
    void theProbeLooksForInterfacesProcessesUnitsMountsAndUsers(Shell shell) throws IOException {
        Tree.put(root, "sys/class/net/cni0/mtu", "1500");
        Tree.put(root, "sys/class/net/cni7/device/x", "");
        Tree.put(root, "sys/class/net/bonding_masters", "");
        Tree.put(root, "proc/1/comm", "init\n");
        Tree.put(root, "proc/77/comm", "kube-controller\n");
        Tree.put(root, "proc/self/mountinfo", "22 1 8:1 / /var/lib/k/a\\040b rw - ext4 /dev/sda1 rw\n");
        Tree.put(root, "etc/passwd", "root:x:0:0::/:/bin/sh\netcd:x:9:9::/:/bin/sh\n");
        Tree.put(root, "usr/lib/systemd/system/kubelet.service", "");
        Tree.put(root, "etc/init.d/kubelet", "");
        Files.createDirectories(root.resolve("etc/systemd/system"));
        Files.createSymbolicLink(root.resolve("etc/systemd/system/etcd.service"), Path.of("/dev/null"));
        String out = out(
                shell,
                "interface:cni*",
                "interface:bond*",
                "process:kube-controller-manager",
                "process:in?t",
                "unit:kubelet",
                "unit:etcd.service",
                "mount:/var/lib/k/*",
                "user:etc?");
        assertThat(out)
                .contains(
                        "asked interface:cni*\n virtual cni0\n found cni7\nasked interface:bond*\n",
                        "asked process:kube-controller-manager\n found kube-controller (77)\n",
                        "asked process:in?t\n found init (1)\n",
                        "asked unit:kubelet\n found /usr/lib/systemd/system/kubelet.service\n found /etc/init.d/kubelet\n",
                        "asked unit:etcd.service\nasked mount:",
                        "\n found /var/lib/k/a\\040b\n",
                        "asked user:etc?\n found etcd\n");
    }

    @ParameterizedTest
    @MethodSource("shells")
    void theProbeTellsWhatItCannotRead(Shell shell) throws IOException {
        Tree.put(root, "proc/77/comm", "x\n");
        assertThat(out(shell, "interface:a", "mount:/a", "process:a", "user:a"))
                .contains(
                        " failed /sys/class/net\n",
                        " failed /proc/self/mountinfo\n",
                        " hidden\n",
                        " failed /etc/passwd\n");
    }

    @ParameterizedTest
    @MethodSource("shells")
    void theProbeListsChainsOfEveryTool(Shell shell) throws IOException {
        Tree.put(root, "proc/modules", "nf_tables 1 0 - Live 0x0\n");
        Tree.put(root, "proc/net/ip_tables_names", "filter\n");
        assertThat(out(shell, "chain:KUBE-*")).as("no tool").contains("asked chain:KUBE-*\n no-tool\n");
        program(
                "iptables-save",
                "printf '# x\\n*filter\\n:INPUT ACCEPT [0:0]\\n:KUBE-A - [0:0]\\n-A KUBE-A -j X\\nCOMMIT\\n'\n");
        assertThat(out(shell, "chain:KUBE-*"))
                .as("tables of nft are not shown by iptables-save")
                .contains("asked chain:KUBE-*\n found KUBE-A\n no-tool\n");
        program("iptables-legacy-save", "printf '*nat\\n:KUBE-OLD - [0:0]\\n'\n");
        program("nft", "printf 'table ip kube-proxy {\\n\\tchain KUBE-N {\\n\\t}\\n}\\n'\n");
        assertThat(out(shell, "chain:KUBE-*", "chain:kube-*", "chain:*"))
                .contains("asked chain:KUBE-*\n found KUBE-A\n found KUBE-OLD\n found KUBE-N\n"
                        + "asked chain:kube-*\n found kube-proxy\nasked chain:*\n found INPUT\n");
        program("nft", "echo 'Operation not permitted (you must be root)' >&2; exit 1\n");
        assertThat(out(shell, "chain:KUBE-*"))
                .contains(" found KUBE-OLD\n failed nft: Operation not permitted (you must be root)\n");
    }

    /** Looking would load the module. */
    @ParameterizedTest
    @MethodSource("shells")
    void theProbeCallsNoToolWhereTheKernelHasNoChains(Shell shell) throws IOException {
        Tree.put(root, "proc/modules", "xfs 1 0 - Live 0x0\n");
        String release = Files.readString(Path.of("/proc/sys/kernel/osrelease")).strip();
        Tree.put(root, "lib/modules/" + release + "/modules.builtin", "kernel/fs/ext4/ext4.ko\n");
        program("nft", "echo called >>" + root + "/called\n");
        assertThat(out(shell, "chain:KUBE-*")).contains("asked chain:KUBE-*\ndone\n");
        assertThat(root.resolve("called")).doesNotExist();
        Tree.put(root, "lib/modules/" + release + "/modules.builtin", "kernel/net/netfilter/nf_tables.ko\n");
        out(shell, "chain:KUBE-*");
        assertThat(root.resolve("called")).exists();
    }

    @ParameterizedTest
    @MethodSource("shells")
    void theProbeAsksWhichPackageHasAPath(Shell shell) throws IOException {
        Tree.put(root, "etc/cni/net.d/x", "");
        Tree.put(root, "etc/cni/net.d/a*b", "");
        Tree.put(root, "var/lib/dpkg/status", "x");
        program("dpkg-query", "echo \"$3\" >>" + root + "/called; echo \"podman, other: $3\"\n");
        assertThat(out(shell, "path:/etc/cni/net.d", "path:/etc/cni/net.d/a*"))
                .contains("owner /etc/cni/net.d\n podman, other\n");
        assertThat(Files.readAllLines(root.resolve("called"))).containsExactly("/etc/cni/net.d");
    }

    private String out(Shell shell, String... asked) {
        FactRequest<Leftovers> request = Leftovers.FACT
                .in(Context.EXEC)
                .withArguments(Stream.concat(Stream.of("k8s"), Stream.of(asked)).toList());
        ScriptRun.Answer answer =
                ScriptRun.under(shell).with("PROBE_ROOT", root.toString()).run(request);
        assertThat(answer.reading(request).isMissing()).isFalse();
        return answer.out(request);
    }

    private void program(String name, String body) throws IOException {
        Tree.put(root, "usr/sbin/" + name, "#!/bin/sh\n" + body);
        Files.setPosixFilePermissions(root.resolve("usr/sbin/" + name), PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
