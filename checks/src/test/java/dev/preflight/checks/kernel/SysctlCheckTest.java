package dev.preflight.checks.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.preflight.api.Arg;
import dev.preflight.api.CheckSpec;
import dev.preflight.api.Judgement;
import dev.preflight.api.Remedy;
import dev.preflight.checks.Judged;
import dev.preflight.checks.fact.At;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class SysctlCheckTest {
    private static final String FORWARD = "net/ipv4/ip_forward";
    private static final String WANTED = "{require: {net.ipv4.ip_forward: 1}}";
    private static final String SYSTEMD = "init systemd\ncmdline\n";

    @TempDir
    Path root;

    static Stream<Shell> shells() {
        return Shells.all();
    }

    private static Judgement judged(String yaml, Map<String, String> values, String boot) {
        String there =
                values.keySet().stream().map(key -> "there " + key + "\n").collect(Collectors.joining());
        String lines = values.entrySet().stream()
                .map(entry -> " " + entry.getKey() + ":" + entry.getValue() + "\n")
                .collect(Collectors.joining());
        List<Judgement> all = Judged.by(
                new SysctlCheck(),
                yaml,
                Map.of("sysctl-values", there + "values\n" + lines + "done\n", "sysctl-boot", boot + "done\n"));
        assertThat(all).hasSize(1);
        return all.get(0);
    }

    private static String said(String yaml, Map<String, String> values, String boot) {
        Judgement judgement = judged(yaml, values, boot);
        return judgement.outcome().code() + " " + judgement.code();
    }

    private static String forward(String boot) {
        return said(WANTED, Map.of(FORWARD, "1"), boot);
    }

    private static String map(String limits, String now) {
        return said("{require: {vm.max_map_count: " + limits + "}}", Map.of("vm/max_map_count", now), SYSTEMD);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {min: 262144, at: [now]}        | 262143               | fail wrong-now
            {min: 262144, at: [now]}        | 262144               | pass ok
            {min: 262144, at: [now]}        | 262145               | pass ok
            {max: 60, at: [now]}            | 59                   | pass ok
            {max: 60, at: [now]}            | 60                   | pass ok
            {max: 60, at: [now]}            | 61                   | fail wrong-now
            {value: '0x10', at: [now]}      | 16                   | pass ok
            {one_of: ['0', '2'], at: [now]} | 1                    | fail wrong-now
            {one_of: ['0', '2'], at: [now]} | 2                    | pass ok
            {none_of: ['1'], at: [now]}     | 1                    | fail wrong-now
            {none_of: ['1'], at: [now]}     | 2                    | pass ok
            {min: 18446744073692774399, at: [now]} | 18446744073692774398 | fail wrong-now
            {min: 18446744073692774399, at: [now]} | 18446744073692774399 | pass ok
            {min: 250 32000 100 128, at: [now]} | 250 32000 100 127 | fail wrong-now
            {min: 250 32000 100 128, at: [now]} | 250 32000 100 128 | pass ok
            {min: 250 32000 100 128, at: [now]} | 250 32000 100     | fail wrong-now
            {min: 1, at: [now]}             | enforcing            | fail wrong-now
            """)
    void aBoundIsAllowedItselfAndWhatIsNoNumberHoldsNone(String limits, String now, String said) {
        assertThat(map(limits, now)).isEqualTo(said);
    }

    @Test
    void aMissingModuleExplainsOnlyItsOwnSettings() {
        CheckSpec<?> spec = new SysctlCheck().spec();
        assertThat(spec.codes().keySet().stream().filter(code -> spec.isExplainedBy("kernel-modules", code)))
                .containsExactly("absent", "module-first");
    }

    @Test
    void aRowWithoutALimitAndABoundThatIsWrittenAsAValueAreErrors() {
        for (String nothing : List.of("{}", "{at: [now]}", "")) {
            assertThatThrownBy(() -> map(nothing, "1")).hasMessageContaining("nothing is required");
        }
        for (String bound : List.of("'>= 262144'", "'<5'", "'=1'", "'!=0'")) {
            assertThatThrownBy(() -> map(bound, "1")).hasMessageContaining("a bound is {min: 1}");
        }
        for (String two : List.of("{value: 1, min: 3}", "{value: 1, max: 1}", "{value: 1, one_of: [1]}")) {
            assertThatThrownBy(() -> map(two, "1")).hasMessageContaining("value: it says which values are right");
        }
        assertThatThrownBy(() -> map("{one_of: ['1', '2'], min: 3}", "1"))
                .hasMessageContaining("one_of: it says which values are right")
                .hasMessageContaining("`one_of: ~` takes away an inherited one");
    }

    /** Nothing under /proc/sys has them but kernel.printk_devkmsg. */
    @Test
    void aSwitchIsANumber() {
        for (String word : List.of("on", "{value: \"off\"}", "{one_of: [No, '2']}", "{none_of: [x, Yes]}")) {
            assertThatThrownBy(() -> map(word, "1")).hasMessageContaining("the kernel has a number here");
        }
        assertThatThrownBy(() -> map("on", "1")).hasMessageContaining("never 'on'; write the number, such as 1");
        assertThatThrownBy(() -> map("{value: \"off\"}", "1")).hasMessageContaining("such as 0");
        assertThat(new SysctlLimits(
                                Optional.of("on"),
                                Optional.empty(),
                                Optional.empty(),
                                List.of(),
                                List.of(),
                                true,
                                SysctlLimits.Absent.FAILS,
                                List.of(At.NOW))
                        .refusal("kernel.printk_devkmsg"))
                .isEmpty();
    }

    @Test
    void whatTheFirstDirectoryHasCountsAndThenTheNameSortsThem() {
        String etc = "file /etc/sysctl.d/10-a.conf\n 1 net.ipv4.ip_forward=1\n";
        String lib = "file /usr/lib/sysctl.d/10-a.conf\n 1 net.ipv4.ip_forward=0\n";
        assertThat(forward(SYSTEMD + etc + lib)).isEqualTo("pass ok");
        assertThat(forward(SYSTEMD + "file /etc/sysctl.d/10-a.conf\n" + lib)).isEqualTo("warning not-persisted");
        assertThat(forward(SYSTEMD + etc + lib.replace("10-a", "20-b"))).isEqualTo("warning wrong-after-boot");
        assertThat(forward(SYSTEMD + etc + lib.replace("10-a", "05-b"))).isEqualTo("pass ok");
    }

    @Test
    void aPatternLeavesAloneWhatHasALineOfItsOwn() {
        String key = "net/ipv4/conf/eth0/accept_redirects";
        String yaml = "{require: {net.ipv4.conf.eth0.accept_redirects: 0}}";
        String own = "file /etc/sysctl.d/10-a.conf\n 1 net.ipv4.conf.eth0.accept_redirects = 0\n";
        String glob = "file /etc/sysctl.d/20-b.conf\n 3 net.ipv4.conf.*.accept_redirects = 1\n";
        String excluded = "file /etc/sysctl.d/30-c.conf\n 1 -net.ipv4.conf.eth0.accept_redirects\n";
        assertThat(said(yaml, Map.of(key, "0"), SYSTEMD + own + glob)).isEqualTo("pass ok");
        assertThat(said(yaml, Map.of(key, "0"), SYSTEMD + glob)).isEqualTo("warning wrong-after-boot");
        assertThat(said(yaml, Map.of(key, "0"), SYSTEMD + glob + excluded)).isEqualTo("warning not-persisted");
    }

    @ParameterizedTest
    @CsvSource({
        "net.ipv4.ip_forward = 0",
        "net/ipv4/ip_forward=0",
        "-net.ipv4.ip_forward=0",
        "net.ipv4.conf.all.forwarding=0",
        "net.ipv4.conf.*.forwarding = 0"
    })
    void everyWayToWriteItIsSeen(String line) {
        assertThat(forward(SYSTEMD + "file /etc/sysctl.d/10-a.conf\n 7 " + line + "\n"))
                .isEqualTo("warning wrong-after-boot");
    }

    /** Of what no systemd starts: sysctl --system of procps, and busybox, which does nothing without sysctl.conf. */
    @Test
    void eachInitHasItsOwnOrder() {
        String on = "file /etc/sysctl.d/99-a.conf\n 1 net.ipv4.ip_forward=1\n";
        String off = "conf /etc/sysctl.conf\n 1 net.ipv4.ip_forward=0\n";
        assertThat(forward(SYSTEMD + on + off)).isEqualTo("pass ok");
        assertThat(forward("init procps\n" + on + off)).isEqualTo("warning wrong-after-boot");
        assertThat(forward("init busybox\n" + on + off)).isEqualTo("pass ok");
        assertThat(forward("init busybox\n" + on)).isEqualTo("warning not-persisted");
        assertThat(forward("init systemd\nnever systemd-sysctl.service\n" + on)).isEqualTo("warning not-persisted");
        assertThat(forward("init other\n" + on)).isEqualTo("unknown unsupported-os");
    }

    @Test
    void theCommandLineComesFirstAndSoDoesTheFileOfTheKernel() {
        String cmdline = "init systemd\ncmdline\n net.ipv4.ip_forward=1\n";
        String first = "first /boot/sysctl.conf-5.14\n 1 net.ipv4.ip_forward=0\n";
        assertThat(forward(cmdline)).isEqualTo("pass ok");
        assertThat(forward(cmdline + first)).isEqualTo("warning wrong-after-boot");
        assertThat(forward(SYSTEMD + first + "file /etc/sysctl.d/1.conf\n 1 net.ipv4.ip_forward=1\n"))
                .isEqualTo("pass ok");
    }

    @Test
    void whatRunsLaterHasTheLastWord() {
        String on = "file /etc/sysctl.d/99-a.conf\n 1 net.ipv4.ip_forward=1\n";
        String tuned = "tuned /etc/tuned/site/tuned.conf\n 3 net.ipv4.ip_forward=0\n";
        assertThat(forward(SYSTEMD + on + tuned)).isEqualTo("pass ok");
        assertThat(forward(SYSTEMD + on + tuned + "reapply 0\n")).isEqualTo("warning wrong-after-boot");
        assertThat(forward(SYSTEMD + tuned.replace("=0", "=1"))).isEqualTo("warning late-writer");
        assertThat(forward(SYSTEMD + on + "script /etc/rc.local\n 2 sysctl -w net.ipv4.ip_forward=0\n"))
                .isEqualTo("warning wrong-after-boot");
        assertThat(forward(SYSTEMD + "script /etc/rc.local\n 2 echo 1 > /proc/sys/net/ipv4/ip_forward\n"))
                .isEqualTo("warning late-writer");
        assertThat(forward(SYSTEMD + "dockerd\n")).isEqualTo("warning late-writer");
    }

    @Test
    void aFileThatCannotBeReadMayHaveTheLastWord() {
        String on = "file /etc/sysctl.d/50-a.conf\n 1 net.ipv4.ip_forward=1\n";
        assertThat(forward(SYSTEMD + on + "unreadable /etc/sysctl.d/60-b.conf\n"))
                .isEqualTo("unknown not-readable");
        assertThat(forward(SYSTEMD + on + "unreadable /etc/sysctl.d/40-b.conf\n"))
                .isEqualTo("pass ok");
        assertThat(forward(SYSTEMD + on + "unreadable /etc/sysctl.d\n")).isEqualTo("unknown not-readable");
    }

    @Test
    void theKernelsOwnDefaultNeedsNoFile() {
        assertThat(said("{require: {vm.swappiness: {max: 60}}}", Map.of("vm/swappiness", "60"), SYSTEMD))
                .isEqualTo("pass ok");
        assertThat(said("{require: {vm.swappiness: {max: 59}}}", Map.of("vm/swappiness", "59"), SYSTEMD))
                .isEqualTo("warning not-persisted");
        Judgement unknownDefault =
                judged("{require: {net.core.somaxconn: 4096}}", Map.of("net/core/somaxconn", "4096"), SYSTEMD);
        assertThat(unknownDefault.code()).isEqualTo("not-persisted");
        assertThat(unknownDefault.severity()).hasToString("Optional[INFO]");
    }

    /** No file says so. */
    @Test
    void systemdItselfSetsTheLargestNumberOfFiles() {
        String largest = "9223372036854775807";
        String yaml = "{require: {fs.file-max: {min: 1000000}}}";
        assertThat(said(yaml, Map.of("fs/file-max", largest), SYSTEMD)).isEqualTo("pass ok");
        assertThat(said(yaml, Map.of("fs/file-max", largest), "init procps\ncmdline\n"))
                .isEqualTo("warning not-persisted");
        assertThat(said(yaml, Map.of("fs/file-max", "2000000"), SYSTEMD)).isEqualTo("warning not-persisted");
        assertThat(said(
                        yaml,
                        Map.of("fs/file-max", largest),
                        SYSTEMD + "file /etc/sysctl.d/a.conf\n 1 fs.file-max=9\n"))
                .isEqualTo("warning wrong-after-boot");
    }

    @Test
    void anAbsentSettingFailsUnlessItMayBeAbsent() {
        assertThat(said(WANTED, Map.of(), SYSTEMD)).isEqualTo("fail absent");
        assertThat(said("{require: {net.ipv4.ip_forward: {value: 1, absent: passes}}}", Map.of(), SYSTEMD))
                .isEqualTo("pass ok");
    }

    @Test
    void ofAnInterfaceTheGreaterValueHolds() {
        Map<String, String> strict = Map.of(
                "net/ipv4/conf/all/rp_filter", "0",
                "net/ipv4/conf/default/rp_filter", "0",
                "net/ipv4/conf/lo/rp_filter", "1",
                "net/ipv4/conf/eth0/rp_filter", "1");
        String all = "{require: {net.ipv4.conf.all.rp_filter: %s}}";
        assertThat(said(all.formatted("0"), strict, SYSTEMD)).isEqualTo("fail per-interface");
        assertThat(said(all.formatted("{value: 0, effective: false}"), strict, SYSTEMD))
                .isEqualTo("pass ok");
        assertThat(said(all.formatted("1"), strict, SYSTEMD)).isEqualTo("fail wrong-now");
        String one = "{require: {net.ipv4.conf.eth0.rp_filter: {one_of: ['0', '2']}}}";
        Map<String, String> loose = Map.of("net/ipv4/conf/all/rp_filter", "2", "net/ipv4/conf/eth0/rp_filter", "1");
        String set = SYSTEMD + "file /etc/sysctl.d/1.conf\n 1 net.ipv4.conf.all.rp_filter=2\n";
        assertThat(said(one, loose, set)).isEqualTo("pass ok");
        assertThat(said(one, loose, set.replace("=2", "=1"))).isEqualTo("warning wrong-after-boot");
    }

    @Test
    void aSettingOfAModuleNeedsTheModuleFirst() {
        String yaml = "{require: {net.bridge.bridge-nf-call-iptables: 1}}";
        Map<String, String> on = Map.of("net/bridge/bridge-nf-call-iptables", "1");
        String file = SYSTEMD + "file /etc/sysctl.d/99-k8s.conf\n 1 net.bridge.bridge-nf-call-iptables=1\n";
        assertThat(said(yaml, on, file)).isEqualTo("warning module-first");
        assertThat(said(yaml, on, file + "loaded br_netfilter\n")).isEqualTo("pass ok");
    }

    @Test
    void commandsSetWhatIsWantedAndPutBackWhatWas() {
        Judgement judgement = judged(
                "{require: {kernel.sem: {min: 250 32000 100 128}}}",
                Map.of("kernel/sem", "32000\t1024\t500\t128"),
                SYSTEMD);
        assertThat(judgement.remedies()).extracting(Remedy::id).containsExactly("set", "persist");
        assertThat(judgement.remedies().get(0).args())
                .containsEntry("assignment", Arg.text("kernel.sem=32000 32000 500 128"))
                .containsEntry("before", Arg.text("kernel.sem=32000 1024 500 128"));
        assertThat(judged(
                                WANTED,
                                Map.of(FORWARD, "1"),
                                SYSTEMD + "file /etc/sysctl.d/zzzzz.conf\n 1 net.ipv4.ip_forward=0\n")
                        .remedies())
                .extracting(Remedy::id)
                .containsExactly("edit");
    }

    @Test
    void everyLineThatSetsItIsNamedInItsOrder() {
        Judgement judgement = judged(
                WANTED,
                Map.of(FORWARD, "1"),
                SYSTEMD + "file /etc/sysctl.d/20-b.conf\n 5 net.ipv4.ip_forward=1\n"
                        + "file /usr/lib/sysctl.d/10-a.conf\n 1 net.ipv4.ip_forward=0\n"
                        + "file /usr/lib/sysctl.d/20-b.conf\n 1 net.ipv4.ip_forward=0\n");
        assertThat(judgement.args())
                .containsEntry(
                        "setBy",
                        Arg.texts(List.of("/usr/lib/sysctl.d/10-a.conf:1 (0)", "/etc/sysctl.d/20-b.conf:5 (1)")))
                .containsEntry("ignored", Arg.texts(List.of("/usr/lib/sysctl.d/20-b.conf:1 (0)")));
    }

    @Test
    void aSettingThatIsThereAndCannotBeReadIsUnknown() {
        assertThat(Judged.said(
                        new SysctlCheck(),
                        WANTED,
                        Map.of(
                                "sysctl-values",
                                "there " + FORWARD + "\nvalues\ndone\n",
                                "sysctl-boot",
                                SYSTEMD + "done\n")))
                .containsExactly("unknown not-readable sysctl:net.ipv4.ip_forward");
        assertThat(Judged.said(
                        new SysctlCheck(),
                        WANTED,
                        Map.of("sysctl-values", "there " + FORWARD + "\nvalues\n " + FORWARD + ":0\ndone\n")))
                .containsExactly("fail wrong-now sysctl:net.ipv4.ip_forward");
    }

    @Test
    void anotherFormIsRefused() {
        assertThatThrownBy(() -> Printed.reading(SysctlBoot.FACT.request(), "cmdline\ndone\n"))
                .hasMessageContaining("at boot");
        assertThatThrownBy(() -> Printed.reading(SysctlValues.FACT.request(), "values\n a:1\ndone\n"))
                .hasMessageContaining("a:1");
        assertThatThrownBy(() -> map("{min: 2, max: 1}", "1"))
                .hasMessageContaining("max: nothing can hold this and min");
        assertThat(map("{min: 2, max: 2, at: [now]}", "2")).isNotEmpty();
        assertThatThrownBy(() -> NumberList.parse("1 two")).hasMessageContaining("250 32000");
    }

    @ParameterizedTest
    @MethodSource("shells")
    void theProbeReadsWhatIsAskedForByNameOrPattern(Shell shell) throws IOException {
        Tree.put(root, "proc/sys/kernel/osrelease", "6.1\n");
        Tree.put(root, "proc/sys/kernel/sem", "250\t32000\t100\t128\n");
        Tree.put(root, "proc/sys/net/ipv4/conf/all/rp_filter", "1\n");
        Tree.put(root, "proc/sys/net/ipv4/conf/eth0.7/rp_filter", "0\n");
        Tree.put(root, "proc/sys/net/ipv4/conf/eth0.7/forwarding", "\n");
        Tree.put(root, "etc/secret", "x\n");
        String out = run(
                shell,
                SysctlValues.FACT.in(Context.EXEC),
                "kernel.sem",
                "net.ipv4.conf.eth0/7.rp_filter",
                "net/ipv4/conf/eth0.7/forwarding",
                "no.such",
                "../../etc/secret");
        assertThat(out).isEqualTo("""
                there kernel/sem
                there net/ipv4/conf/all/rp_filter
                there net/ipv4/conf/eth0.7/rp_filter
                there net/ipv4/conf/eth0.7/forwarding
                values
                 kernel/sem:250\t32000\t100\t128
                 net/ipv4/conf/all/rp_filter:1
                 net/ipv4/conf/eth0.7/rp_filter:0
                 net/ipv4/conf/eth0.7/forwarding:
                done
                """);
    }

    @ParameterizedTest
    @MethodSource("shells")
    void theProbeReadsEveryFileThatIsAppliedAndNoLineOfOthers(Shell shell) throws IOException {
        Tree.put(root, "proc/sys/kernel/osrelease", "5.14-default\n");
        Tree.put(root, "proc/cmdline", "quiet sysctl.vm.swappiness=1 root=/dev/sda1\n");
        Tree.put(root, "run/systemd/system/x", "");
        Tree.put(root, "boot/sysctl.conf-5.14-default", "kernel.shmmax = 1\n");
        Tree.put(
                root,
                "etc/sysctl.d/10-a.conf",
                "# vm.swappiness = 9\n\n  vm.swappiness = 10\npassword = x\nnet.ipv4.conf.*.rp_filter=2");
        Tree.put(root, "usr/lib/sysctl.d/50-b.conf", "-net.bridge.bridge-nf-call-iptables = 0\nvm/swappiness=2\n");
        Tree.put(root, "etc/sysctl.conf", ";vm.swappiness = 3\nnet.*.x = 1\nnet.ipv4.* = 1\n");
        Tree.put(root, "etc/tuned/active_profile", "mine\n");
        Tree.put(root, "etc/tuned/mine/tuned.conf", "[main]\ninclude=base, other\n[sysctl]\nvm.swappiness=5\n");
        Tree.put(root, "usr/lib/tuned/base/tuned.conf", "[sysctl]\nvm.swappiness=6\n");
        Tree.put(root, "etc/tuned/tuned-main.conf", "reapply_sysctl = 0\n");
        Path script = Tree.put(root, "etc/rc.local", "#!/bin/sh\nsysctl -w vm.swappiness=7\nsecret x\n");
        assertThat(script.toFile().setExecutable(true)).isTrue();
        Tree.put(root, "etc/modules-load.d/k8s.conf", "overlay\nbr_netfilter\n");
        Tree.put(root, "sys/module/nf_conntrack/x", "");
        String out =
                run(shell, SysctlBoot.FACT.in(Context.EXEC), "vm.swappiness", "net.bridge.bridge-nf-call-iptables");
        assertThat(out).isEqualTo("""
                init systemd
                cmdline
                 vm.swappiness=1
                first /boot/sysctl.conf-5.14-default
                file /etc/sysctl.d/10-a.conf
                 3 vm.swappiness = 10
                file /usr/lib/sysctl.d/50-b.conf
                 1 -net.bridge.bridge-nf-call-iptables = 0
                 2 vm/swappiness=2
                conf /etc/sysctl.conf
                 3 net.ipv4.* = 1
                tuned /etc/tuned/mine/tuned.conf
                 4 vm.swappiness=5
                tuned /usr/lib/tuned/base/tuned.conf
                 2 vm.swappiness=6
                reapply 0
                script /etc/rc.local
                 2 sysctl -w vm.swappiness=7
                loaded br_netfilter
                loaded nf_conntrack
                done
                """);
    }

    @ParameterizedTest
    @MethodSource("shells")
    void theProbeKnowsWhatAppliesTheFiles(Shell shell) throws IOException {
        assertThat(run(shell, SysctlBoot.FACT.in(Context.EXEC), "a.b")).startsWith("init other\n");
        Tree.put(root, "run/openrc/x", "");
        Tree.put(root, "etc/runlevels/boot/sysctl", "");
        Files.createDirectories(root.resolve("sbin"));
        Files.createSymbolicLink(root.resolve("sbin/sysctl"), Path.of("/bin/busybox"));
        assertThat(run(shell, SysctlBoot.FACT.in(Context.EXEC), "a.b")).startsWith("init busybox\ncmdline\n");
        Tree.put(root, "usr/sbin/sysctl", "");
        Files.delete(root.resolve("etc/runlevels/boot/sysctl"));
        assertThat(run(shell, SysctlBoot.FACT.in(Context.EXEC), "a.b"))
                .startsWith("init procps\nnever /etc/init.d/sysctl\ncmdline\n");
        Tree.put(root, "run/systemd/system/x", "");
        Files.createDirectories(root.resolve("etc/systemd/system"));
        Files.createSymbolicLink(root.resolve("etc/systemd/system/systemd-sysctl.service"), Path.of("/dev/null"));
        assertThat(run(shell, SysctlBoot.FACT.in(Context.EXEC), "a.b"))
                .startsWith("init systemd\nnever systemd-sysctl.service\n");
    }

    private <T> String run(Shell shell, FactRequest<T> request, String... keys) {
        FactRequest<T> asked = request.withArguments(List.of(keys));
        return ScriptRun.under(shell)
                .with("PROBE_ROOT", root.toString())
                .run(asked)
                .out(asked);
    }
}
