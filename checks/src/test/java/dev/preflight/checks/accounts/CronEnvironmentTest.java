package dev.preflight.checks.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.api.FileMode;
import dev.preflight.fact.Context;
import dev.preflight.testing.ScriptRun;
import dev.preflight.testing.Shells;
import dev.preflight.testing.Shells.Shell;
import dev.preflight.testing.Tree;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CronEnvironmentTest {
    /** The session part of Debian 12's {@code /etc/pam.d/cron}. */
    private static final String DEBIAN_STACK = """
            @include common-auth
            session       required     pam_env.so
            #session      optional     pam_umask.so umask=000
            @include common-session-noninteractive
            """;

    /** cronie's {@code /etc/pam.d/crond} in RHEL 9. */
    private static final String RHEL_STACK = """
            account    required   pam_access.so
            session    required   pam_loginuid.so
            session    include    password-auth
            auth       include    password-auth
            """;

    /** Debian 12's {@code /etc/crontab}, shortened. */
    private static final String CRONTAB = """
            SHELL=/bin/sh
            # PATH=/commented/out
            PATH=/usr/local/sbin:/usr/local/bin:/sbin:/bin:/usr/sbin:/usr/bin
            17 *\t* * *\troot\tcd / && run-parts --report /etc/cron.hourly
            """;

    @TempDir
    Path root;

    static Stream<Shell> shells() {
        return Shells.all();
    }

    @ParameterizedTest
    @MethodSource("shells")
    void debianTakesTheDaemonsUmaskUntilPamSetsOne(Shell shell) throws IOException {
        daemon("cron", "0022");
        Tree.put(root, "etc/pam.d/cron", DEBIAN_STACK);
        Tree.put(root, "etc/pam.d/common-session-noninteractive", "session required pam_unix.so\n");
        Tree.put(root, "etc/crontab", CRONTAB);
        CronEnvironment plain = read(shell);
        assertThat(plain.running()).isTrue();
        assertThat(plain.umask()).contains(new FileMode(0022));
        assertThat(plain.paths())
                .containsEntry("/etc/crontab", List.of("/usr/local/sbin:/usr/local/bin:/sbin:/bin:/usr/sbin:/usr/bin"));
        Tree.put(root, "etc/pam.d/common-session-noninteractive", "session optional pam_umask.so umask=0027\n");
        assertThat(read(shell).umask()).contains(new FileMode(0027));
    }

    @ParameterizedTest
    @MethodSource("shells")
    void aStackThatIsTakenInCountsAndAnotherServicesDoesNot(Shell shell) throws IOException {
        daemon("crond", "0022");
        Tree.put(root, "etc/pam.d/crond", RHEL_STACK);
        Tree.put(root, "etc/pam.d/system-auth", "session optional pam_umask.so umask=0077\n");
        Tree.put(root, "etc/pam.d/password-auth", "session     required      pam_unix.so\n");
        assertThat(read(shell).umask()).contains(new FileMode(0022));
        Tree.put(root, "etc/pam.d/password-auth", "session optional pam_umask.so silent\n");
        Tree.put(root, "etc/login.defs", "#UMASK 000\nUMASK\t\t027\n");
        assertThat(read(shell).umask()).contains(new FileMode(0027));
    }

    @ParameterizedTest
    @MethodSource("shells")
    void aKernelThatTellsNoUmaskAndAHostWithoutCronAreToldApart(Shell shell) throws IOException {
        Tree.put(root, "proc/self/mounts", "proc /proc proc rw,nosuid,relatime,hidepid=2 0 0\n");
        CronEnvironment none = read(shell);
        assertThat(none.running()).isFalse();
        assertThat(none.hiddenProc()).isTrue();
        // Linux 3.10 of RHEL 7: no Umask line.
        Tree.put(root, "proc/612/comm", "crond\n");
        Tree.put(root, "proc/612/status", "Name:\tcrond\nState:\tS (sleeping)\nUid:\t0\t0\t0\t0\n");
        CronEnvironment old = read(shell);
        assertThat(old.running()).isTrue();
        assertThat(old.umask()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("shells")
    void everyUmaskAndEveryPathOfATableIsKept(Shell shell) throws IOException {
        daemon("cron", "0022");
        Tree.put(root, "etc/cron.d/platform", """
                PATH="/usr/sbin:/usr/bin"
                * * * * * root umask 077; TOKEN=t0ps3cret /opt/platform/a
                PATH = /opt/platform/bin
                * * * * * root umask 022; /opt/platform/b
                # umask 000
                """);
        CronEnvironment read = read(shell);
        assertThat(read.tables().toString()).doesNotContain("t0ps3cret").doesNotContain("/opt/platform/a");
        assertThat(read.umasks())
                .containsEntry("/etc/cron.d/platform", List.of(new FileMode(0077), new FileMode(0022)));
        assertThat(read.paths())
                .containsEntry("/etc/cron.d/platform", List.of("/usr/sbin:/usr/bin", "/opt/platform/bin"));
    }

    private CronEnvironment read(Shell shell) {
        var request = CronEnvironment.FACT.in(Context.EXEC);
        return ScriptRun.under(shell)
                .with("PROBE_ROOT", root.toString())
                .run(request)
                .reading(request)
                .fold(value -> value, missing -> {
                    throw new AssertionError(missing);
                });
    }

    private void daemon(String name, String umask) throws IOException {
        Tree.put(root, "proc/1/comm", "systemd\n");
        Tree.put(root, "proc/501/comm", name + "\n");
        Tree.put(
                root,
                "proc/501/status",
                "Name:\t" + name + "\nUmask:\t" + umask + "\nState:\tS (sleeping)\nUid:\t0\t0\t0\t0\nNSpid:\t501\n");
    }
}
