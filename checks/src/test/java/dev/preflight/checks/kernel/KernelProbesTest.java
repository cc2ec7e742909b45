package dev.preflight.checks.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.checks.fact.KernelLog;
import dev.preflight.checks.load.ThreadsRetrans;
import dev.preflight.fact.Context;
import dev.preflight.fact.FactRequest;
import dev.preflight.fact.Reading;
import dev.preflight.testing.ScriptRun;
import dev.preflight.testing.Shells;
import dev.preflight.testing.Shells.Shell;
import dev.preflight.testing.Tree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The probes of the kernel, run by real shells over a tree of our own, and on this machine as it is. */
class KernelProbesTest {
    @TempDir
    Path root;

    static Stream<Shell> shells() {
        return Shells.all();
    }

    @BeforeEach
    void host() throws IOException {
        Tree.put(root, "proc/uptime", "8640000.25 1.0\n");
        Tree.put(root, "proc/sys/kernel/hostname", "h1\n");
        Tree.put(root, "proc/sys/kernel/osrelease", "5.14.0-362.el9.x86_64\n");
        Tree.put(root, "proc/sys/kernel/tainted", "512\n");
        Tree.put(root, "proc/cpuinfo", "processor\t: 0\nflags\t\t: fpu vme sse2\n");
        Tree.put(root, "proc/self/mounts", "proc /proc proc rw 0 0\n");
    }

    @ParameterizedTest
    @MethodSource("shells")
    void onlyLinesThatMeanSomethingTravel(Shell shell) throws IOException {
        executable(
                "bin/dmesg",
                "#!/bin/sh\necho 'dmesg: read kernel buffer failed: Operation not permitted' >&2\nexit 1\n");
        StringBuilder log = new StringBuilder("Feb 22 03:10:02 h1 kernel: device eth0 entered promiscuous mode\n");
        log.append("Feb 22 03:10:03 h1 sshd[77]: secret of a user\n");
        for (int i = 0; i < 5000; i++) {
            log.append("Mar  3 10:00:00 h1 kernel: nf_conntrack: table full, dropping packet ")
                    .append(i)
                    .append('\n');
            log.append("Mar  3 10:00:00 h2 kernel: EXT4-fs error (device sdz1): x\n");
        }
        log.append("Mar  3 10:00:01 h1.example.com kernel: NETDEV WATCHDOG: eth0 (tg3): transmit queue 0 timed out\n");
        log.append("Mar  3 10:00:02 h1 kernel: acme_hba scsi2: reset")
                .append("x".repeat(9000))
                .append('\n');
        Tree.put(root, "var/log/messages", log.toString());
        Tree.put(root, "sys/class/net/eth0/queues/tx-0/tx_timeout", "1\n");
        Tree.put(root, "sys/class/net/eth0/queues/tx-1/tx_timeout", "2\n");
        FactRequest<KernelLog> request =
                KernelLog.FACT.in(Context.EXEC).withArguments(List.of("acme_hba", "it's $(touch /tmp/owned)"));
        String out = run(shell, request).out(request);
        assertThat(out.length()).isLessThan(8000);
        assertThat(out).doesNotContain("secret").doesNotContain("sdz1");
        // The first two and the last twenty of a flood, and the one line behind it.
        assertThat(out.lines().filter(line -> line.contains("table full"))).hasSize(22);
        assertThat(out)
                .contains("dropping packet 0\n", "dropping packet 1\n", "dropping packet 4980\n", "packet 4999\n");
        assertThat(out).contains("acme_hba scsi2: reset");
        KernelLog log1 = read(shell, request);
        assertThat(log1.txTimeouts()).containsExactly(Map.entry("eth0", 3L));
        assertThat(log1.tainted()).hasValue(512);
        assertThat(log1.virtual()).isFalse();
        assertThat(log1.denied()).containsExactly("dmesg: read kernel buffer failed: Operation not permitted");
        assertThat(log1.sources()).singleElement().satisfies(source -> {
            assertThat(source.name()).isEqualTo("/var/log/messages");
            assertThat(source.begins()).isPresent();
            assertThat(source.events()).hasSize(24);
        });
    }

