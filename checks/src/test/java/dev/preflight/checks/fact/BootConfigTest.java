package dev.preflight.checks.fact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.preflight.checks.fact.BootConfig.Argument;
import dev.preflight.checks.fact.BootConfig.Line;
import dev.preflight.fact.Context;
import dev.preflight.fact.FactRequest;
import dev.preflight.fact.Reason;
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

class BootConfigTest {
    private static final String THP = "transparent_hugepage";
    private static final String RUNNING = "init systemd\nrunning /proc/cmdline\n 1 linux transparent_hugepage=never\n";

    @TempDir
    Path root;

    static Stream<Shell> shells() {
        return Shells.all();
    }

    private static BootConfig parsed(String printed) {
        return Printed.reading(BootConfig.FACT.request(), printed + "done\n").fold(read -> read, missing -> {
            throw new AssertionError(missing);
        });
    }

    /** The value after the next boot, "-" for none, or the reason why that is not known. */
    private static String after(String printed) {
        return parsed(RUNNING + printed)
                .after(THP)
                .fold(
                        argument -> argument.map(one -> one.value() + " " + one.where())
                                .orElse("-"),
                        missing -> missing.reason().code());
    }

    @Test
    void theRunningKernelsParametersAreThoseThatItWasStartedWith() {
        BootConfig config = parsed(RUNNING + " 1 linux transparent_hugepage=always\n");
        assertThat(config.now(THP)).contains(new Argument(THP, "always", "/proc/cmdline"));
        assertThat(config.now("selinux")).isEmpty();
        assertThat(new Argument("nosmt", "", "x").word()).isEqualTo("nosmt");
    }

    /** Debian 12: a menu of one kernel, whose entry for recovery the probe leaves out, and one of an older kernel. */
    @Test
    void theFirstEntryOfGrubIsStartedUnlessOneWasSaved() {
        String grub = "grub /boot/grub/grub.cfg\n 14 default \"${next_entry}\"\n 18 default \"0\"\n"
                + " 120 linux transparent_hugepage=madvise\n 140 linux\n";
        assertThat(after(grub)).isEqualTo("madvise /boot/grub/grub.cfg:120");
        String saved = grub.replace("\"0\"", "\"${saved_entry}\"");
        assertThat(after(saved)).isEqualTo("madvise /boot/grub/grub.cfg:120");
        assertThat(after("env /boot/grub/grubenv\n 2 saved Advanced>Linux 6.1\n" + saved))
                .isEqualTo("ambiguous");
        assertThat(after("env /boot/grub/grubenv\n 2 saved Advanced>Linux 6.1\n"
                        + saved.replace(" 140 linux\n", " 140 linux transparent_hugepage=madvise\n")))
                .isEqualTo("madvise /boot/grub/grub.cfg:120");
        assertThat(after(grub.replace("\"0\"", "\"2\""))).isEqualTo("ambiguous");
    }

