package dev.preflight.checks.logs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.api.Arg;
import dev.preflight.api.HostFacts;
import dev.preflight.api.HostInfo;
import dev.preflight.api.Judgement;
import dev.preflight.checks.Judged;
import dev.preflight.checks.logs.HostLogRotationCheck.Params;
import dev.preflight.fact.FactFormatException;
import dev.preflight.fact.ProbeOutput;
import dev.preflight.fact.Reading;
import dev.preflight.host.HostIdentity;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostLogRotationCheckTest {
    /** Debian 12 with rsyslog and its own cron script, which leaves the work to systemd. */
    private static final String DEBIAN = """
            uid 0
            systemd
            enabled ENABLED
            active ACTIVE
            cron-script yes /etc/cron.daily/logrotate
             #!/bin/sh
             if [ -d /run/systemd/system ]; then
                 exit 0
             fi
             /usr/sbin/logrotate /etc/logrotate.conf
            process cron
             /usr/sbin/cron -f
            process rsyslogd
             /usr/sbin/rsyslogd -n -iNONE
            file /var/log/syslog
            now 1795507199
            status 1795500000 /var/lib/logrotate/status
            logrotate /usr/sbin/logrotate
            rules /etc/logrotate.d/rsyslog
             /var/log/syslog
            dry-run 0
             rotating pattern: /var/log/syslog
            """;

    /** CentOS 7 and Rocky 8: no timer, anacron's script, a journal that a boot empties. */
    private static final String EL7 = """
            uid 0
            systemd
            enabled Failed to get unit file state for logrotate.timer: No such file or directory
            active unknown
            cron-script yes /etc/cron.daily/logrotate
             #!/bin/sh
             /usr/sbin/logrotate -s /var/lib/logrotate/logrotate.status /etc/logrotate.conf
            process crond
             /usr/sbin/crond -n
            file /var/log/messages
            now 1795507199
            status 1795500000 /var/lib/logrotate/logrotate.status
            logrotate /usr/sbin/logrotate
            dry-run 0
            """;

    /** Alpine 3.19: busybox's syslogd and crond. */
    private static final String ALPINE = """
            uid 0
            process crond
             /usr/sbin/crond -c /etc/crontabs -f
            process busybox-syslogd
             /sbin/syslogd -t -n
            file /var/log/messages
            now 1795507199
            """;

    private static String debian(String enabled, String active) {
        return DEBIAN.replace("ENABLED", enabled).replace("ACTIVE", active);
    }

    private static final String HEALTHY = debian("enabled", "active");

    private static Params params(String... globs) {
        return new Params(List.of(globs), Duration.ofDays(2), 20, false);
    }

    private static List<Judgement> judged(String probe, Params params, String container) throws FactFormatException {
        Reading<LogRotation> reading = LogRotation.FACT
                .parser()
                .parse(new ProbeOutput((probe + "done\n").getBytes(StandardCharsets.UTF_8), new byte[0], 0));
        HostIdentity identity =
                new HostIdentity("debian", List.of(), "12", "Debian", "6.1", "x86_64", 0, container, "");
        HostFacts facts = new HostFacts(
                new HostInfo("h1", "10.0.0.1", List.of("all")),
                Instant.EPOCH,
                Map.of(
                        HostIdentity.REQUEST.key(),
                        Reading.got(identity),
                        LogRotation.FACT.request().key(),
                        reading));
        return Judged.by(new HostLogRotationCheck(), facts, params);
    }

    private static List<String> said(String probe, Params params) throws FactFormatException {
        return judged(probe, params, "").stream()
                .filter(j -> !j.code().equals("platform-logs-unset"))
                .map(j ->
                        j.outcome().code() + " " + j.code() + " " + j.subject().toString())
                .toList();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            enabled  | active   | pass ok
            static   | active   | pass ok
            disabled | active   | warning until-reboot
            disabled | inactive | fail not-scheduled
            enabled  | inactive | fail not-scheduled
            masked   | inactive | fail not-scheduled
            not-found| inactive | fail not-scheduled
            Failed to connect to bus: No such host | unknown | unknown not-readable
            """)
    void onDebianOnlyTheTimerCounts(String enabled, String active, String expected) throws FactFormatException {
        assertThat(said(debian(enabled, active), params())).containsExactly(expected + " rotation:schedule");
    }

    /** EL9 and SLES 15: a timer of logrotate's own package, and its state where these families keep it. */
    @ParameterizedTest
    @CsvSource({
        "EL9, /var/lib/logrotate/logrotate.status, /var/log/messages",
        "SLES 15, /var/lib/misc/logrotate.status, /var/log/messages",
        "Ubuntu 22.04, /var/lib/logrotate/status, /var/log/syslog"
    })
    void whereTheTimerIsThePackagesItCounts(String family, String status, String log) throws FactFormatException {
        String healthy =
                "uid 0\nsystemd\nenabled enabled\nactive active\nprocess rsyslogd\n /usr/sbin/rsyslogd -n\nfile "
                        + log + "\nnow 1795507199\nstatus 1795500000 " + status
                        + "\nlogrotate /usr/sbin/logrotate\ndry-run 0\n rotating pattern: " + log + "\n";
        assertThat(said(healthy, params())).as(family).containsExactly("pass ok rotation:schedule");
        assertThat(said(healthy.replace("active active", "active inactive"), params()))
                .as(family)
                .containsExactly("fail not-scheduled rotation:schedule");
        assertThat(said(healthy.replace("status 1795500000", "status 1795000000"), params()))
                .as(family)
                .containsExactly("warning stale rotation:schedule");
    }

    @Test
    void whereThereIsNoTimerCronCounts() throws FactFormatException {
        assertThat(said(EL7, params())).containsExactly("pass ok rotation:schedule");
        assertThat(said(EL7.replace("process crond\n /usr/sbin/crond -n\n", ""), params()))
                .containsExactly("fail not-scheduled rotation:schedule");
        assertThat(said(EL7.replace("cron-script yes", "cron-script no"), params()))
                .containsExactly("fail not-scheduled rotation:schedule");
    }

    @Test
    void aCronThatCannotBeSeenIsUnknown() throws FactFormatException {
        String hidden = EL7.replace("process crond\n /usr/sbin/crond -n\n", "hidden-proc\n")
                .replace("uid 0", "uid 1000")
                .replace("dry-run 0\n", "");
        assertThat(said(hidden, params())).containsExactly("unknown hidden-proc rotation:schedule");
    }

    @ParameterizedTest
    @CsvSource({"172799, pass ok", "172800, pass ok", "172801, warning stale"})
    void aRunMoreThanTwoDaysAgoIsStale(long age, String expected) throws FactFormatException {
        String probe = HEALTHY.replace("status 1795500000", "status " + (1795507199L - age));
        assertThat(said(probe, params())).containsExactly(expected + " rotation:schedule");
    }

    @Test
    void aHostBeforeItsFirstNightIsNotStale() throws FactFormatException {
        String fresh = HEALTHY.replace("status 1795500000 /var/lib/logrotate/status\n", "");
        assertThat(said(fresh, params())).containsExactly("pass ok rotation:schedule");
        String ordinary = fresh.substring(0, fresh.indexOf("dry-run")).replace("uid 0", "uid 1000");
        assertThat(said(ordinary, params())).containsExactly("unknown no-permission rotation:schedule");
    }

    @Test
    void withoutLogrotateFilesGrow() throws FactFormatException {
        assertThat(said("uid 0\nfile /var/log/messages\nnow 1\n", params()))
                .containsExactly("fail no-logrotate rotation:schedule");
        assertThat(said("uid 0\nnow 1\n", params())).containsExactly("pass nothing-logged rotation:schedule");
        assertThat(said("uid 0\nnow 1\n", params("/data/*.log")))
                .containsExactly("fail no-logrotate rotation:schedule", "fail no-rule log:/data/*.log");
    }

    @Test
    void busyboxRotatesItsOwnFileUnlessToldNotTo() throws FactFormatException {
        assertThat(said(ALPINE, params())).containsExactly("pass rotates-itself rotation:schedule");
        assertThat(said(ALPINE.replace("-t -n", "-s 0"), params()))
                .containsExactly("fail no-logrotate rotation:schedule");
    }

    @Test
    void anErrorOfTheDryRunFails() throws FactFormatException {
        String error = " error: nginx:1 duplicate log entry for /var/log/nginx/access.log\n";
        assertThat(said(HEALTHY.replace("dry-run 0\n", "dry-run 1\n" + error), params()))
                .contains("fail config-error rotation:rules");
        assertThat(said(HEALTHY.replace("dry-run 0\n", "dry-run 0\n" + error), params()))
                .contains("fail config-error rotation:rules");
        assertThat(said(HEALTHY.replace("dry-run 0\n", "dry-run 1\n"), params()))
                .contains("fail config-error rotation:rules");
    }

    @Test
    void everyGlobOfThePlatformNeedsARule() throws FactFormatException {
        String ruled = HEALTHY + " rotating pattern: /data/app/*.log  after 1 days (4 rotations)\n";
        assertThat(said(
                        ruled,
                        params("/data/app/*.log", "/data/app/error.log", "/data/other.log", "/data/app/x/a.log")))
                .containsExactly(
                        "pass ok rotation:schedule",
                        "pass ok log:/data/app/*.log",
                        "pass ok log:/data/app/error.log",
                        "fail no-rule log:/data/other.log",
                        "fail no-rule log:/data/app/x/a.log");
    }

    @Test
    void withoutRootAnUnreadableRuleMayCoverIt() throws FactFormatException {
        String ordinary = HEALTHY.substring(0, HEALTHY.indexOf("dry-run")).replace("uid 0", "uid 1000");
        assertThat(said(ordinary, params("/var/log/syslog"))).contains("pass ok log:/var/log/syslog");
        assertThat(said(ordinary, params("/data/a.log"))).contains("fail no-rule log:/data/a.log");
        assertThat(said(ordinary + "unreadable /etc/logrotate.d/private\n", params("/data/a.log")))
                .contains("unknown not-readable log:/data/a.log");
    }

    /** A real run of Debian 12: the dry run of the same rules was clean. */
    @Test
    void theLastResultOfTheUnitCounts() throws FactFormatException {
        String service = "service\n LoadState=loaded\n Result=exit-code\n ExecMainStatus=1\n";
        assertThat(said(HEALTHY + service, params())).containsExactly("fail last-run-failed rotation:schedule");
        assertThat(said(HEALTHY + service.replace("exit-code", "success"), params()))
                .containsExactly("pass ok rotation:schedule");
        assertThat(said(HEALTHY + service + "su 1002 4 0 0 755 no /var/log\n", params()))
                .as("one cause is one finding")
                .containsExactly("pass ok rotation:schedule", "fail cannot-write directory:/var/log");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            1002 4 0 0 755 no       | fail
            1002 4 1002 4 755 no    | pass
            1002 4 1002 4 555 no    | fail
            1002 4 0 4 775 no       | pass
            1002 4 0 4 755 no       | fail
            1002 4 0 5 777 no       | pass
            1002 4 0 5 1777 no      | pass
            1002 4 1002 5 077 no    | fail
            1002 4 0 0 755 yes      | pass
            0 4 5 5 700 no          | pass
            """)
    void whoRotatesMayWriteWhereTheLogsLie(String rights, String expected) throws FactFormatException {
        List<String> said = said(HEALTHY + "su " + rights + " /var/log\n", params("/var/log/syslog", "/data/a.log"));
        assertThat(said.contains("fail cannot-write directory:/var/log")).isEqualTo(expected.equals("fail"));
        assertThat(said.contains("pass ok log:/var/log/syslog")).isEqualTo(expected.equals("pass"));
        assertThat(said).contains("fail no-rule log:/data/a.log");
    }

    /** What cron's script wrote to syslog counts for the run that wrote the state, not for one that was long before. */
    @ParameterizedTest
    @CsvSource({"1795500001, fail last-run-failed", "1795499939, pass ok", "1795400000, pass ok"})
    void whereCronRunsItWhatItSaidOfTheLastRunCounts(long at, String expected) throws FactFormatException {
        assertThat(said(EL7 + "alert " + at + " /var/log/messages\n", params()))
                .containsExactly(expected + " rotation:schedule");
        assertThat(said(EL7 + "alert  /var/log/messages\n", params())).containsExactly("pass ok rotation:schedule");
        assertThat(said(HEALTHY + "alert " + at + " /var/log/messages\n", params()))
                .as("not cron's affair under a timer")
                .containsExactly("pass ok rotation:schedule");
    }

    @Test
    void aFileThatLogrotateIgnoresIsOneFindingWithTheGlobsInIt() throws FactFormatException {
        String ignored = HEALTHY.replace(
                "dry-run 0\n",
                "rule-file 664 1000 1000 /etc/logrotate.d/app\nrules /etc/logrotate.d/app\n /opt/app/*.log {\n"
                        + "dry-run 0\n error: Ignoring app because it is writable by group or others.\n");
        List<Judgement> judged = judged(ignored, params("/opt/app/*.log"), "");
        assertThat(judged).extracting(Judgement::code).containsExactly("ok", "rule-ignored");
        assertThat(judged.get(1).args()).containsEntry("globs", Arg.texts(List.of("/opt/app/*.log")));
        assertThat(judged.get(1).remedies().get(0).args())
                .containsEntry("file", Arg.text("/etc/logrotate.d/app"))
                .containsEntry("oldMode", Arg.text("664"))
                .containsEntry("oldOwner", Arg.text("1000:1000"));
        // Without root logrotate is not asked, and the mode decides.
        String ordinary = ignored.substring(0, ignored.indexOf("dry-run")).replace("uid 0", "uid 1000");
        assertThat(said(ordinary, params("/opt/app/*.log")))
                .containsExactly("pass ok rotation:schedule", "fail rule-ignored rule:/etc/logrotate.d/app");
        assertThat(said(ordinary.replace("664 1000", "644 0"), params("/opt/app/*.log")))
                .contains("pass ok log:/opt/app/*.log");
    }

    @Test
    void aRuleThatAnErrorTakesBackIsOneFindingWithTheError() throws FactFormatException {
        String error =
                " error: app:3 unknown option 'dialy' -- ignoring line\n error: found error in file app, skipping\n";
        String probe =
                HEALTHY.replace("dry-run 0\n", "rules /etc/logrotate.d/app\n /opt/app/*.log {\ndry-run 1\n" + error);
        List<Judgement> judged = judged(probe, params("/opt/app/*.log"), "");
        assertThat(judged).extracting(Judgement::code).containsExactly("ok", "config-error");
        assertThat(judged.get(1).args()).containsEntry("globs", Arg.texts(List.of("/opt/app/*.log")));
    }

    @Test
    void aRuleInAFileThatIsNotReadIsToldAsSuch() throws FactFormatException {
        String probe =
                HEALTHY.replace("dry-run 0\n", "rules /etc/logrotate.d/app.disabled\n /opt/app/*.log {\ndry-run 0\n");
        assertThat(said(probe, params("/opt/app/*.log"))).contains("fail rule-unread log:/opt/app/*.log");
        String ordinary = probe.substring(0, probe.indexOf("dry-run")).replace("uid 0", "uid 1000");
        assertThat(said(ordinary, params("/opt/app/*.log"))).contains("fail rule-unread log:/opt/app/*.log");
    }

    @Test
    void withoutTheSettingThePlatformsFilesAreNotJudgedAndThatIsSaid() throws FactFormatException {
        assertThat(judged(HEALTHY, params(), ""))
                .anyMatch(j -> j.outcome().code().equals("not-applicable")
                        && j.subject().toString().equals("setting:platform_log_globs"));
    }

    @ParameterizedTest
    @CsvSource({"19999, ''", "20000, ''", "20001, warning journal-large rotation:journal"})
    void aJournalAboveAFifthOfItsFileSystemIsLarge(long used, String expected) throws FactFormatException {
        List<String> said = said(HEALTHY + "journal " + used + " 100000\n", params());
        assertThat(said)
                .filteredOn(s -> s.contains("journal"))
                .isEqualTo(expected.isEmpty() ? List.of() : List.of(expected));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            SystemMaxUse=20000K |                     | ''
            SystemMaxUse=20001K |                     | warning journal-limit rotation:journal
            SystemMaxUse=1T     | SystemMaxUse=1M     | ''
            SystemMaxUse=1M     | SystemMaxUse = 50G  | warning journal-limit rotation:journal
            SystemMaxUse=1T     | SystemMaxUse=       | ''
            """)
    void theLastDropInBoundsTheJournal(String main, String dropIn, String expected) throws FactFormatException {
        String probe = HEALTHY + "journald /etc/systemd/journald.conf\n " + main + "\n"
                + (dropIn == null
                        ? ""
                        : "journald /etc/systemd/journald.conf.d/a.conf\n " + dropIn + "\n"
                                + "journald /usr/lib/systemd/journald.conf.d/a.conf\n SystemMaxUse=900T\n")
                + "journal 10 100000\n";
        List<String> said = said(probe, params());
        assertThat(said)
                .filteredOn(s -> s.contains("journal"))
                .isEqualTo(expected.isEmpty() ? List.of() : List.of(expected));
    }

    @Test
    void insideAContainerItDoesNotApply() throws FactFormatException {
        assertThat(judged(HEALTHY, params(), "docker"))
                .extracting(Judgement::code)
                .containsExactly("in-container");
    }
}
