package dev.preflight.checks.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.preflight.api.Arg;
import dev.preflight.api.Judgement;
import dev.preflight.checks.Judged;
import dev.preflight.fact.Context;
import dev.preflight.fact.FactRequest;
import dev.preflight.fact.Reading;
import dev.preflight.testing.Printed;
import dev.preflight.testing.ScriptRun;
import dev.preflight.testing.Shells;
import dev.preflight.testing.Shells.Shell;
import dev.preflight.testing.Tree;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class MemoryCheckTest {
    private static final String SIXTEEN = "MemTotal: 16242520\nblocks 128 8000000\n";
    private static final String PASS = "pass ok host";
    private static final String TOO_LITTLE = "fail too-little host";

    @TempDir
    Path root;

    static Stream<Shell> shells() {
        return Shells.all();
    }

    private static List<Judgement> judged(String yaml, String printed) {
        return Judged.by(new MemoryCheck(), yaml, Map.of("memory", printed + "done\n"));
    }

    private static List<String> said(String yaml, String printed) {
        return Judged.said(new MemoryCheck(), yaml, Map.of("memory", printed + "done\n"));
    }

    private static Arg arg(String name, String yaml, String printed) {
        return judged(yaml, printed).get(0).args().get(name);
    }

    @ParameterizedTest
    @CsvSource({"127, 16100000, " + TOO_LITTLE, "128, 16242520, " + PASS, "129, 16370000, " + PASS})
    void theBlocksShowWhatIsInstalledWithoutASlack(String blocks, String total, String expected) {
        assertThat(said("{min: 16GiB}", "MemTotal: " + total + "\nblocks " + blocks + " 8000000\n"))
                .containsExactly(expected);
    }

    @ParameterizedTest
    @CsvSource({"15099494, " + TOO_LITTLE, "15099495, " + PASS, "15099496, " + PASS})
    void withoutBlocksMemTotalMayBeATenthLess(String total, String expected) {
        assertThat(said("{min: 16GiB}", "MemTotal: " + total + "\n")).containsExactly(expected);
    }

    @Test
    void theToleranceIsTheProfiles() {
        String all = "MemTotal: 16777215\n";
        assertThat(said("{min: 16GiB, tolerance: 0}", all)).containsExactly(TOO_LITTLE);
        assertThat(said("{min: 16GiB, tolerance: 1}", all)).containsExactly(PASS);
        assertThat(said("{min: 16GiB, tolerance: 0}", "MemTotal: 16777216\n")).containsExactly(PASS);
        assertThat(arg("have", "{min: 16GiB, tolerance: 0}", all)).isEqualTo(Arg.text("15.99 GiB"));
    }

    /** A balloon took half of it, or a container's runtime says less: 12 % and the crash kernel are all that goes missing. */
    @ParameterizedTest
    @CsvSource({
        "14979657, 0, 16GiB, " + TOO_LITTLE,
        "14979657, 0, 15GiB, " + PASS,
        "14979658, 0, 16GiB, warning reserved host",
        "14000000, 1123549183, 16GiB, " + TOO_LITTLE,
        "14000000, 1123549184, 16GiB, warning reserved host",
        "16777217, 0, 17GiB, " + PASS,
    })
    void blocksThatDoNotExplainMemTotalAreNotCounted(String total, String crash, String min, String expected) {
        assertThat(said("{min: " + min + "}", "MemTotal: " + total + "\nblocks 128 8000000\ncrash " + crash + "\n"))
                .containsExactly(expected);
    }

    @Test
    void blocksOfALargeMachineAreCoarse() {
        assertThat(said("{min: 8GiB}", "MemTotal: 5000000\nblocks 4 80000000\n"))
                .as("up to two blocks may be filled in part")
                .containsExactly("warning reserved host");
    }

    @Test
    void whatTheCrashKernelAndHugePagesTookIsNamedWhereTooLittleIsLeft() {
        String printed = "MemTotal: 16242520\nblocks 128 8000000\ncrash 0\n";
        assertThat(said("{min: 16GiB}", printed + "pool 2048 550\n")).containsExactly(PASS);
        assertThat(said("{min: 16GiB}", printed + "pool 2048 558\n"))
                .as("16242520 - 2048 * 558 = 15099736 kB, of 15099494.4 needed")
                .containsExactly(PASS);
        assertThat(said("{min: 16GiB}", printed + "pool 2048 557\npool 1048576 0\npool 64 50\n"))
                .containsExactly("warning reserved host");
        Judgement reserved =
                judged("{min: 16GiB}", printed + "pool 1048576 4\n").get(0);
        assertThat(reserved.args()).containsEntry("huge", Arg.bytes(4L << 30)).doesNotContainKey("crash");
        assertThat(reserved.remedies()).extracting(remedy -> remedy.id()).containsExactly("huge-pages", "more");
    }

    @ParameterizedTest
    @CsvSource({"1740799, " + TOO_LITTLE, "1740800, " + PASS, "1740801, " + PASS})
    void usableMemoryIsMeasuredWithoutASlack(String total, String expected) {
        assertThat(said("{min: 1700MiB, measure: usable}", "MemTotal: " + total + "\nblocks 16 8000000\n"))
                .containsExactly(expected);
        assertThat(said("{min: 1700MiB, measure: usable}", "MemTotal: 2000000\npool 2048 200\n"))
                .as("huge pages are not usable")
                .containsExactly(TOO_LITTLE);
    }

    @ParameterizedTest
    @CsvSource({"4194303, warning available-low host", "4194304, " + PASS, "4194305, " + PASS})
    void availableMemoryIsWorthAWarning(String available, String expected) {
        assertThat(said("{min: 4GiB, measure: available}", SIXTEEN + "MemAvailable: " + available + "\n"))
                .containsExactly(expected);
        assertThat(said("{min: 4GiB, measure: available}", SIXTEEN)).containsExactly("unknown not-readable host");
    }

    @ParameterizedTest
    @CsvSource({
        "8589934591 /, fail limited host",
        "8589934592 /, " + PASS,
        "8589934593 /, " + PASS,
        "8589934591 /user.slice, warning limited host",
        "8589934592 /user.slice, " + PASS,
        "9223372036854771712 /, " + PASS,
    })
    void aLimitAtTheRootOfTheHierarchyIsTheContainersAndAnyOtherIsTheLogins(String limit, String expected) {
        assertThat(said("{min: 8GiB}", SIXTEEN + "limit " + limit + "\n")).containsExactly(expected);
    }

    @Test
    void theContainersLimitIsSaidBeforeThatOfALogin() {
        String both = SIXTEEN + "limit 1024 /a\nlimit 4096 /\n";
        assertThat(said("{min: 8GiB}", both)).containsExactly("fail limited host");
        assertThat(arg("have", "{min: 8MiB}", SIXTEEN + "limit 3145728 /a b\nlimit 2097152 /a\n"))
                .isEqualTo(Arg.text("2 MiB"));
    }

    @ParameterizedTest
    @CsvSource({
        "blocks 1 8",
        "MemTotal: 1.5",
        "'MemTotal: 5\nblocks x 8'",
        "'MemTotal: 5\npool 2048'",
        "MemTotal: -1",
        "MemTotal: 99999999999999",
        "'MemTotal: 5\npool 2048 99\npool 99999999 999999999'"
    })
    void anythingElseIsRefused(String line) {
        assertThatThrownBy(() -> Printed.reading(Memory.FACT.request(), line + "\ndone\n"))
                .hasMessageContaining("expected");
    }

    private Reading<Memory> read(Shell shell) {
        // A clean child would lose PROBE_ROOT.
        FactRequest<Memory> request = Memory.FACT.in(Context.EXEC);
        return ScriptRun.under(shell)
                .with("PROBE_ROOT", root.toString())
                .run(request)
                .reading(request);
    }

    @ParameterizedTest
    @MethodSource("shells")
    void theProbeReadsTheKernelsFiles(Shell shell) throws IOException {
        assertThat(read(shell)).isInstanceOf(Reading.Missing.class);
        Tree.put(
                root,
                "proc/meminfo",
                "MemTotal:        262144 kB\nMemFree:  1 kB\nMemAvailable:   65536 kB\nSwapTotal: 1048576 kB\n");
        Tree.put(root, "sys/devices/system/memory/block_size_bytes", "8000000\n");
        Tree.put(root, "sys/devices/system/memory/memory0/online", "1\n");
        Tree.put(root, "sys/devices/system/memory/memory7/online", "0\n");
        Tree.put(root, "sys/devices/system/memory/memory32/online", "1\n");
        Tree.put(root, "sys/devices/system/cpu/online", "0\n");
        Tree.put(root, "sys/devices/system/node/node0/cpulist", "0\n");
        Tree.put(root, "sys/devices/system/node/node1/cpulist", "1\n");
        Tree.put(root, "sys/kernel/kexec_crash_size", "1048576\n");
        Tree.put(root, "sys/kernel/mm/hugepages/hugepages-2048kB/nr_hugepages", "3\n");
        Tree.put(root, "proc/self/cgroup", "0::/user.slice\n");
        Tree.put(root, "proc/self/mountinfo", "30 22 0:26 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n");
        Tree.put(root, "sys/fs/cgroup/user.slice/memory.max", "max\n");
        Tree.put(root, "sys/fs/cgroup/memory.max", "134217728\n");

        assertThat(read(shell))
                .isEqualTo(Reading.got(new Memory(
                        256L << 20,
                        Optional.of(64L << 20),
                        Optional.of(256L << 20),
                        1 << 20,
                        6 << 20,
                        Optional.of(1L << 30),
                        Optional.of(2L),
                        List.of(new GroupLimit(128L << 20, "/")))));
    }
}