    @ParameterizedTest
    @MethodSource("shells")
    void journalAndDmesgAreReadWithWhatWasRotatedAway(Shell shell) throws IOException {
        executable(
                "bin/dmesg",
                "#!/bin/sh\necho '[    0.000000] Linux version 6.1'\necho '[  9.100000] XFS (dm-2): Corruption detected'\n");
        executable(
                "usr/bin/journalctl",
                "#!/bin/sh\necho '2026-02-23T07:44:20+0000 h1 kernel: Linux version 6.1'\necho '2026-02-23T07:44:20+0000 h1 kernel: y'\n");
        Tree.put(root, "var/log/journal/0123/system.journal", "x");
        Tree.put(root, "var/log/kern.log.1", "Feb 10 00:00:00 h1 kernel: a\n");
        Tree.put(root, "var/log/kern.log", "Mar  1 00:00:00 h1 kernel: b\n");
        Tree.put(root, "var/log/messages", "Mar  1 00:00:00 h1 app: no line of the kernel goes here\n");
        Tree.put(root, "sys/class/dmi/id/product_name", "KVM\n");
        KernelLog log = read(shell, KernelLog.FACT.in(Context.EXEC));
        assertThat(log.virtual()).isTrue();
        assertThat(log.sources())
                .extracting(KernelLog.Source::name)
                .containsExactly("dmesg", "journal", "/var/log/kern.log");
        assertThat(log.sources().get(0).fromBoot()).isTrue();
        assertThat(log.events()).extracting(KernelLog.Event::text).containsExactly("XFS (dm-2): Corruption detected");
        long begins = log.sources().get(2).begins().orElseThrow();
        assertThat(Instant.ofEpochSecond(begins).toString()).contains("-02-10T");
    }

    @ParameterizedTest
    @MethodSource("shells")
    void aJournalThatIsThereAndShowsAUserNothingIsDenied(Shell shell) throws IOException {
        executable("usr/bin/journalctl", "#!/bin/sh\necho '-- No entries --'\necho x >>${0%/*}/../../asked\n");
        assertThat(read(shell, KernelLog.FACT.in(Context.EXEC)).denied()).isEmpty();
        Files.createDirectories(root.resolve("run/log/journal/0123"));
        String none = run(shell, KernelLog.FACT.in(Context.EXEC)).out(KernelLog.FACT.in(Context.EXEC));
        assertThat(root.resolve("asked")).doesNotExist();
        Tree.put(root, "run/log/journal/0123/user-1000.journal", "x");
        KernelLog log = read(shell, KernelLog.FACT.in(Context.EXEC));
        assertThat(log.sources()).isEmpty();
        assertThat(log.denied()).containsExactly("journal");
        assertThat(root.resolve("asked")).exists();
        assertThat(none).contains("source journal\nlines\n");
    }

    @ParameterizedTest
    @MethodSource("shells")
    void theRunningKernelTheInstalledOnesAndTheDriversInUse(Shell shell) throws IOException {
        Tree.put(root, "lib/modules/5.14.0-362.el9.x86_64/modules.dep", "");
        Tree.put(root, "lib/modules/5.14.0-427.el9.x86_64/kernel/x.ko", "");
        Tree.put(root, "lib/modules/5.14.0-70.el9.x86_64/extra/left-behind.ko", "");
        Tree.put(root, "boot/vmlinuz-5.14.0-503.el9.x86_64", "");
        Tree.put(root, "sys/kernel/livepatch/lp_1/enabled", "1\n");
        nic("eth0", "0x1003", "ixgbe");
        nic("eth1", "0x1002", "tg3");
        Tree.put(root, "sys/class/net/lo/flags", "0x9\n");
        KernelInstall kernel = read(shell, KernelInstall.FACT.in(Context.EXEC));
        assertThat(kernel.running()).isEqualTo("5.14.0-362.el9.x86_64");
        assertThat(kernel.installed())
                .containsExactly("5.14.0-362.el9.x86_64", "5.14.0-427.el9.x86_64", "5.14.0-503.el9.x86_64");
        assertThat(kernel.patches()).containsExactly("lp_1");
        assertThat(kernel.drivers()).containsExactly(Map.entry("eth0", "ixgbe"));
    }

