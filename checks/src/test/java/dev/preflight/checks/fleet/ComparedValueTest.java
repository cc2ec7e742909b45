package dev.preflight.checks.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.preflight.api.Arg;
import dev.preflight.checks.JudgedFleet;
import dev.preflight.fact.Context;
import dev.preflight.fact.FactRequest;
import dev.preflight.fact.Reading;
import dev.preflight.testing.Requirement;
import dev.preflight.testing.ScriptRun;
import dev.preflight.testing.Shells;
import dev.preflight.testing.Shells.Shell;
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
import org.junit.jupiter.params.provider.MethodSource;

/** What hosts are compared by, where it is more than one word of a fact. */
class ComparedValueTest {
    private static final SameOnAllCheck CHECK = new SameOnAllCheck();

    private static final String DISK =
            "device sda\n sectors 3907029168\n ro 0\n number 8:0\n signatures udev\n rotational 0\n removable 0\n physical\n";

    @TempDir
    Path root;

    static Stream<Shell> shells() {
        return Shells.all();
    }

    private static List<String> two(String yaml, String fact, String one, String other) {
        return new JudgedFleet()
                        .host("h1", Map.of(fact, one))
                        .host("h2", Map.of(fact, one))
                        .host("h3", Map.of(fact, other))
                        .by(CHECK, yaml)
                        .stream()
                        .map(said -> said.judgement().code() + " "
                                + (said.judgement().args().get("value") instanceof Arg.Text text ? text.value() : ""))
                        .toList();
    }

    @Test
    void ofFlagsOnlyTheDifferenceIsNamed() {
        String flags = "online 0-3\nflags\n fpu aes avx\nclass 2\ndone\n";
        assertThat(two("value: cpu-flags\n", "cpu", flags, flags.replace("avx", "sse xop")))
                .containsExactly("ok 3", "ok 3", "differs 4: -avx +sse +xop");
        assertThat(two("value: cpu-flags\n", "cpu", flags, flags.replace("fpu aes avx", "avx aes fpu")))
                .containsExactly("ok 3", "ok 3", "ok 3");
    }

    /** The numbers of maker and kind, where the kernel gives no name (Arm); evidence of old has neither. */
    @Test
    void processorsAreComparedByWhatTheyAreCalled() {
        String arm = "online 0-3\nmodel\n 0x48\nmodel\n 0xd01\nclass 2\ndone\n";
        assertThat(two("value: cpu-model\n", "cpu", arm, arm.replace("0xd01", "0xd02")))
                .containsExactly("ok 0x48 0xd01", "ok 0x48 0xd01", "differs 0x48 0xd02");
        assertThat(two("value: cpu-model\n", "cpu", arm, "online 0-3\nclass 2\ndone\n"))
                .contains("not-readable ");
    }

    @Test
    void memoryThatDiffersByPagesIsTheSame() {
        String total = "MemTotal: 32900000\ncrash 0\ndone\n";
        assertThat(two("value: memory\n", "memory", total, total.replace("32900000", "32899000")))
                .containsExactly("ok MemTotal 31GiB", "ok MemTotal 31GiB", "ok MemTotal 31GiB");
        assertThat(two("value: memory\n", "memory", total, total.replace("32900000", "16400000")))
                .contains("differs MemTotal 16GiB");
        String blocks = "MemTotal: 32900000\nblocks 256 8000000\ncrash 0\ndone\n";
        assertThat(two("value: memory\n", "memory", blocks, blocks.replace("256", "264")))
                .containsExactly("ok 32GiB", "ok 32GiB", "differs 33GiB");
    }

    @Test
    void disksAreComparedByNumberSizeAndKind() {
        String end = "mounts\n 8:1 /dev/sda1 /\ndone\n";
        String other = DISK.replace("sda", "sdb").replace("8:0", "8:16");
        assertThat(two("value: disks\n", "block-devices", DISK + other + end, DISK + end))
                .containsExactly("ok 2 x 2000GB SSD", "ok 2 x 2000GB SSD", "differs 1 x 2000GB SSD");
        assertThat(two(
                        "value: disks\n",
                        "block-devices",
                        DISK + other + end,
                        DISK.replace("3907029168", "937703088") + other.replace("rotational 0", "rotational 1") + end))
                .contains("differs 1 x 2000GB HDD, 1 x 480GB SSD");
    }

    @Test
    void anAccountThatIsMissingIsSaidToBe() {
        String there = "entry\n ops:x:1001:1001::/home/ops:/bin/sh\ndone\n";
        assertThat(two("value: uid\nname: ops\n", "account", there, "absent\ndone\n"))
                .contains("missing-here ");
        assertThat(two("value: uid\nname: ops\n", "account", there, there.replace("1001", "1002")))
                .containsExactly("ok 1001", "ok 1001", "differs 1002");
    }

    /** What a process of the login user prints of each limit. */
    static String limits(String soft, String hard) {
        return Stream.of(
                        "open files",
                        "processes",
                        "locked memory",
                        "stack size",
                        "core file size",
                        "address space",
                        "file size")
                .map(limit -> " Max " + limit + "  " + soft + " " + hard + " \n")
                .collect(Collectors.joining("", "user ops\ngroups ops\nlimits\n", "done\n"));
    }

