package dev.preflight.checks.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.preflight.api.Arg;
import dev.preflight.api.Judgement;
import dev.preflight.api.Remedy;
import dev.preflight.api.Shape;
import dev.preflight.checks.Judged;
import dev.preflight.checks.fact.BootConfig.Kind;
import dev.preflight.checks.fact.BootConfig.Line;
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
import org.junit.jupiter.params.provider.ValueSource;

class SysfsSettingCheckTest {
    private static final String THP = "/sys/kernel/mm/transparent_hugepage/enabled";
    private static final String AHEAD = "/sys/block/sda/queue/read_ahead_kb";
    private static final String NEVER = "{require: {" + THP + ": never}}";
    private static final String RUNNING = "init systemd\nrunning /proc/cmdline\n 1 linux\n";

    @TempDir
    Path root;

    static Stream<Shell> shells() {
        return Shells.all();
    }

    private static Judgement judged(String yaml, String path, String value, String boot) {
        List<Judgement> all = Judged.by(
                new SysfsSettingCheck(),
                yaml,
                Map.of("sysfs-values", "there " + path + "\n " + value + "\ndone\n", "boot-config", boot + "done\n"));
        assertThat(all).hasSize(1);
        return all.get(0);
    }

    private static String said(String yaml, String path, String value, String boot) {
        Judgement judgement = judged(yaml, path, value, boot);
        return judgement.outcome().code() + " " + judgement.code();
    }

    private static String thp(String boot) {
        return said(NEVER, THP, "always madvise [never]", RUNNING + boot);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {min: 4096}          | 4095 | fail wrong-now
            {min: 4096}          | 4096 | pass ok
            {min: 4096}          | 4097 | pass ok
            {max: 4096}          | 4095 | pass ok
            {max: 4096}          | 4096 | pass ok
            {max: 4096}          | 4097 | fail wrong-now
            4096                 | 4096 | pass ok
            {none_of: ['128']}   | 128  | fail wrong-now
            {min: 4096}          | none | fail wrong-now
            """)
    void aBoundIsAllowedItself(String limits, String now, String said) {
        String row = limits.startsWith("{") ? limits.replace("}", ", at: [now]}") : "{value: 4096, at: [now]}";
        assertThat(said("{require: {" + AHEAD + ": " + row + "}}", AHEAD, now, RUNNING))
                .isEqualTo(said);
    }

    @Test
    void aRowWithoutALimitAndAPathElsewhereAreErrors() {
        assertThatThrownBy(() -> said("{require: {" + THP + ": {at: [now]}}}", THP, "x", RUNNING))
                .hasMessageContaining("nothing is required");
        assertThatThrownBy(() -> said("{require: {" + AHEAD + ": {min: 2, max: 1}}}", AHEAD, "1", RUNNING))
                .hasMessageContaining("max: nothing can hold this and min together");
        assertThatThrownBy(() -> said("{require: {/etc/passwd: 1}}", THP, "x", RUNNING))
                .hasMessageContaining("below /sys");
        for (String path : List.of("/sys", "/sys/", "/sys/../etc/x", "/sys/a/..", "/sys/[ab]", "sys/a", "/sys/a b")) {
            assertThat(Shape.SYSFS.fits(path)).as(path).isFalse();
        }
        assertThat(Shape.SYSFS.fits("/sys/block/sd?/queue/a..b")).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            always [madvise] never | madvise
            [none]                 | none
            none                   | none
            a [b] [c]              | a [b] [c]
            0                      | 0
            [] x                   | [] x
            """)
    void theWordInBracketsIsInEffect(String words, String marked) {
        assertThat(SysfsValues.marked(words)).isEqualTo(marked);
    }