    @ParameterizedTest
    @MethodSource("shells")
    void openVSwitchIsFoundByItsProcessAndItsProgram(Shell shell) throws IOException {
        assertThat(read(shell, OvsKernel.FACT.in(Context.EXEC)).used()).isFalse();
        Tree.put(root, "proc/812/comm", "ovs-vswitchd\n");
        Tree.put(root, "proc/812/status", "Uid:\t0\t0\t0\t0\nNSpid:\t812\t7\n");
        Tree.put(
                root,
                "proc/812/stat",
                "812 (ovs-vswitchd) (x) S 1 812 812 0 -1 4 0 0 0 0 7 9 0 0 10 -10 1 0 50000 1 1\n");
        Tree.put(root, "proc/812/cgroup", "0::/system.slice/docker-5f3c9d.scope\n");
        Tree.put(root, "sys/module/openvswitch/version", "2.17\n");
        executable("usr/sbin/modprobe", "#!/bin/sh\n[ \"$1\" = -n ] || echo LOADED\nexit 0\n");
        executable("usr/sbin/modinfo", "#!/bin/sh\necho /lib/modules/x/extra/openvswitch.ko\n");
        OvsKernel ovs = read(shell, OvsKernel.FACT.in(Context.EXEC));
        assertThat(ovs.daemons()).containsExactly(new OvsKernel.Daemon(500, true));
        assertThat(ovs.version()).isEmpty();
        assertThat(ovs.loaded()).isTrue();
        assertThat(ovs.outOfTree()).isTrue();
        assertThat(ovs.modprobe()).contains(new OvsKernel.Modprobe(0, ""));
    }

    /** dash and busybox read byte by byte, and of a number in /proc/sys that gives the first digit only. */
    @ParameterizedTest
    @MethodSource("shells")
    void onThisMachineTheWholeOfEveryValueIsRead(Shell shell) throws IOException {
        String release = Files.readString(Path.of("/proc/sys/kernel/osrelease")).strip();
        FactRequest<KernelInstall> install = KernelInstall.FACT.in(Context.EXEC);
        assertThat(value(ScriptRun.under(shell).run(install).reading(install)).running())
                .isEqualTo(release);
        FactRequest<KernelLog> log = KernelLog.FACT.in(Context.EXEC);
        String out = ScriptRun.under(shell).run(log).out(log);
        assertThat(out)
                .contains("host "
                        + Files.readString(Path.of("/proc/sys/kernel/hostname")).strip() + "\n")
                .contains("tainted "
                        + Files.readString(Path.of("/proc/sys/kernel/tainted")).strip() + "\n");
        FactRequest<ThreadsRetrans> threads =
                ThreadsRetrans.FACT.in(Context.EXEC).with("INTERVAL", "1").sampling(Duration.ofSeconds(1));
        ThreadsRetrans sampled = value(ScriptRun.under(shell).run(threads).reading(threads));
        assertThat(sampled.samples()).hasSize(2);
        assertThat(sampled.maxThreads().orElseThrow()).isGreaterThan(1000);
        assertThat(sampled.samples().get(0).tcp()).containsKey("host");
    }

    private ScriptRun.Answer run(Shell shell, FactRequest<?> request) {
        return ScriptRun.under(shell).with("PROBE_ROOT", root.toString()).run(request);
    }

    private <T> T read(Shell shell, FactRequest<T> request) {
        return value(run(shell, request).reading(request));
    }

    private static <T> T value(Reading<T> reading) {
        return reading.fold(value -> value, missing -> {
            throw new AssertionError(missing);
        });
    }

    private void nic(String name, String flags, String driver) throws IOException {
        Path device = Files.createDirectories(root.resolve("sys/class/net/" + name + "/device"));
        Tree.put(root, "sys/class/net/" + name + "/flags", flags + "\n");
        Files.createDirectories(root.resolve("drivers/" + driver));
        Files.createSymbolicLink(device.resolve("driver"), root.resolve("drivers/" + driver));
    }

    private void executable(String path, String text) throws IOException {
        Files.setPosixFilePermissions(Tree.put(root, path, text), PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
