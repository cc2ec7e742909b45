package dev.preflight.checks.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.preflight.api.Judgement;
import dev.preflight.api.Remedy;
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
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class KernelModulesCheckTest {
    private static final String USABLE = "{require: {br_netfilter: {}}}";
    private static final String LOADED = "{require: {br_netfilter: {state: loaded}}}";
    private static final String ABSENT = "{require: {br_netfilter: {state: absent}}}";

    @TempDir
    Path root;

    static Stream<Shell> shells() {
        return Shells.all();
    }

    private static Judgement judged(String yaml, String... lines) {
        String printed = String.join("\n", lines);
        String ended = (printed.contains("parameters") ? printed : printed + "\nparameters") + "\ndone\n";
        List<Judgement> all = Judged.by(new KernelModulesCheck(), yaml, Map.of("kernel-modules", ended));
        assertThat(all).hasSize(1);
        return all.get(0);
    }

    private static String said(String yaml, String... lines) {
        Judgement judgement = judged(yaml, lines);
        return judgement.outcome().code() + " " + judgement.code();
    }

    @Test
    void whatIsInTheKernelIsGoodHoweverItGotThere() {
        for (String line : List.of("loaded br_netfilter", "builtin br_netfilter")) {
            assertThat(said(USABLE, line)).isEqualTo("pass ok");
            assertThat(said(ABSENT, line)).isEqualTo("fail present");
        }
        assertThat(said("{require: {br-netfilter: {}}}", "loaded br_netfilter")).isEqualTo("pass ok");
        String feature = "{require: {br_netfilter: {feature: /proc/sys/net/bridge}}}";
        assertThat(said(feature, "feature /proc/sys/net/bridge", "no-tree 6.1")).isEqualTo("pass ok");
        assertThat(said(ABSENT, "file br_netfilter")).isEqualTo("pass ok");
    }

    @Test
    void whatIsLoadedHasToBeLoadedAtBootOnlyIfItIsRequiredLoaded() {
        assertThat(said(LOADED, "loaded br_netfilter")).isEqualTo("warning not-persisted");
        assertThat(said(LOADED, "builtin br_netfilter")).isEqualTo("pass ok");
        String file = "boot /etc/modules-load.d/k8s.conf\n br_netfilter";
        assertThat(said(LOADED, "loaded br_netfilter", file)).isEqualTo("pass ok");
        assertThat(said(
                        LOADED,
                        "loaded br_netfilter",
                        "boot /etc/modules-load.d/k8s.conf",
                        file.replace("etc", "usr/lib")))
                .as("a file of the same name hides it")
                .isEqualTo("warning not-persisted");
        assertThat(said(LOADED, "loaded br_netfilter", "cmdline modules-load=overlay,br-netfilter"))
                .isEqualTo("pass ok");
        assertThat(said("{require: {br_netfilter: {state: loaded, at: [now]}}}", "loaded br_netfilter"))
                .isEqualTo("pass ok");
    }

    @Test
    void whatIsAFileCanBeLoadedAndIsNotLoaded() {
        assertThat(said(USABLE, "file br_netfilter")).isEqualTo("pass ok");
        Judgement missing = judged(LOADED, "file br_netfilter");
        assertThat(missing.code()).isEqualTo("not-loaded");
        assertThat(missing.remedies()).extracting(Remedy::id).containsExactly("load", "load-at-boot");
        assertThat(said(USABLE, "modprobe /sbin/modprobe")).isEqualTo("fail not-available");
        assertThat(said(USABLE, "no-tree 6.1.0-28-amd64")).isEqualTo("fail no-module-tree");
        assertThat(said(USABLE, "unreadable /lib/modules/6.1/modules.dep")).isEqualTo("unknown not-readable");
        assertThat(said(USABLE, "file br_netfilter", "modules_disabled 1")).isEqualTo("fail locked");
        assertThat(said(USABLE, "file br_netfilter", "modules_disabled 0")).isEqualTo("pass ok");
        assertThat(said(USABLE, "file br_netfilter", "modprobe ")).isEqualTo("warning autoload-off");
    }

    @ParameterizedTest
    @CsvSource({
        "install /bin/false, fail blocked",
        "install /bin/true , fail blocked",
        "install /usr/bin/true, fail blocked",
        "install :, fail blocked",
        "insmod /lib/modules/6.1/br_netfilter.ko.xz, pass ok",
        "install /sbin/modprobe --ignore-install br_netfilter && logger loaded, pass ok"
    })
    void aDryRunIsJudgedByItsWords(String words, String expected) {
        assertThat(said(USABLE, "file br_netfilter", "dry br_netfilter", " " + words))
                .isEqualTo(expected);
    }

    @Test
    void rulesCountWhereNoDryRunWasPossibleAndBlacklistOnlyStopsAliases() {
        String install = "rule install br_netfilter /etc/modprobe.d/cis.conf:3 /bin/false";
        assertThat(said(USABLE, "file br_netfilter", install)).isEqualTo("fail blocked");
        assertThat(said(USABLE, "file br_netfilter", install, "dry br_netfilter", " insmod /lib/br_netfilter.ko"))
                .as("what modprobe would do counts")
                .isEqualTo("pass ok");
        Judgement blacklisted =
                judged(USABLE, "file br_netfilter", "rule blacklist br_netfilter /etc/modprobe.d/x.conf:1 ");
        assertThat(blacklisted.code()).isEqualTo("blacklisted");
        assertThat(new KernelModulesCheck().spec().severityOf("blacklisted")).hasToString("INFO");
        assertThat(said(USABLE, "file br_netfilter", "cmdline module_blacklist=foo,br_netfilter"))
                .isEqualTo("fail blocked");
    }

    @Test
    void oneOfSeveralIsEnoughAndNoneOfThemMayBeThere() {
        String any = "{require: {nf_tables: {state: %s, any_of: [ip-tables]}}}";
        assertThat(said(any.formatted("usable"), "file ip_tables")).isEqualTo("pass ok");
        assertThat(said(any.formatted("usable"), "file other")).isEqualTo("fail not-available");
        assertThat(said(any.formatted("absent"), "loaded ip_tables")).isEqualTo("fail present");
    }

    @Test
    void parametersAreThoseOfALoadedModule() {
        String yaml = "{require: {nf_conntrack: {parameters: {hashsize: 65536}}}}";
        String parameters = "parameters\n nf_conntrack/parameters/hashsize:";
        assertThat(said(yaml, "loaded nf_conntrack", parameters + "65536")).isEqualTo("pass ok");
        assertThat(said(yaml, "loaded nf_conntrack", parameters + "65535")).isEqualTo("fail parameter-differs");
        assertThat(said(yaml, "loaded nf_conntrack")).isEqualTo("fail parameter-differs");
        assertThat(said(yaml, "file nf_conntrack")).isEqualTo("fail not-loaded");
    }

    private static List<String> options(String yaml, String config) {
        return Judged.said(new KernelModulesCheck(), yaml, Map.of("kernel-config", config + "done\n"));
    }

    @ParameterizedTest
    @CsvSource({
        "any, =y, pass ok",
        "any, =m, pass ok",
        "any, =n, fail option-missing",
        "y, =m, fail option-missing",
        "y, =y, pass ok",
        "m, =y, fail option-missing",
        "m, =m, pass ok",
        "n, =y, fail option-missing",
        "n, =n, pass ok",
        "any, =1024, pass ok"
    })
    void anOptionIsAsRequired(String wanted, String line, String expected) {
        assertThat(options(
                        "{options: {CGROUP_PIDS: '" + wanted + "'}}",
                        "config /boot/config-6.1\n CONFIG_CGROUP_PIDS" + line + "\n"))
                .containsExactly(expected + " option:CGROUP_PIDS");
    }

    @Test
    void withoutAListNothingIsMissing() {
        String yaml = "{options: {CGROUP_PIDS: {}}}";
        assertThat(options(yaml, "config /proc/config.gz\n")).containsExactly("fail option-missing option:CGROUP_PIDS");
        assertThat(options(yaml, "denied /boot/config-6.1\n"))
                .containsExactly("unknown no-permission option:CGROUP_PIDS");
        assertThat(options(yaml, "")).containsExactly("unknown not-readable option:CGROUP_PIDS");
    }

    /** A kernel without modules has neither /proc/modules nor a tree, and all works. */
    @Test
    void aKernelThatHasEverythingBuiltInSaysSoInItsConfiguration() {
        assertThat(Judged.said(
                        new KernelModulesCheck(),
                        "{require: {overlay: {state: loaded}}}",
                        Map.of(
                                "kernel-modules",
                                "no-tree 6.18\nparameters\ndone\n",
                                "kernel-config",
                                "config /proc/config.gz\n CONFIG_OVERLAY_FS=y\ndone\n")))
                .containsExactly("pass ok module:overlay");
    }

    @Test
    void anotherFormIsRefused() {
        assertThatThrownBy(() -> Printed.reading(KernelModules.FACT.request(), "loaded x\ndone\n"))
                .hasMessageContaining("parameters");
        assertThatThrownBy(() -> Printed.reading(KernelModules.FACT.request(), "parameters\n x\ndone\n"))
                .hasMessageContaining("a parameter");
        assertThatThrownBy(() -> Printed.reading(KernelConfig.FACT.request(), "config /x\n FOO\ndone\n"))
                .hasMessageContaining("an option");
    }

    @ParameterizedTest
    @MethodSource("shells")
    void theProbeFindsModulesWhateverTheirFilesAreCalled(Shell shell) throws IOException {
        Tree.put(root, "proc/sys/kernel/osrelease", "6.1-x\n");
        Tree.put(root, "proc/sys/kernel/modprobe", "\n");
        Tree.put(root, "proc/sys/kernel/modules_disabled", "0\n");
        Tree.put(root, "proc/modules", "br_netfilter 32768 0 - Live 0x0\n");
        Tree.put(root, "proc/cmdline", "quiet module_blacklist=floppy root=/dev/sda\n");
        Tree.put(root, "proc/sys/net/bridge/x", "");
        Tree.put(root, "sys/module/ip_vs/parameters/conn_tab_bits", "12\n");
        Tree.put(root, "sys/module/dummy/initstate", "live\n");
        Tree.put(
                root,
                "lib/modules/6.1-x/modules.dep",
                "kernel/fs/overlayfs/overlay.ko.xz:\nkernel/net/8021q/8021q.ko.gz: a/b.ko\nkernel/ip-tables.ko: kernel/x_tables.ko\nkernel/vxlan.ko.zst:\n");
        Tree.put(root, "lib/modules/6.1-x/modules.builtin", "kernel/fs/fuse/fuse.ko\n");
        Tree.put(
                root,
                "etc/modprobe.d/cis.conf",
                "# install vxlan /bin/true\ninstall overlay /bin/false\nblacklist ip-tables\ninstall other x");
        Tree.put(root, "etc/modules-load.d/k8s.conf", "overlay\nbr-netfilter\nother");
        Tree.put(root, "usr/lib/modules-load.d/k8s.conf", "");
        assertThat(run(
                        shell,
                        KernelModules.FACT.in(Context.EXEC),
                        "overlay",
                        "br-netfilter",
                        "8021q",
                        "ip_tables",
                        "vxlan",
                        "fuse",
                        "ip_vs",
                        "dummy",
                        "none",
                        "a b",
                        "/proc/sys/net/bridge",
                        "/proc/nothing"))
                .isEqualTo("""
                feature /proc/sys/net/bridge
                modules_disabled 0
                modprobe\s
                loaded br_netfilter
                builtin ip_vs
                loaded dummy
                file overlay
                file 8021q
                file ip_tables
                file vxlan
                builtin fuse
                rule install overlay /etc/modprobe.d/cis.conf:2 /bin/false
                rule blacklist ip_tables /etc/modprobe.d/cis.conf:3\s
                boot /etc/modules-load.d/k8s.conf
                 overlay
                 br_netfilter
                boot /usr/lib/modules-load.d/k8s.conf
                cmdline module_blacklist=floppy
                parameters
                 ip_vs/parameters/conn_tab_bits:12
                done
                """);
    }

    @ParameterizedTest
    @MethodSource("shells")
    void theProbeRunsModprobeDryForWhatIsAFileOnly(Shell shell) throws IOException {
        Tree.put(root, "proc/sys/kernel/osrelease", "6.1-x\n");
        Tree.put(root, "lib/modules/6.1-x/modules.dep", "kernel/overlay.ko:\n");
        Path modprobe = Tree.put(root, "usr/sbin/modprobe", "#!/bin/sh\necho \"install /bin/false $*\"\n");
        assertThat(modprobe.toFile().setExecutable(true)).isTrue();
        assertThat(run(shell, KernelModules.FACT.in(Context.EXEC), "overlay", "none"))
                .isEqualTo("file overlay\ndry overlay\n install /bin/false -n -v -- overlay\nparameters\ndone\n");
        assertThat(run(shell, KernelModules.FACT.in(Context.EXEC))).isEqualTo("parameters\ndone\n");
        Tree.put(root, "proc/sys/kernel/osrelease", "6.2\n");
        assertThat(run(shell, KernelModules.FACT.in(Context.EXEC), "overlay"))
                .isEqualTo("no-tree 6.2\nparameters\ndone\n");
    }

    @ParameterizedTest
    @MethodSource("shells")
    void theProbeReadsTheFirstConfigurationThatThereIs(Shell shell) throws IOException {
        FactRequest<KernelConfig> request = KernelConfig.FACT.in(Context.EXEC).withArguments(List.of("A", "B", "C"));
        Tree.put(root, "proc/sys/kernel/osrelease", "6.1-x\n");
        ScriptRun run = ScriptRun.under(shell).with("PROBE_ROOT", root.toString());
        assertThat(run.run(request).reading(request))
                .isEqualTo(Reading.missing(Reason.NOT_READABLE, "/proc/config.gz, /boot/config-*"));
        Tree.put(root, "boot/config-6.1-x", "CONFIG_A=y\n# CONFIG_B is not set\nCONFIG_AB=m\n");
        Tree.put(root, "lib/modules/6.1-x/config", "CONFIG_A=m\n");
        Tree.put(root, "proc/config.gz", "");
        assertThat(run.run(request).out(request))
                .isEqualTo("config /boot/config-6.1-x\n CONFIG_A=y\n CONFIG_B=n\n\ndone\n");
    }

    private <T> String run(Shell shell, FactRequest<T> request, String... names) {
        FactRequest<T> asked = request.withArguments(List.of(names));
        return ScriptRun.under(shell)
                .with("PROBE_ROOT", root.toString())
                .run(asked)
                .out(asked);
    }
}