    /** EL 8 keeps the parameters in the environment, EL 9 in each entry; tuned adds its own by a variable. */
    @Test
    void entriesOfTheSpecificationTakeVariablesFromTheEnvironment() {
        String grub = "grub /boot/grub2/grub.cfg\n 40 kernelopts transparent_hugepage=always\n 90 bls\n 95 linux\n";
        String entry = "entry /boot/loader/entries/a-4.18.conf\n 5 linux $kernelopts $tuned_params\n";
        assertThat(after(grub + entry)).isEqualTo("always /boot/loader/entries/a-4.18.conf:5");
        assertThat(after("env /boot/grub2/grubenv\n 2 saved a-4.18\n 3 kernelopts transparent_hugepage=madvise\n" + grub
                        + entry))
                .isEqualTo("madvise /boot/loader/entries/a-4.18.conf:5");
        assertThat(after("env /boot/grub2/grubenv\n 3 tuned_params transparent_hugepage=never\n" + grub + entry))
                .startsWith("never ");
        String other = "entry /boot/loader/entries/a-5.14.conf\n 5 linux transparent_hugepage=never\n";
        assertThat(after(grub + entry + other)).isEqualTo("ambiguous");
        assertThat(after("env /boot/grub2/grubenv\n 2 saved a-5.14\n" + grub + entry + other))
                .isEqualTo("never /boot/loader/entries/a-5.14.conf:5");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            plain /boot/extlinux.conf        | never /boot/extlinux.conf:1
            plain /boot/cmdline.txt          | never /boot/cmdline.txt:1
            made /etc/kernel/cmdline         | never /etc/kernel/cmdline:1
            source /etc/default/grub         | never /proc/cmdline
            """)
    void otherBootLoadersHaveOneLine(String file, String said) {
        assertThat(after(file + "\n 1 linux transparent_hugepage=never\n")).isEqualTo(said);
    }

    @Test
    void whatGrubsConfigurationIsMadeFromIsNotUsedItself() {
        String printed = RUNNING + "grub /boot/grub/grub.cfg\n 18 default \"0\"\n 120 linux\n"
                + "source /etc/default/grub\n 10 linux transparent_hugepage=never\n";
        assertThat(parsed(printed).unused()).containsExactly(new Argument(THP, "never", "/etc/default/grub:10"));
        assertThat(after(printed.substring(RUNNING.length()))).isEqualTo("-");
    }

    @Test
    void whatCannotBeReadIsNotKnown() {
        String entry = "entry /boot/loader/entries/a.conf\n 5 linux\n";
        assertThat(after("closed /boot/grub2\n" + entry)).isEqualTo(Reason.NOT_READABLE.code());
        assertThat(after("esp /boot/efi\n")).isEqualTo(Reason.NOT_READABLE.code());
        assertThat(after("esp /boot/efi\n" + entry)).isEqualTo("-");
        assertThat(after("")).isEqualTo("never /proc/cmdline");
        assertThat(parsed(RUNNING + "unreadable /etc/tmpfiles.d/x.conf\n").unreadable())
                .containsExactly("/etc/tmpfiles.d/x.conf");
    }

    @Test
    void linesComeInTheOrderInWhichTheyAreApplied() {
        BootConfig config = parsed(RUNNING + "unit\n /etc/systemd/system/a.wants/b.service:7:ExecStart=/bin/sh -c x\n"
                + "early /etc/systemd/system/a.wants/b.service\nscript\n /etc/rc.local:2:  echo 1\n"
                + "udev\n /etc/udev/rules.d/1.rules:1:ATTR{x}=\"a:b\"\n");
        assertThat(config.lines())
                .containsExactly(
                        new Line(BootConfig.Kind.UDEV, "/etc/udev/rules.d/1.rules", 1, "ATTR{x}=\"a:b\"", false),
                        new Line(
                                BootConfig.Kind.UNIT,
                                "/etc/systemd/system/a.wants/b.service",
                                7,
                                "ExecStart=/bin/sh -c x",
                                true),
                        new Line(BootConfig.Kind.SCRIPT, "/etc/rc.local", 2, "echo 1", false));
        assertThat(config.lines().get(2).where()).isEqualTo("/etc/rc.local:2");
    }

    @Test
    void anotherFormIsRefused() {
        FactRequest<BootConfig> request = BootConfig.FACT.request();
        assertThatThrownBy(() -> Printed.reading(request, "init systemd\ndone\n"))
                .hasMessageContaining("command line");
        assertThatThrownBy(() -> Printed.reading(request, "running /proc/cmdline\ndone\n"))
                .hasMessageContaining("started the system");
        assertThatThrownBy(() -> Printed.reading(request, RUNNING + "udev\n a line\ndone\n"))
                .hasMessageContaining("a line");
        assertThatThrownBy(() -> Printed.reading(request, RUNNING + "grub /x\n 12\ndone\n"))
                .hasMessageContaining("12");
        assertThatThrownBy(() -> Printed.reading(request, RUNNING)).hasMessageContaining("done");
    }

    @ParameterizedTest
    @MethodSource("shells")
    void theProbeSendsOfCommandLinesOnlyWhatIsAskedFor(Shell shell) throws IOException {
        Tree.put(
                root,
                "proc/cmdline",
                "root=/dev/sda1 rd.luks.key=secret single transparent_hugepage=never selinux=0\n");
        Tree.put(root, "run/systemd/system/x", "");
        Tree.put(
                root,
                "boot/grub2/grubenv",
                "# GRUB Environment Block\nsaved_entry=a-5.14\nkernelopts=ro selinux=1 x\n");
        Tree.put(
                root,
                "boot/grub2/grub.cfg",
                "set default=\"${saved_entry}\"\nif x; then\n  set kernelopts=\"root=x selinux=0\"\nfi\n"
                        + "menuentry 'a' {\n\tlinux16 /vmlinuz root=x transparent_hugepage=always selinux=0 $tuned_params\n"
                        + "\tlinux16 /vmlinuz root=x single transparent_hugepage=always\n}\nblscfg\n");
        Tree.put(root, "boot/loader/entries/a-0-rescue.conf", "options selinux=0\n");
        Tree.put(root, "boot/loader/entries/a-5.14.conf", "title x\noptions root=x selinux=0 $kernelopts password=x\n");
        Tree.put(
                root,
                "etc/default/grub",
                "GRUB_TIMEOUT=5\nGRUB_CMDLINE_LINUX=\"selinux=1 quiet transparent_hugepage=madvise\"\n");
        Tree.put(root, "etc/udev/rules.d/1.rules", "ATTR{transparent_hugepage}=1\n");
        assertThat(run(shell, THP, "selinux")).isEqualTo("""
                init systemd
                running /proc/cmdline
                 1 linux transparent_hugepage=never selinux=0
                env /boot/grub2/grubenv
                 2 saved a-5.14
                 3 kernelopts selinux=1
                grub /boot/grub2/grub.cfg
                 1 default "${saved_entry}"
                 3 kernelopts selinux=0
                 6 linux transparent_hugepage=always selinux=0 $tuned_params
                 9 bls
                entry /boot/loader/entries/a-5.14.conf
                 2 linux selinux=0 $kernelopts
                source /etc/default/grub
                 2 linux selinux=1 transparent_hugepage=madvise
                done
                """);
    }

    @ParameterizedTest
    @MethodSource("shells")
    void theProbeFindsWhatSetsAPathAndNoHiddenFile(Shell shell) throws IOException {
        Tree.put(root, "proc/cmdline", "quiet\n");
        Tree.put(root, "run/openrc/x", "");
        Tree.put(root, "boot/extlinux.conf", "LABEL a\n  APPEND root=x elevator=noop\n");
        Tree.put(
                root,
                "etc/udev/rules.d/60-io.rules",
                "# queue/scheduler\nKERNEL==\"sd?\", ATTR{queue/scheduler}=\"none\"\n");
        Tree.put(root, "usr/lib/udev/rules.d/60-io.rules", "ATTR{queue/scheduler}=\"bfq\"\n");
        Tree.put(root, "usr/lib/udev/rules.d/70-x.rules", "ATTR{queue/scheduler}=\"mq-deadline\"\nSECRET\n");
        Tree.put(root, "etc/modprobe.d/a.conf", "options scsi_mod scheduler=1\n");
        Tree.put(root, "etc/tmpfiles.d/thp.conf", "w /sys/block/sda/queue/scheduler - - - - none\n");
        Files.createSymbolicLink(root.resolve("etc/tmpfiles.d/b.conf"), Path.of("/dev/null"));
        Tree.put(root, "usr/lib/tmpfiles.d/b.conf", "w /sys/block/sdb/queue/scheduler - - - - none\n");
        Tree.put(root, "etc/init.d/sysfsutils", "");
        Tree.put(root, "etc/sysfs.conf", "block/sda/queue/scheduler = none\n");
        Tree.put(root, "etc/tuned/active_profile", "mine\n");
        Tree.put(root, "etc/tuned/mine/tuned.conf", "[main]\ninclude=base\n[disk]\nelevator=none\n");
        Tree.put(root, "usr/lib/tuned/base/tuned.conf", "[disk]\nelevator=bfq\nreadahead=4096\n");
        Tree.put(
                root,
                "etc/systemd/system/multi-user.target.wants/io.service",
                "[Unit]\nBefore=db.service\n[Service]\nExecStart=/bin/sh -c 'echo none >/sys/block/sda/queue/scheduler'\n");
        Tree.put(root, "etc/systemd/system/multi-user.target.wants/x.service", "[Unit]\nBefore=db.service\n");
        Path script = Tree.put(root, "etc/rc.local", "echo none > /sys/block/sda/queue/scheduler\nsecret x\n");
        assertThat(script.toFile().setExecutable(true)).isTrue();
        assertThat(run(shell, "/sys/block/*/queue/scheduler", "elevator")).isEqualTo("""
                init openrc
                running /proc/cmdline
                 1 linux
                plain /boot/extlinux.conf
                 2 linux elevator=noop
                udev
                 /etc/udev/rules.d/60-io.rules:2:KERNEL=="sd?", ATTR{queue/scheduler}="none"
                 /usr/lib/udev/rules.d/70-x.rules:1:ATTR{queue/scheduler}="mq-deadline"
                modprobe
                 /etc/modprobe.d/a.conf:1:options scsi_mod scheduler=1
                tmpfiles
                 /etc/tmpfiles.d/thp.conf:1:w /sys/block/sda/queue/scheduler - - - - none
                sysfs
                 /etc/sysfs.conf:1:block/sda/queue/scheduler = none
                tuned
                 /etc/tuned/mine/tuned.conf:4:elevator=none
                tuned
                 /usr/lib/tuned/base/tuned.conf:2:elevator=bfq
                unit
                 /etc/systemd/system/multi-user.target.wants/io.service:4:ExecStart=/bin/sh -c 'echo none >/sys/block/sda/queue/scheduler'
                early /etc/systemd/system/multi-user.target.wants/io.service
                script
                 /etc/rc.local:1:echo none > /sys/block/sda/queue/scheduler
                done
                """);
    }

    private String run(Shell shell, String... asked) {
        FactRequest<BootConfig> request = BootConfig.FACT.in(Context.EXEC).withArguments(List.of(asked));
        return ScriptRun.under(shell)
                .with("PROBE_ROOT", root.toString())
                .run(request)
                .out(request);
    }
}
