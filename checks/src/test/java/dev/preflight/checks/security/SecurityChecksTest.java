package dev.preflight.checks.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.api.Judgement;
import dev.preflight.api.Remedy;
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
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class SecurityChecksTest {
    @TempDir
    Path root;

    static Stream<Shell> shells() {
        return Shells.all();
    }

    /** A command line that runs and one that is started next; {@code -} for one of which nothing was asked. */
    private static String boot(String running, String next) {
        return "init systemd\nrunning /proc/cmdline\n 1 linux " + running.replace("-", "")
                + "\nentry /boot/loader/entries/a.conf\n" + " 4 linux " + next.replace("-", "") + "\ndone\n";
    }

    private static List<Judgement> selinux(String yaml, String modules, String boot) {
        return Judged.by(
                new SelinuxCheck(),
                yaml,
                Map.of("security-modules", "sysfs\n" + modules.replace(";", "\n") + "\ndone\n", "boot-config", boot));
    }

    private static List<Judgement> apparmor(String yaml, String modules, String boot) {
        return Judged.by(
                new ApparmorCheck(),
                yaml,
                Map.of("security-modules", "sysfs\n" + modules.replace(";", "\n") + "\ndone\n", "boot-config", boot));
    }

    private static String codes(List<Judgement> judgements) {
        return judgements.stream().map(Judgement::code).collect(Collectors.joining(" "));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            [enforcing]             | enforce 1;context u:r:t:s0;config; 7 SELINUX=enforcing           | ok
            [permissive, disabled]  | enforce 1;context u:r:t:s0;config; 7 SELINUX=enforcing           | wrong-now
            [permissive]            | enforce 0;context u:r:t:s0;config; 7 SELINUX=permissive          | ok
            [enforcing]             | enforce 0;context u:r:t:s0;config; 7 SELINUX=enforcing           | wrong-now
            [permissive]            | enforce 0;context u:r:t:s0;config; 7 SELINUX=Permissive          | ok
            [permissive]            | enforce 0;context u:r:t:s0;config; 7 SELINUX=enforcing           | wrong-after-boot
            [enforcing]             | enforce 1;context u:r:t:s0;config; 7 SELINUX=disabled            | wrong-after-boot
            [enforcing]             | enforce 1;context u:r:t:s0;config; 7 SELINUX=enforcing # site     | ok
            [enforcing]             | enforce 1;context u:r:t:s0;config; 7 SELINUX=yes                 | ambiguous
            [permissive]            | enforce 0;context u:r:t:s0;config                                | not-persisted
            [permissive]            | enforce 0;context u:r:t:s0                                       | not-persisted
            [permissive]            | enforce 0;context u:r:t:s0;unreadable /etc/selinux/config        | not-readable
            [disabled]              | lsm capability,yama,apparmor                                     | ok
            [enforcing]             | lsm capability,yama,apparmor                                     | wrong-now
            [disabled]              | config; 7 SELINUX=disabled;lsm capability                        | ok
            [disabled]              | config; 7 SELINUX=disabled;lsm capability,selinux                | half-disabled
            [disabled]              | config; 7 SELINUX=enforcing;lsm capability,selinux               | wrong-after-boot relabel-pending
            [enforcing]             | enforce 0;context kernel;config; 7 SELINUX=enforcing             | no-policy relabel-pending
            [permissive, disabled]  | enforce 0;context kernel;config; 7 SELINUX=permissive;lsm selinux | half-disabled relabel-pending
            [enforcing]             | enforce 1;context u:r:t:s0;config; 7 SELINUX=enforcing;autorelabel | ok relabel-pending
            """)
    void theModeIsThatOfNowAndOfTheFile(String mode, String modules, String codes) {
        assertThat(codes(selinux("mode: " + mode, modules, boot("-", "-")))).isEqualTo(codes);
    }

    /** {@code selinux=0} goes before {@code enforcing=}, and that before the file. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            -                   | enforcing=0              | enforcing  | PERMISSIVE
            -                   | enforcing=1              | permissive | ENFORCING
            -                   | enforcing=0 enforcing=1  | permissive | ENFORCING
            -                   | selinux=0 enforcing=1    | enforcing  | DISABLED
            -                   | selinux=1                | permissive | PERMISSIVE
            -                   | enforcing=1              | disabled   | DISABLED
            -                   | enforcing=x              | enforcing  | ambiguous
            -                   | security=apparmor        | enforcing  | DISABLED
            -                   | security=selinux         | enforcing  | ENFORCING
            -                   | lsm=yama,selinux,bpf     | enforcing  | ENFORCING
            -                   | lsm=yama security=selinux | enforcing | DISABLED
            selinux=0           | selinux=0                | enforcing  | DISABLED
            selinux=0           | -                        | enforcing  | ENFORCING
            security=apparmor   | -                        | enforcing  | ambiguous
            """)
    void theCommandLineGoesBeforeTheFile(String running, String next, String file, String expected) {
        String on = running.equals("-") ? "enforce 1\ncontext u:r:t:s0\n" : "";
        String modules = "sysfs\n" + on + "config\n 7 SELINUX=" + file + "\ndone\n";
        Reading<SelinuxBoot> boot = Printed.reading(SecurityModules.REQUEST, modules)
                .flatMap(read -> Printed.reading(SecurityModules.BOOT, boot(running, next))
                        .flatMap(lines -> SelinuxBoot.of(read, lines)));
        assertThat(boot.<String>fold(
                        after -> after.mode().map(Enum::name).orElse("?"),
                        missing -> missing.reason().code()))
                .isEqualTo(expected);
    }

    @Test
    void onlyWhatIsRequiredIsJudged() {
        String modules = "enforce 0;context u:r:t:s0;config; 7 SELINUX=enforcing";
        assertThat(codes(selinux("{mode: [permissive], at: [now]}", modules, boot("-", "-"))))
                .isEqualTo("ok");
        assertThat(codes(selinux("{mode: [enforcing], at: [boot]}", modules, boot("-", "-"))))
                .isEqualTo("ok");
        assertThat(codes(selinux(
                        "{mode: [permissive]}",
                        modules,
                        "init systemd\nrunning /proc/cmdline\n 1 linux\nesp /boot/efi\ndone\n")))
                .isEqualTo("not-readable");
        assertThat(Judged.said(new SelinuxCheck(), "mode: [disabled]", Map.of("security-modules", "done\n")))
                .containsExactly("unknown not-readable host");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {a: on}             | booleans; a 1 1  | ok
            {a: on}             | booleans; a 0 0  | boolean-differs
            {a: {value: off}}   | booleans; a 0 1  | ok
            {a: {value: off}}   | booleans; a 1 1  | boolean-differs
            {a: on}             | booleans; b 1 1  | boolean-differs
            """)
    void switchesAreAsRequired(String booleans, String listed, String codes) {
        String yaml = "booleans: " + booleans;
        assertThat(codes(selinux(yaml, "enforce 1;context u:r:t:s0;" + listed, boot("-", "-"))))
                .isEqualTo(codes);
        assertThat(codes(selinux(yaml, "lsm capability", boot("-", "-")))).isEqualTo("selinux-off");
    }

    @Test
    void packagesOfThePolicyAreInstalled() {
        String rpm = "manager rpm\nstatus 0\npackages\n rpm/ii /4.16.1.3-29.el9\n";
        assertThat(policy(rpm + " container-selinux/ii /2:2.229.0-1.el9\ndone\n", "enforce 1\ncontext u:r:t:s0\n"))
                .isEqualTo("ok");
        assertThat(policy(rpm + "done\n", "enforce 1\ncontext u:r:t:s0\n")).isEqualTo("policy-missing");
        assertThat(policy("manager none\ndone\n", "enforce 1\ncontext u:r:t:s0\n"))
                .isEqualTo("no-tool");
        assertThat(policy(rpm + "done\n", "")).isEqualTo("selinux-off");
    }

    private static String policy(String packages, String modules) {
        return codes(Judged.by(
                new SelinuxCheck(),
                "policy: [container-selinux]",
                Map.of("security-modules", "sysfs\n" + modules + "done\n", "packages", packages)));
    }

    @Test
    void theMildestChangeIsProposed() {
        String modules = "enforce 1;context u:r:t:s0;config; 7 SELINUX=enforcing";
        assertThat(selinux("mode: [permissive, disabled]", modules, boot("-", "-"))
                        .get(0)
                        .remedies())
                .extracting(Remedy::id)
                .containsExactly("setenforce-0", "file-permissive");
        assertThat(selinux("mode: [disabled]", modules, boot("-", "-")).get(0).remedies())
                .extracting(Remedy::id)
                .containsExactly("file-disabled", "grubby");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            state: on                           | apparmor Y;parser;profiles                | -          | ok
            state: on                           | apparmor N                                | -          | wrong-now
            state: on                           | lsm capability,selinux                    | -          | wrong-now
            state: off                          | lsm capability,selinux                    | -          | ok
            state: off                          | apparmor Y;parser                         | -          | wrong-now
            state: on                           | apparmor Y                                | -          | ok parser-missing
            {state: off, at: [boot]}            | apparmor Y                                | apparmor=0 | ok
            state: on                           | apparmor Y;parser                         | apparmor=0 | wrong-after-boot
            state: on                           | apparmor Y;parser                         | security=selinux | wrong-after-boot
            {state: on, at: [now]}              | apparmor Y;parser                         | apparmor=0 | ok
            state: off                          | apparmor N                                | apparmor=1 security=apparmor | wrong-after-boot
            state: on                           | unreadable /sys/module/apparmor/parameters/enabled | - | not-readable
            profiles: {docker-default: enforce} | apparmor Y;parser;profiles; docker-default (enforce) | - | ok
            profiles: {docker-default: enforce} | apparmor Y;parser;profiles; docker-default (complain) | - | profile-differs
            profiles: {docker-default: absent}  | apparmor Y;parser;profiles; docker-default//x (enforce) | - | ok
            profiles: {docker-default: absent}  | apparmor Y;parser                         | -          | not-readable
            profiles: {docker-default: absent}  | apparmor Y;parser;unlisted x              | -          | no-permission
            profiles: {docker-default: absent}  | apparmor Y;parser;cut x;profiles          | -          | truncated
            profiles: {docker-default: absent}  | lsm capability                            | -          | ok
            """)
    void apparmorIsAsRequired(String yaml, String modules, String next, String codes) {
        assertThat(codes(apparmor(yaml, modules, boot("-", next)))).isEqualTo(codes);
    }

    @Test
    void whatIsOffByACommandLineIsOnWithoutIt() {
        assertThat(codes(apparmor("state: off", "apparmor N", boot("apparmor=0", "apparmor=0"))))
                .isEqualTo("ok");
        assertThat(codes(apparmor("state: off", "apparmor N", boot("apparmor=0", "-"))))
                .isEqualTo("wrong-after-boot");
    }

    private String printed(Shell shell) {
        FactRequest<SecurityModules> request = SecurityModules.FACT.in(Context.EXEC);
        ScriptRun.Answer answer =
                ScriptRun.under(shell).with("PROBE_ROOT", root.toString()).run(request);
        assertThat(answer.err(request)).isEmpty();
        return answer.out(request);
    }

    @ParameterizedTest
    @MethodSource("shells")
    void selinuxIsReadAsTheKernelAndTheFileHaveIt(Shell shell) throws IOException {
        assertThat(printed(shell)).isEqualTo("done\n");
        Tree.put(root, "sys/kernel/security/lsm", "capability,selinux");
        Tree.put(root, "sys/fs/selinux/enforce", "1");
        Tree.put(root, "proc/self/attr/current", "system_u:system_r:init_t:s0\0");
        Tree.put(root, "sys/fs/selinux/booleans/container_manage_cgroup", "1 1");
        Tree.put(
                root,
                "etc/selinux/config",
                "# SELINUX=disabled\n SELINUX=disabled\nSELINUXTYPE=mls\nSELINUX=enforcing\nSELINUX=permissive\n");
        Tree.put(root, ".autorelabel", "");
        assertThat(printed(shell)).isEqualTo("""
                sysfs
                enforce 1
                context system_u:system_r:init_t:s0
                booleans
                 container_manage_cgroup 1 1
                config
                 4 SELINUX=enforcing
                autorelabel
                lsm capability,selinux
                done
                """);
    }

    @ParameterizedTest
    @MethodSource("shells")
    void apparmorIsReadWithItsProfiles(Shell shell) throws IOException {
        Tree.put(
                root,
                "sys/kernel/security/apparmor/profiles",
                "docker-default (enforce)\n/usr/bin/a b//c (complain)\n");
        Tree.put(root, "sys/module/apparmor/parameters/enabled", "Y\n");
        Tree.put(root, "sbin/apparmor_parser", "#!/bin/sh\n");
        Files.setPosixFilePermissions(
                root.resolve("sbin/apparmor_parser"), PosixFilePermissions.fromString("rwxr-xr-x"));
        assertThat(printed(shell)).isEqualTo("""
                sysfs
                apparmor Y
                parser
                profiles
                 docker-default (enforce)
                 /usr/bin/a b//c (complain)
                done
                """);
        Tree.put(root, "sys/kernel/security/apparmor/profiles", "a (enforce)\n".repeat(12_000));
        assertThat(printed(shell)).contains("cut /sys/kernel/security/apparmor/profiles\n");
    }

    @ParameterizedTest
    @MethodSource("shells")
    void isReadOnThisMachine(Shell shell) {
        ScriptRun.Answer answer = ScriptRun.under(shell).run(SecurityModules.REQUEST);
        assertThat(answer.out(SecurityModules.REQUEST)).endsWith("done\n");
        assertThat(answer.err(SecurityModules.REQUEST)).isEmpty();
    }
}
