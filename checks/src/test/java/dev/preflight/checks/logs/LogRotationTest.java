package dev.preflight.checks.logs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.fact.Context;
import dev.preflight.testing.Requirement;
import dev.preflight.testing.ScriptRun;
import dev.preflight.testing.Shells;
import dev.preflight.testing.Shells.Shell;
import dev.preflight.testing.Tree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The probe, run by real shells over a tree of our own, with the real logrotate in it. */
class LogRotationTest {
    /** As many files as a folder may hold that was never tidied. */
    private static final int MANY = 5000;

    @TempDir
    Path root;

    static Stream<Shell> shells() {
        return Shells.all();
    }

    @ParameterizedTest
    @MethodSource("shells")
    void realLogrotateTellsItsRulesAndItsErrors(Shell shell) throws IOException {
        Requirement.root();
        Path logrotate = Path.of("/usr/sbin/logrotate");
        Requirement.that(Files.isExecutable(logrotate), "logrotate is installed");
        Tree.put(root, "var/log/syslog", "x\n");
        Tree.put(root, "a b.log", "x\n");
        Path log = Tree.put(root, "var/log/nginx/access.log", "x\n");
        String pattern = root + "/var/log/nginx/*.log";
        Tree.put(root, "etc/logrotate.conf", "weekly\ninclude " + root + "/etc/logrotate.d\n");
        Tree.put(
                root,
                "etc/logrotate.d/app",
                pattern + "\n\"" + root + "/a b.log\" {\n  postrotate\n    /bin/true\n  endscript\n}\n");
        Files.createDirectories(root.resolve("usr/sbin"));
        Files.createSymbolicLink(root.resolve("usr/sbin/logrotate"), logrotate);
        LogRotation clean = read(shell);
        assertThat(clean.logrotate()).contains("/usr/sbin/logrotate");
        assertThat(clean.logFiles()).containsExactly("/var/log/syslog");
        assertThat(clean.ruleFiles().get("/etc/logrotate.d/app").patterns())
                .containsExactly(pattern, root + "/a b.log");
        assertThat(clean.ruleFiles().get("/etc/logrotate.d/app").owner()).isEqualTo("0:0");
        assertThat(clean.dryRun().orElseThrow().status()).isZero();
        assertThat(clean.dryRun().orElseThrow().errors()).isEmpty();
        assertThat(clean.dryRun().orElseThrow().patterns()).containsExactly(pattern, root + "/a b.log");
        Tree.put(root, "etc/logrotate.d/nginx", log + " {\n  daily\n}\n");
        LogRotation twice = read(shell);
        assertThat(twice.dryRun().orElseThrow().errors())
                .anySatisfy(error -> assertThat(error).contains("duplicate log entry for " + log));
    }

    @ParameterizedTest
    @MethodSource("shells")
    void aRuleThatIsIgnoredAndOneCarriedOutByAnotherUserAreTold(Shell shell) throws IOException {
        Requirement.root();
        Path logrotate = Path.of("/usr/sbin/logrotate");
        Requirement.that(Files.isExecutable(logrotate), "logrotate is installed");
        Path log = Tree.put(root, "var/log/mail.log", "x\n");
        Tree.put(root, "etc/logrotate.conf", "include " + root + "/etc/logrotate.d\n");
        Tree.put(root, "etc/logrotate.d/mail", log + " {\n  su nobody nogroup\n  daily\n}\n");
        Path loose = Tree.put(root, "etc/logrotate.d/app", "/opt/app/*.log {\n  daily\n}\n");
        Files.setPosixFilePermissions(loose, PosixFilePermissions.fromString("rw-rw-r--"));
        Files.createDirectories(root.resolve("usr/sbin"));
        Files.createSymbolicLink(root.resolve("usr/sbin/logrotate"), logrotate);
        LogRotation host = read(shell);
        assertThat(host.dryRun().orElseThrow().errors())
                .anySatisfy(error -> assertThat(error).startsWith("Ignoring app because it is writable"));
        assertThat(host.dryRun().orElseThrow().patterns()).containsExactly(log.toString());
        assertThat(host.ruleFiles().get("/etc/logrotate.d/app").mode()).isEqualTo("664");
        assertThat(host.switches()).singleElement().satisfies(as -> {
            assertThat(as.user()).isEqualTo(65534);
            assertThat(as.group()).isEqualTo(65534);
            assertThat(as.owner()).startsWith("0 0 7");
            assertThat(as.directory()).isEqualTo(log.getParent().toString());
        });
    }

    @ParameterizedTest
    @MethodSource("shells")
    void whatCronAndSystemdSayOfARunThatFailedIsRead(Shell shell) throws IOException {
        Files.createDirectories(root.resolve("run/systemd/system"));
        executable(
                "usr/bin/systemctl",
                "#!/bin/sh\n[ $1 = show ] && printf '%s\\n' LoadState=loaded Result=exit-code ExecMainStatus=1 && exit\necho x\n");
        Tree.put(
                root,
                "var/log/syslog",
                "2026-11-28T03:10:01.123456+00:00 h1 logrotate: ALERT exited abnormally with [1]\n"
                        + "2026-11-29T03:10:01+00:00 h1 logrotate: ALERT exited abnormally with [1]\n2026-11-29T04:00:00 h1 x\n");
        Tree.put(
                root,
                "var/mail/root",
                "From root@h1 Sun Nov 29 06:25:02 2026\nSubject: Cron <root@h1> run-parts --report /etc/cron.daily\n"
                        + "Date: Sun, 29 Nov 2026 06:25:02 +0000\n\n/etc/cron.daily/logrotate:\nerror: x\n"
                        + "run-parts: /etc/cron.daily/logrotate exited with return code 1\n");
        LogRotation host = read(shell);
        assertThat(host.serviceResult()).isEqualTo("exit-code");
        assertThat(host.alerts())
                .extracting(LogRotation.Alert::source)
                .containsExactly("/var/log/syslog", "/var/mail/root");
        // busybox's date reads neither form, and then there is no time.
        assertThat(host.alerts())
                .allMatch(
                        alert -> alert.ageSeconds().isPresent() || shell.name().startsWith("busybox"));
    }