    /** Each comes behind the one before, and has the last word over it. */
    @Test
    void theLastOfWhatIsAppliedCounts() {
        String grub = "grub /boot/grub/grub.cfg\n 1 default \"0\"\n 9 linux transparent_hugepage=%s\n";
        String udev =
                "udev\n /etc/udev/rules.d/1.rules:1:SUBSYSTEM==\"x\", ATTR{transparent_hugepage/enabled}=\"%s\"\n";
        String tmpfiles = "tmpfiles\n /etc/tmpfiles.d/thp.conf:2:w " + THP + " - - - - %s\n";
        String tuned = "tuned\n /etc/tuned/a/tuned.conf:2:transparent_hugepages=%s\n";
        String script = "script\n /etc/rc.local:2:echo %s > " + THP + "\n";
        assertThat(thp(grub.formatted("never"))).isEqualTo("pass ok");
        assertThat(thp(grub.formatted("always"))).isEqualTo("warning wrong-after-boot");
        assertThat(thp(grub.formatted("always") + udev.formatted("never"))).isEqualTo("pass ok");
        assertThat(thp(udev.formatted("always") + tmpfiles.formatted("never"))).isEqualTo("pass ok");
        assertThat(thp(udev.formatted("never") + tmpfiles.formatted("always"))).isEqualTo("warning wrong-after-boot");
        assertThat(thp(tmpfiles.formatted("never") + tuned.formatted("always"))).isEqualTo("warning wrong-after-boot");
        assertThat(thp(tmpfiles.formatted("never") + tuned.formatted("never"))).isEqualTo("pass ok");
        assertThat(thp(tmpfiles.formatted("always") + tuned.formatted("never"))).isEqualTo("warning late-writer");
        assertThat(thp(tuned.formatted("always") + script.formatted("never"))).isEqualTo("warning too-late");
        assertThat(thp(script.formatted("always"))).isEqualTo("warning wrong-after-boot");
        assertThat(thp(grub.formatted("never") + tuned.formatted("always"))).isEqualTo("pass ok");
    }

    @Test
    void aUnitThatRunsBeforeOthersIsInTime() {
        String unit = "unit\n /etc/systemd/system/a.wants/thp.service:7:ExecStart=/bin/sh -c 'echo never | tee " + THP
                + " > /dev/null'\n";
        assertThat(thp(unit)).isEqualTo("warning too-late");
        assertThat(thp(unit + "early /etc/systemd/system/a.wants/thp.service\n"))
                .isEqualTo("pass ok");
        assertThat(said(NEVER, THP, "always madvise [never]", RUNNING.replace("systemd", "openrc") + unit))
                .isEqualTo("warning not-persisted");
    }