    @Test
    void aLimitIsComparedWithItsSoftAndItsHardValue() {
        assertThat(two(
                        "value: limits\nname: stack\n",
                        "process-limits",
                        limits("8388608", "unlimited"),
                        limits("8388608", "8388608")))
                .containsExactly("ok 8MiB:unlimited", "ok 8MiB:unlimited", "differs 8MiB:8MiB");
    }

    @Test
    void theModeOfSelinuxIsNoneWithoutAPolicy() {
        String on = "sysfs\nenforce 1\ncontext system_u:system_r:init_t:s0\ndone\n";
        assertThat(two("value: selinux\n", "security-modules", on, on.replace("enforce 1", "enforce 0")))
                .containsExactly("ok enforcing", "ok enforcing", "differs permissive");
        assertThat(two("value: selinux\n", "security-modules", on, "sysfs\nenforce 0\ncontext kernel\ndone\n"))
                .contains("differs disabled");
        assertThat(two("value: selinux\n", "security-modules", on, "sysfs\ndone\n"))
                .contains("differs disabled");
        assertThat(two("value: selinux\n", "security-modules", on, "sysfs\nunreadable /sys/fs/selinux/enforce\ndone\n"))
                .contains("not-readable ");
    }

    @Test
    void aLocaleIsTheSameHoweverItIsSpelt() {
        String german = locale("LANG de_DE.UTF-8", "UTF-8");
        assertThat(two("value: locale\n", "locale", german, locale("LANG de_DE.utf8", "UTF-8")))
                .containsExactly("ok de_DE.UTF-8", "ok de_DE.UTF-8", "ok de_DE.UTF-8");
        Map.of(
                        locale("LANG de_DE.UTF-8@euro", "UTF-8"),
                        "de_DE.UTF-8@euro",
                        locale("LANG de_DE", "ISO-8859-1"),
                        "de_DE (ISO-8859-1)",
                        // The host does not have it, and programs get ASCII.
                        locale("LANG de_DE.UTF-8", "ANSI_X3.4-1968"),
                        "de_DE.UTF-8 (ANSI_X3.4-1968)",
                        locale("LC_ALL POSIX", "ANSI_X3.4-1968"),
                        "C (ANSI_X3.4-1968)",
                        "charmap ANSI_X3.4-1968\navailable\n C\ndone\n",
                        "C (ANSI_X3.4-1968)",
                        locale("LANG C.utf8", "UTF-8"),
                        "C.UTF-8",
                        "musl\ndone\n",
                        "C.UTF-8")
                .forEach((printed, value) -> assertThat(two("value: locale\n", "locale", german, printed))
                        .containsExactly("ok de_DE.UTF-8", "ok de_DE.UTF-8", "differs " + value));
    }

    private static String locale(String variable, String charmap) {
        return "variable " + variable + "\ncharmap " + charmap + "\navailable\n C\ndone\n";
    }

    @Test
    void aNameHasTheFormOfWhatItNames() {
        for (String yaml : List.of(
                "uid\nname: -x",
                "file-digest\nname: etc/x",
                "package\nname: -x",
                "command\nname: /x",
                "limits\nname: no-file")) {
            assertThatThrownBy(() -> new JudgedFleet().host("h1", Map.of()).said(CHECK, "value: " + yaml + "\n"))
                    .as(yaml)
                    .isInstanceOf(RuntimeException.class);
        }
    }

    private Reading<FileDigest> digest(Shell shell, String path) {
        FactRequest<FileDigest> clean = FileDigest.request(path);
        FactRequest<FileDigest> request =
                new FactRequest<>(clean.fact(), Context.EXEC, clean.locators(), clean.arguments());
        return ScriptRun.under(shell)
                .with("PROBE_ROOT", root.toString())
                .run(request)
                .reading(request);
    }

    @ParameterizedTest
    @MethodSource("shells")
    void theContentOfAFileIsRead(Shell shell) throws IOException {
        Files.createDirectories(root.resolve("etc/dir"));
        Files.createDirectories(root.resolve("usr/bin"));
        Files.createSymbolicLink(root.resolve("usr/bin/sha256sum"), Requirement.tool("sha256sum"));
        Files.writeString(root.resolve("etc/-a $(touch x)"), "abc");
        // FIPS 180-2, appendix B.1.
        assertThat(digest(shell, "/etc/-a $(touch x)"))
                .isEqualTo(Reading.got(new FileDigest(
                        Optional.of("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"))));
        assertThat(digest(shell, "/etc/none")).isEqualTo(Reading.got(new FileDigest(Optional.empty())));
        assertThat(digest(shell, "/none/of/it")).isEqualTo(Reading.got(new FileDigest(Optional.empty())));
        assertThat(digest(shell, "/etc/dir").isMissing()).isTrue();
        Files.createSymbolicLink(root.resolve("etc/dangling"), Path.of("nowhere"));
        assertThat(digest(shell, "/etc/dangling").isMissing()).isTrue();
    }
}
