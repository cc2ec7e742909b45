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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class SwapCheckTest {
    private static final String HEADING = "Filename\t\t\t\tType\t\tSize\t\tUsed\t\tPriority\n";
    private static final String DISK = "/dev/sda2                               partition\t1048572\t\t0\t\t-2\n";
    private static final String FILE = "/swap\\040file                            file\t\t2\t\t1\t\t-3\n";
    private static final String ZRAM = "/dev/zram0 partition 8388604 0 100\n";
    private static final String CONTAINER = "Linux 6.1.0 x86_64\n0\ncontainer=docker\nID=debian\ndone\n";
    private static final String OFF_LINE = "fstab\n 3 noauto /dev/sda2\n";
    private static final String ON_LINE = "fstab\n 3 defaults,pri=1 UUID=1f-2\n";

    @TempDir
    Path root;

    static Stream<Shell> shells() {
        return Shells.all();
    }

    private static Map<String, String> printed(String lines, String boot) {
        Map<String, String> printed = new HashMap<>();
        printed.put("swaps", "swaps\n" + (HEADING + lines).indent(1) + "done\n");
        printed.put("swap-boot", "init systemd\n" + boot + "done\n");
        return printed;
    }

    private static List<String> said(String yaml, Map<String, String> printed) {
        return Judged.said(new SwapCheck(), yaml, printed);
    }

    private static List<String> said(String lines, String boot) {
        return said("{}", printed(lines, boot));
    }

    @Test
    void everyAreaInUseFailsAlsoWhereNothingIsInIt() {
        assertThat(said("", "")).containsExactly("pass ok host");
        assertThat(said(DISK, "")).containsExactly("fail on swap:/dev/sda2");
        assertThat(said(DISK + FILE, ON_LINE)).containsExactly("fail on swap:/dev/sda2", "fail on swap:/swap\\040file");
        Map<String, String> unsupported = printed("", "");
        unsupported.put("swaps", "unsupported\ndone\n");
        assertThat(said("{}", unsupported)).containsExactly("not-applicable unsupported host");
        assertThat(said("{state: on}", unsupported)).containsExactly("fail off host");
    }

    @Test
    void anAreaInUseIsNamedWithItsSizeAndWhatStartsItAtBoot() {
        Judgement on = Judged.by(new SwapCheck(), "{}", printed(FILE, ON_LINE)).get(0);
        assertThat(on.args())
                .containsEntry("size", Arg.bytes(2048))
                .containsEntry("used", Arg.bytes(1024))
                .containsEntry("type", Arg.text("file"))
                .containsEntry("startedBy", Arg.texts(List.of("/etc/fstab:3")));
        assertThat(on.remedies()).as("a path that the kernel escaped").isEmpty();
        assertThat(Judged.by(new SwapCheck(), "{}", printed(DISK, "")).get(0).remedies())
                .extracting(remedy -> remedy.id())
                .containsExactly("swapoff");
    }

    private static List<String> remedies(String boot) {
        return Judged.by(new SwapCheck(), "{}", printed("", boot)).get(0).remedies().stream()
                .map(remedy -> remedy.id())
                .toList();
    }

    @Test
    void whatWouldStartSwapAtTheNextBootIsAWarningWhileNoneIsInUse() {
        assertThat(said("", ON_LINE)).containsExactly("warning on-after-boot swap:UUID=1f-2");
        assertThat(said("", OFF_LINE)).containsExactly("pass ok host");
        assertThat(said("{at: [now]}", printed("", ON_LINE))).containsExactly("pass ok host");
        assertThat(said("{at: [boot]}", printed(DISK, ON_LINE)))
                .containsExactly("warning on-after-boot swap:UUID=1f-2");
        assertThat(remedies("wanted /etc/systemd/system/a.wants/x.swap\n"))
                .as("its unit may lie where a mask would")
                .containsExactly("disable");
        assertThat(remedies("wanted /lib/systemd/system/a.wants/x.swap\n")).containsExactly("mask");
        Map<String, String> container = printed("", ON_LINE);
        container.put("host-identity", CONTAINER);
        assertThat(said("{}", container)).as("a container does not boot").containsExactly("pass ok host");
        container.putAll(printed("", "unreadable /run/udev/data\n"));
        container.put("host-identity", CONTAINER);
        assertThat(said("{}", container)).as("nothing is missing").containsExactly("pass ok host");
    }

    @Test
    void whatCouldNotBeReadOfTheNextBootIsNoPass() {
        Map<String, String> printed = printed("", "unreadable /etc/fstab\n");
        assertThat(said("{}", printed)).containsExactly("unknown not-readable swap:after-boot");
        printed.remove("swap-boot");
        assertThat(said("{}", printed)).containsExactly("unknown not-collected swap:after-boot");
        assertThat(said("{at: [now]}", printed)).containsExactly("pass ok host");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "16776191 | fail too-small host",
                "16776192 | pass ok host",
                "16777212 | pass ok host",
                "0 | fail off host",
            })
    void thereIsAsMuchAsIsRequiredLessTheHeaders(String kib, String expected) {
        String area = "/dev/sda2 partition " + kib + " 0 -2\n";
        assertThat(said("{state: on, min: 16GiB}", printed(area, ON_LINE))).containsExactly(expected);
    }

    @Test
    void allAreasTogetherCountAndZramOnlyIfTheProfileSaysSo() {
        String both = ZRAM + "/dev/sda2 partition 8388604 0 -2\n";
        assertThat(said("{state: on, min: 16GiB}", printed(both, ON_LINE))).containsExactly("pass ok host");
        assertThat(said("{state: on, min: 16GiB, zram: ignored}", printed(both, ON_LINE)))
                .containsExactly("fail too-small host");
        assertThat(said("{state: on, zram: ignored}", printed(ZRAM, ON_LINE))).containsExactly("fail off host");
        assertThat(said("{zram: ignored}", printed(ZRAM, "zram /etc/systemd/zram-generator.conf\n [zram0]\n")))
                .containsExactly("pass ok host");
        assertThat(said("{}", printed(ZRAM, ""))).containsExactly("fail on swap:/dev/zram0");
    }

    @Test
    void requiredSwapHasToComeBackAfterABoot() {
        assertThat(said("{state: on}", printed(DISK, ON_LINE))).containsExactly("pass ok host");
        assertThat(said("{state: on}", printed(DISK, OFF_LINE)))
                .containsExactly("warning off-after-boot swap:after-boot");
        assertThat(said("{state: on}", printed("", OFF_LINE))).containsExactly("fail off host");
    }

    @Test
    void aLeastSizeOfNoSwapIsAMistake() {
        assertThatThrownBy(() -> said("{state: off, min: 1GiB}", printed("", "")))
                .hasMessageContaining("where the state is off");
        assertThat(said("{min: 1GiB}", printed("", ""))).containsExactly("fail off host");
    }

    /** What cannot be understood is no host without swap. */
    @ParameterizedTest
    @CsvSource({"'', heading", "/dev/sda2 partition 1 0, priority", "/dev/sda2 partition 1G 0 -2, two sizes"})
    void anythingElseIsRefused(String line, String reason) {
        String text =
                line.isEmpty() ? "swaps\ndone\n" : printed(line + "\n", "").get("swaps");
        assertThatThrownBy(() -> Printed.reading(Swaps.FACT.request(), text)).hasMessageContaining(reason);
        assertThatThrownBy(() -> Printed.reading(Swaps.FACT.request(), "swaps\n " + HEADING))
                .hasMessageContaining("done");
    }

    @ParameterizedTest
    @MethodSource("shells")
    void theProbeTellsNoSwapFromNoAnswer(Shell shell) throws IOException {
        assertThat(read(shell)).isEqualTo(Reading.missing(Reason.NOT_READABLE, "/proc/swaps"));
        Tree.put(root, "proc/uptime", "1.0 1.0\n");
        assertThat(read(shell)).isEqualTo(Reading.got(new Swaps(false, List.of())));
        Tree.put(root, "proc/swaps", HEADING);
        assertThat(read(shell)).isEqualTo(Reading.got(new Swaps(true, List.of())));
        Tree.put(root, "proc/swaps", HEADING + FILE);
        assertThat(read(shell))
                .isEqualTo(Reading.got(
                        new Swaps(true, List.of(new Swaps.Area("/swap\\040file", "file", 2048, 1024, -3)))));
    }

    private Reading<Swaps> read(Shell shell) {
        // A clean child would lose PROBE_ROOT.
        FactRequest<Swaps> request = Swaps.FACT.in(Context.EXEC);
        return ScriptRun.under(shell)
                .with("PROBE_ROOT", root.toString())
                .run(request)
                .reading(request);
    }
}