    /** Of one path the first line counts, of several patterns the last one; and a plus adds to the first. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            w /sys/block/sda/queue/read_ahead_kb - - - - 4096 | w /sys/block/sda/queue/read_ahead_kb - - - - 128  | pass ok
            w /sys/block/sda/queue/read_ahead_kb - - - - 4096 | w+ /sys/block/sda/queue/read_ahead_kb - - - - 128 | warning wrong-after-boot
            w /sys/block/sda/queue/read_ahead_kb - - - - 4096 | w /sys/block/*/queue/read_ahead_kb - - - - 128    | warning wrong-after-boot
            w /sys/block/*/queue/read_ahead_kb - - - - 128    | w! "/sys/block/sda/queue/read_ahead_kb" - - - - "4096" | pass ok
            w /sys/block/sdb/queue/read_ahead_kb - - - - 128  | z /sys/block/sda/queue/read_ahead_kb - - - - 128  | warning not-persisted
            """)
    void filesOfTmpfilesAreReadAsSystemdDoes(String first, String second, String said) {
        assertThat(said(
                        "{require: {" + AHEAD + ": 4096}}",
                        AHEAD,
                        "4096",
                        RUNNING + "tmpfiles\n /usr/lib/tmpfiles.d/b.conf:1:" + second + "\n /etc/tmpfiles.d/a.conf:1:"
                                + first + "\n"))
                .isEqualTo(said);
    }

    private static String set(Kind kind, String path, String text) {
        return new SysfsLine(new Line(kind, "/f", 1, text, false), path)
                .set()
                .map(set -> set.value().orElse("?") + (set.certain() ? "" : " perhaps"))
                .orElse("-");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            UDEV     | KERNEL=="sd[a-z]", ATTR{queue/read_ahead_kb}="4096"                  | 4096
            UDEV     | KERNEL=="vd*¦sda", ATTR{queue/read_ahead_kb}="4096"                  | 4096
            UDEV     | KERNEL=="nvme*", ATTR{queue/read_ahead_kb}="4096"                    | -
            UDEV     | ATTR{queue/rotational}=="0", ATTR{queue/read_ahead_kb}="4096"        | 4096 perhaps
            UDEV     | ENV{ID_SERIAL}=="x", ATTR{queue/read_ahead_kb}="4096"                | 4096 perhaps
            UDEV     | ATTR{queue/read_ahead_kb}=="128", GOTO="end"                         | -
            UDEV     | ATTR{queue/read_ahead_kb}="$env{X}"                                  | ?
            TMPFILES | w /sys/block/sd?/queue/read_ahead_kb - - - - 4096                    | 4096
            TMPFILES | r /sys/block/sda/queue/read_ahead_kb - - - - 4096                    | -
            SYSFS    | block/sda/queue/read_ahead_kb = 4096                                 | 4096
            SYSFS    | mode block/sda/queue/read_ahead_kb = 640                             | -
            TUNED    | readahead=>4096                                                      | ? perhaps
            TUNED    | readahead=4096                                                       | 4096 perhaps
            TUNED    | /sys/block/sd*/queue/read_ahead_kb=4096                              | 4096
            TUNED    | governor=performance                                                 | -
            SCRIPT   | echo 4096 > /sys/block/sda/queue/read_ahead_kb                       | 4096
            SCRIPT   | /bin/echo -n "4096">/sys/block/sda/queue/read_ahead_kb               | 4096
            SCRIPT   | for f in /sys/block/*/queue/read_ahead_kb; do echo 4096 > $f; done   | 4096
            SCRIPT   | echo $X > /sys/block/sda/queue/read_ahead_kb                         | ?
            SCRIPT   | if [ -f /sys/block/sda/queue/read_ahead_kb ]; then                   | -
            SCRIPT   | echo 4096 > /sys/block/sdb/queue/read_ahead_kb                       | -
            UNIT     | ExecStart=/bin/sh -c 'echo 4096 ¦ tee /sys/block/sda/queue/read_ahead_kb' | 4096
            """)
    void everyKindOfLineIsReadInItsOwnForm(Kind kind, String text, String set) {
        assertThat(set(kind, AHEAD, text.replace("¦", "|"))).isEqualTo(set);
    }

    @Test
    void optionsOfAModuleAreSetByFileOrCommandLine() {
        String path = "/sys/module/nvme_core/parameters/io_timeout";
        assertThat(set(Kind.MODPROBE, path, "options nvme-core multipath=N io_timeout=60"))
                .isEqualTo("60");
        assertThat(set(Kind.MODPROBE, path, "options nvme io_timeout=60")).isEqualTo("-");
        String yaml = "{require: {" + path + ": 60}}";
        String line = " 9 linux nvme_core.io_timeout=%s\n";
        String grub = RUNNING + "grub /boot/grub/grub.cfg\n 1 default 0\n";
        assertThat(said(yaml, path, "60", grub + line.formatted("60"))).isEqualTo("pass ok");
        assertThat(said(yaml, path, "60", grub + line.formatted("30"))).isEqualTo("warning wrong-after-boot");
    }

    @Test
    void whatIsSetOnSomeConditionIsNotDecidedUnlessEitherWayIsRight() {
        String yaml = "{require: {" + AHEAD + ": 4096}}";
        String rule = "udev\n /etc/udev/rules.d/1.rules:1:ENV{A}==\"b\", ATTR{queue/read_ahead_kb}=\"%s\"\n";
        assertThat(said(yaml, AHEAD, "4096", RUNNING + rule.formatted("4096"))).isEqualTo("pass ok");
        assertThat(said(yaml, AHEAD, "4096", RUNNING + rule.formatted("128"))).isEqualTo("unknown ambiguous");
        String script = "script\n /etc/rc.local:2:echo $X > " + AHEAD + "\n";
        assertThat(said(yaml, AHEAD, "4096", RUNNING + rule.formatted("4096") + script))
                .isEqualTo("unknown ambiguous");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "closed /boot/grub2/grub.cfg\n",
                "unreadable /etc/tmpfiles.d/x.conf\n",
                "unreadable /etc/rc.local\n",
                "unreadable /etc/systemd/system/a.wants/b.service\n"
            })
    void whatCannotBeReadMayHaveTheLastWord(String hidden) {
        assertThat(thp(hidden)).isEqualTo("unknown not-readable");
        String script = "script\n /etc/rc.d/rc.local:2:echo never > " + THP + "\n";
        assertThat(thp(hidden + script))
                .isEqualTo(hidden.contains("rc.local") ? "unknown not-readable" : "warning too-late");
    }

    /** tuned leaves huge pages alone if the command line, which cannot be read, has them. */
    @Test
    void whatTunedDoesDependsOnTheCommandLine() {
        String tuned = "tuned\n /etc/tuned/a/tuned.conf:2:transparent_hugepages=never\n";
        assertThat(thp(tuned)).isEqualTo("warning late-writer");
        assertThat(thp("closed /boot/grub2/grub.cfg\n" + tuned)).isEqualTo("unknown not-readable");
    }

    @Test
    void aHiddenFileOfAnotherKindDecidesNothing() {
        String tmpfiles = "tmpfiles\n /etc/tmpfiles.d/thp.conf:2:w " + THP + " - - - - never\n";
        assertThat(thp("unreadable /etc/modprobe.d/x.conf\n" + tmpfiles)).isEqualTo("pass ok");
        assertThat(thp("unreadable /etc/udev/rules.d/x.rules\n" + tmpfiles)).isEqualTo("pass ok");
    }

