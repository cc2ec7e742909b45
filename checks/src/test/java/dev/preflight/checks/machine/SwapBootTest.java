package dev.preflight.checks.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What is taken for something that starts swap at the next boot. */
class SwapBootTest {
    private static final String OFF_LINE = "fstab\n 3 noauto /dev/sda2\n";
    private static final String ON_LINE = "fstab\n 3 defaults,pri=1 UUID=1f-2\n";

    @TempDir
    Path root;

    static Stream<Shell> shells() {
        return Shells.all();
    }

    private static List<SwapBoot.Source> sources(String printed) {
        return Printed.reading(SwapBoot.FACT.request(), printed + "done\n").fold(SwapBoot::sources, missing -> {
            throw new AssertionError(missing.toString());
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "init systemd | 1",
                "init systemd; cmdline systemd.swap=0 | 0",
                "init systemd; cmdline systemd.swap=yes | 1",
                "init systemd; cmdline fstab=no | 0",
                "init systemd; masked swap.target | 0",
                "init systemd; masked dev-disk-by\\x2duuid-1f\\x2d2.swap | 0",
                "init systemd; masked dev-sda2.swap | 1",
                "init openrc | 0",
                "init openrc; runlevel | 1",
                "init other; masked swap.target | 1",
            })
    void aLineOfFstabCountsUnlessTheSystemIgnoresIt(String more, int count) {
        assertThat(sources(more.replace("; ", "\n") + "\n" + ON_LINE)).hasSize(count);
    }

    @Test
    void theTypeOfAPartitionCountsOnlyWhereFstabNamesNoSwap() {
        String gpt = "init systemd\ngpt sda3 0x0\n";
        assertThat(sources(gpt)).containsExactly(new SwapBoot.Source("/dev/sda3", "systemd-gpt-auto-generator", false));
        assertThat(sources(gpt + "fstab\n")).hasSize(1);
        assertThat(sources(gpt + OFF_LINE))
                .as("systemd looks for a line, whatever its options")
                .isEmpty();
        assertThat(sources(gpt + "cmdline systemd.gpt_auto=0\n")).isEmpty();
        assertThat(sources(gpt + "masked dev-sda3.swap\n")).isEmpty();
        assertThat(sources("init systemd\ngpt sda3 0x8000000000000000\n"))
                .as("no-auto")
                .isEmpty();
        assertThat(sources("init systemd\ngpt sda3 0x800000000000000\n")).hasSize(1);
    }

    @Test
    void unitsAndServicesCountOnceAndUnlessTheyAreMasked() {
        String wanted = "init systemd\nwanted /usr/lib/systemd/system/a.wants/zramswap.service\n"
                + "wanted /lib/systemd/system/a.wants/zramswap.service\nwanted /etc/systemd/system/a.wants/x.swap\n";
        assertThat(sources(wanted))
                .extracting(source -> source.what() + " " + source.zram())
                .containsExactlyInAnyOrder("x.swap false", "zramswap.service true");
        assertThat(sources(wanted + "masked x.swap\nmasked zramswap.service\n")).isEmpty();
        assertThat(sources(wanted + "masked swap.target\n"))
                .extracting(SwapBoot.Source::what)
                .containsExactly("zramswap.service");
    }

    @Test
    void aSectionOfZramGeneratorIsSwapUnlessItIsAFileSystem() {
        String conf =
                "init systemd\nzram /usr/lib/systemd/zram-generator.conf\n [zram0]\n [zram1]\n mount-point = /tmp\n"
                        + " [zram2]\n fs-type=ext4\n [zram3]\n fs-type = swap\n";
        assertThat(sources(conf)).extracting(SwapBoot.Source::what).containsExactly("/dev/zram0", "/dev/zram3");
        assertThat(sources(conf + "cmdline systemd.zram=0\n")).isEmpty();
        assertThat(sources("init systemd\nzram /etc/systemd/zram-generator.conf\n"))
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("shells")
    void theProbeFindsWhatSystemdWouldStart(Shell shell) throws IOException {
        String generators = "usr/lib/systemd/system-generators/";
        String units = "etc/systemd/system/";
        Files.createDirectories(root.resolve("run/systemd/system"));
        Tree.put(root, "proc/cmdline", "quiet systemd.zram=1 root=/dev/sda2\n");
        Tree.put(root, "proc/self/mountinfo", "22 1 8:2 / / rw - ext4 /dev/sda2 rw\n");
        for (String disk : List.of("sda/sda2", "sda/sda3", "sdb/sdb1")) {
            Files.createDirectories(root.resolve("sys/devices/" + disk));
            Tree.put(root, "sys/devices/" + disk + "/uevent", "DEVNAME=" + disk.substring(4) + "\n");
        }
        link("sys/dev/block/8:2", "../../devices/sda/sda2");
        link("sys/dev/block/8:3", "../../devices/sda/sda3");
        link("sys/dev/block/8:17", "../../devices/sdb/sdb1");
        for (String number : List.of("8:3", "8:17")) {
            Tree.put(root, "run/udev/data/b" + number, "E:ID_PART_ENTRY_TYPE=0657fd6d-a4ab-43c4-84e5-0933c84b4f4f\n");
        }
        Tree.put(root, generators + "systemd-gpt-auto-generator", "x");
        Tree.put(root, generators + "zram-generator", "x");
        Tree.put(root, "usr/lib/systemd/zram-generator.conf", "# Fedora's\n[zram0]\nzram-size = 1\n");
        Tree.put(root, "usr/lib/systemd/zram-generator.conf.d/a.conf", "[zram1]\nmount-point = /tmp");
        link(units + "multi-user.target.wants/zramswap.service", "/lib/systemd/system/zramswap.service");
        link(units + "swap.target.wants/a.swap", "/etc/systemd/system/a.swap");
        link(units + "a.swap", "/dev/null");

        assertThat(found(shell)).containsExactlyInAnyOrder("/dev/sda3", "/dev/zram0", "zramswap.service");
        Tree.put(
                root,
                "etc/fstab",
                "# /dev/sda9 none swap sw 0 0\n\nUUID=7 none swap noauto 0 0\n/swapfile none swap sw 0 0");
        assertThat(found(shell)).containsExactlyInAnyOrder("/swapfile", "/dev/zram0", "zramswap.service");
        Tree.put(root, "etc/systemd/zram-generator.conf", "");
        link("etc/systemd/system-generators/systemd-gpt-auto-generator", "/dev/null");
        Files.delete(root.resolve("etc/fstab"));
        assertThat(found(shell)).containsExactly("zramswap.service");
    }

    @ParameterizedTest
    @MethodSource("shells")
    void theProbeAsksOpenRcForItsService(Shell shell) throws IOException {
        Files.createDirectories(root.resolve("run/openrc"));
        Tree.put(root, "etc/fstab", "/dev/sda2\tnone\tswap\tsw\t0 0\n");
        assertThat(found(shell)).isEmpty();
        link("etc/runlevels/boot/swap", "/etc/init.d/swap");
        assertThat(found(shell)).containsExactly("/dev/sda2");
    }

    private List<String> found(Shell shell) {
        // A clean child would lose PROBE_ROOT.
        FactRequest<SwapBoot> request = SwapBoot.FACT.in(Context.EXEC);
        return ScriptRun.under(shell)
                .with("PROBE_ROOT", root.toString())
                .run(request)
                .reading(request)
                .fold(boot -> boot.sources().stream().map(SwapBoot.Source::what).toList(), missing -> {
                    throw new AssertionError(missing.toString());
                });
    }

    private void link(String path, String to) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.createSymbolicLink(file, Path.of(to));
    }

    @Test
    void aLineThatIsCutIsRefused() {
        assertThatThrownBy(() -> sources("init systemd\nfstab\n 3 /dev/sda2\n")).hasMessageContaining("expected");
        assertThatThrownBy(() -> sources("fstab\n")).hasMessageContaining("expected");
    }
}