    /** All within the limit that a probe has: a step that copied what it has so far would take it a minute. */
    @ParameterizedTest
    @MethodSource("shells")
    void aFolderMayHoldThousandsOfRules(Shell shell) throws IOException {
        executable("usr/sbin/logrotate", "#!/bin/sh\n");
        Tree.put(root, "var/lib/logrotate/status", "");
        Tree.put(root, "etc/systemd/journald.conf", "SystemMaxUse=2G\n");
        for (int i = 0; i < MANY; i++) {
            Tree.put(root, "etc/logrotate.d/an-application-with-a-long-name-" + i, "/var/log/app" + i + ".log {\n");
        }
        LogRotation host = read(shell);
        assertThat(host.ruleFiles())
                .hasSize(MANY)
                .allSatisfy((name, file) -> assertThat(file.patterns())
                        .containsExactly("/var/log/app" + name.substring(name.lastIndexOf('-') + 1) + ".log"));
        assertThat(host.lastRun()).isPresent();
        assertThat(host.journald()).isNotEmpty();
    }

    /** The shell reads the beginning of a file, and a tool the rest. */
    @ParameterizedTest
    @MethodSource("shells")
    void aLongScriptIsReadToItsEnd(Shell shell) throws IOException {
        executable("etc/cron.daily/logrotate", "#\n".repeat(1000) + "[ -d /run/systemd/system ] && exit 0");
        executable("etc/periodic/daily/logrotate", "#\n".repeat(1000));
        assertThat(read(shell).cronScripts())
                .extracting(LogRotation.CronScript::text)
                .containsExactly("/run/systemd/system", "");
    }

    @ParameterizedTest
    @MethodSource("shells")
    void theScheduleIsReadFromSystemdCronAndTheStateFile(Shell shell) throws IOException {
        Files.createDirectories(root.resolve("run/systemd/system"));
        executable(
                "usr/bin/systemctl",
                "#!/bin/sh\n[ $1 = is-active ] && echo inactive && exit 3\necho disabled; exit 1\n");
        executable("etc/cron.daily/logrotate", "#!/bin/sh\n[ -d /run/systemd/system ] && exit 0\n");
        Tree.put(root, "proc/77/comm", "cron\n");
        Tree.put(root, "proc/77/cmdline", "/usr/sbin/cron\0-f\0");
        Tree.put(root, "proc/77/status", "Uid:\t0\t0\t0\t0\nNSpid:\t77\n");
        Tree.put(root, "proc/78/comm", "rsyslogd\n");
        Tree.put(root, "proc/78/cmdline", "/usr/sbin/rsyslogd\0-n\0");
        Tree.put(root, "proc/78/status", "Uid:\t102\t102\t102\t102\nNSpid:\t78\n");
        Path status = Tree.put(root, "var/lib/logrotate/status", "");
        Files.setLastModifiedTime(status, FileTime.from(Instant.now().minusSeconds(9 * 86400)));
        Tree.put(root, "etc/systemd/journald.conf", "[Journal]\n#SystemMaxUse=\nSystemMaxUse=2G\n");
        Tree.put(root, "var/log/journal/x", "y");
        LogRotation host = read(shell);
        assertThat(host.systemd()).isTrue();
        assertThat(host.timerEnabled()).isEqualTo("disabled");
        assertThat(host.timerActive()).isEqualTo("inactive");
        assertThat(host.cronScripts()).singleElement().satisfies(script -> {
            assertThat(script.path()).isEqualTo("/etc/cron.daily/logrotate");
            assertThat(script.executable()).isTrue();
            assertThat(script.text()).contains("/run/systemd/system");
        });
        assertThat(host.daemons()).extracting(LogRotation.Daemon::name).containsExactly("cron", "rsyslogd");
        assertThat(host.lastRun().orElseThrow().ageSeconds()).isBetween(9 * 86400L, 9 * 86400L + 60);
        assertThat(host.journald().get("/etc/systemd/journald.conf")).containsExactly("SystemMaxUse=2G");
        assertThat(host.journal().orElseThrow().fileSystemKib()).isPositive();
        assertThat(host.logrotate()).isEmpty();
    }

    private LogRotation read(Shell shell) {
        var request = LogRotation.FACT.in(Context.EXEC);
        return ScriptRun.under(shell)
                .with("PROBE_ROOT", root.toString())
                .run(request)
                .reading(request)
                .fold(value -> value, missing -> {
                    throw new AssertionError(missing);
                });
    }

    private void executable(String path, String text) throws IOException {
        Files.setPosixFilePermissions(Tree.put(root, path, text), PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