    @Test
    void whatNothingSetsIsGraveOnlyIfTheKernelStartsOtherwise() {
        assertThat(judged(NEVER, THP, "always madvise [never]", RUNNING).severity())
                .isEmpty();
        Judgement other = judged("{require: {" + THP + ": madvise}}", THP, "always [madvise] never", RUNNING);
        assertThat(other.code()).isEqualTo("not-persisted");
        assertThat(other.severity()).hasToString("Optional[INFO]");
    }

    @Test
    void aFileThatIsThereAndCannotBeReadIsUnknown() {
        assertThat(Judged.said(
                        new SysfsSettingCheck(),
                        NEVER,
                        Map.of("sysfs-values", "there " + THP + "\ndone\n", "boot-config", RUNNING + "done\n")))
                .containsExactly("unknown not-readable sysfs:" + THP);
        assertThat(Judged.said(
                        new SysfsSettingCheck(),
                        NEVER,
                        Map.of("sysfs-values", "there " + THP + "\n always madvise [never]\ndone\n")))
                .containsExactly("unknown not-collected sysfs:" + THP);
        assertThat(Judged.said(
                        new SysfsSettingCheck(),
                        NEVER,
                        Map.of("sysfs-values", "there " + THP + "\n [always] madvise never\ndone\n")))
                .containsExactly("fail wrong-now sysfs:" + THP);
    }

    @Test
    void commandsSetWhatIsWantedAndPutBackWhatWas() {
        Judgement judgement = judged(NEVER, THP, "[always] madvise never", RUNNING);
        assertThat(judgement.remedies()).extracting(Remedy::id).containsExactly("set", "persist");
        assertThat(judgement.remedies().get(0).args())
                .containsEntry("path", Arg.text(THP))
                .containsEntry("value", Arg.text("never"))
                .containsEntry("before", Arg.text("always"));
        assertThat(judgement.remedies().get(1).args())
                .containsEntry("name", Arg.text("sys-kernel-mm-transparent_hugepage-enabled"));
        Judgement late = judged(
                NEVER,
                THP,
                "[always] madvise never",
                RUNNING + "tuned\n /etc/tuned/a/tuned.conf:2:transparent_hugepages=always\n");
        assertThat(late.remedies()).extracting(Remedy::id).containsExactly("set", "edit");
        Judgement lasts = judged(
                NEVER,
                THP,
                "[always] madvise never",
                RUNNING + "tmpfiles\n /etc/tmpfiles.d/a.conf:2:w " + THP + " - - - - never\n");
        assertThat(lasts.remedies()).extracting(Remedy::id).containsExactly("set");
        assertThat(judged("{require: {" + THP + ": {none_of: [always]}}}", THP, "[always] madvise never", RUNNING)
                        .remedies())
                .extracting(Remedy::id)
                .containsExactly("choose", "write");
    }

    @Test
    void anotherFormIsRefused() {
        assertThatThrownBy(() -> Printed.reading(SysfsValues.FACT.request(), "there /sys/a\n 1\n 2\ndone\n"))
                .hasMessageContaining("first line");
        assertThatThrownBy(() -> Printed.reading(SysfsValues.FACT.request(), "values\ndone\n"))
                .hasMessageContaining("values");
        assertThat(Printed.reading(SysfsValues.FACT.request(), "unreadable\ndone\n")
                        .isMissing())
                .isTrue();
    }

    @ParameterizedTest
    @MethodSource("shells")
    void theProbeReadsWhatIsAskedForByPathOrPattern(Shell shell) throws IOException {
        Tree.put(root, "sys/kernel/mm/transparent_hugepage/enabled", "always [madvise] never\n");
        Tree.put(root, "sys/block/sda/queue/scheduler", "[none] mq-deadline \n");
        Tree.put(root, "sys/block/sdb/queue/scheduler", "none\n");
        Tree.put(root, "sys/bus/pci/devices/0000:00:1f.2/empty", "");
        Tree.put(root, "etc/secret", "x\n");
        FactRequest<SysfsValues> request = SysfsValues.FACT
                .in(Context.EXEC)
                .withArguments(List.of(
                        THP,
                        "/sys/block/*/queue/scheduler",
                        "/sys/bus/pci/devices/*/empty",
                        "/sys/no/such",
                        "/sys/../etc/secret",
                        "/etc/secret"));
        String out = ScriptRun.under(shell)
                .with("PROBE_ROOT", root.toString())
                .run(request)
                .out(request);
        assertThat(out).isEqualTo("""
                there /sys/kernel/mm/transparent_hugepage/enabled
                 always [madvise] never
                there /sys/block/sda/queue/scheduler
                 [none] mq-deadline\s
                there /sys/block/sdb/queue/scheduler
                 none
                there /sys/bus/pci/devices/0000:00:1f.2/empty
                done
                """);
    }
}
