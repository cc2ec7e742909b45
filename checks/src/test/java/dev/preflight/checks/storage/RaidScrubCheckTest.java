package dev.preflight.checks.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.preflight.api.Arg;
import dev.preflight.checks.Judged;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RaidScrubCheckTest {
    private static final RaidScrubCheck CHECK = new RaidScrubCheck();

    private static final String IDLE = "array md0\n level raid1\n array_state clean\n sync_action idle\n";

    private static Map<String, String> host(String md, String schedule, String log) {
        Map<String, String> printed =
                new HashMap<>(Map.of("md-arrays", md + "done\n", "md-schedule", schedule + "done\n"));
        if (!log.isEmpty()) {
            printed.put(
                    "kernel-log",
                    "now 1771100000 +0000\nuptime 86400\nhost h1\nsource dmesg\nfirst [    0.000000 Linux version \nlines\n"
                            + log + "done\n");
        }
        return printed;
    }

    private static List<String> said(String yaml, String md, String schedule, String log) {
        return Judged.said(CHECK, yaml, host(md, schedule, log)).stream()
                .filter(line -> !line.contains("window-unset"))
                .toList();
    }

    @ParameterizedTest
    @CsvSource({
        "check, 100 / 200, warning running", "repair, 100 / 200, warning running", "check, delayed, pass waiting",
        "idle, none, pass ok", "resync, 100 / 200, pass ok", "recover, 100 / 200, pass ok"
    })
    void onlyAChecksWorkIsACheck(String action, String completed, String expected) {
        assertThat(said("{}", IDLE.replace("idle", action) + " sync_completed " + completed + "\n", "", ""))
                .containsExactly(expected + " md:md0");
    }

    @Test
    void theTimeLeftIsWhatTheSpeedMakesOfIt() {
        var running = Judged.by(
                        CHECK,
                        "{}",
                        host(
                                IDLE.replace("idle", "check")
                                        + " sync_completed 104857600 / 1953258496\n sync_speed 200012\n",
                                "",
                                ""))
                .get(0);
        // (1953258496 - 104857600) sectors of 512 bytes at 200012 KiB/s.
        assertThat(running.args())
                .containsEntry("percent", Arg.count(5))
                .containsEntry("left", Arg.span(Duration.ofMinutes(77)));
        assertThat(said(
                        "{}",
                        "mdstat\n md0 : active raid1 sdb[1] sda[0]\n       1 blocks [2/2] [UU]\n"
                                + "       [>....]  check = 10.0% (4096/40960) finish=3.0min speed=1024K/sec\n",
                        "",
                        ""))
                .containsExactly("warning running md:md0");
    }

    /** Seen on a virtual machine with Linux 6.1, eight seconds after "check" was written. */
    @Test
    void mdstatIsAheadOfTheArraysOwnFile() {
        String md = "mdstat\n md0 : active raid1 vdc[2] vdb[0]\n       31744 blocks super 1.2 [2/2] [UU]\n"
                + "       [==>..................]  check = 11.1% (3712/31744) finish=2.1min speed=218K/sec\n"
                + "array md0\n level raid1\n raid_disks 2\n degraded 0\n array_state clean\n sync_action check\n"
                + " sync_completed 4096 / 63488\n sync_speed 206\n";
        assertThat(Judged.by(CHECK, "{}", host(md, "", "")).get(0).args())
                .containsEntry("percent", Arg.count(11))
                .containsEntry("left", Arg.span(Duration.ofSeconds((31744 - 3712) / 218)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            [ 10.0] md: data-check of RAID array md0~[ 20.0] md: md0: data-check interrupted. | pass last-check-interrupted
            [ 10.0] md: md0: data-check interrupted.~[ 20.0] md: md0: data-check done.        | pass ok
            [ 10.0] md: md0: data-check done.~[ 20.0] md: md0: data-check interrupted.        | pass last-check-interrupted
            [ 10.0] md: md1: data-check interrupted.                                          | pass ok
            [ 10.0] md: delaying data-check of md0 until md1 has finished (they share one or more physical units) | pass ok
            """)
    void interruptedIsANoteUntilALaterOneIsDone(String lines, String expected) {
        assertThat(said("{}", IDLE, "", " " + lines.replace("~", "\n ") + "\n")).containsExactly(expected + " md:md0");
    }

    @Test
    void withoutArraysThereIsNothingToCheck() {
        assertThat(said("{}", "no-mdstat\n", "", "")).containsExactly("not-applicable no-md host");
        assertThat(said(
                        "{}",
                        "mdstat\n md127 : inactive sdb[1](S) sda[0](S)\n       1 blocks super external:imsm\n",
                        "",
                        ""))
                .containsExactly("not-applicable no-md host");
    }

    @Test
    void aScheduleIsHeldAgainstTheWindowOfTheSite() {
        String cron = "cron /etc/cron.d/mdadm\n 57 0 * * 0 root checkarray --cron --all\n";
        assertThat(Judged.said(CHECK, "{}", host(IDLE, cron, "")))
                .containsExactly("pass ok md:md0", "not-applicable window-unset setting:install_window");
        assertThat(said("install_window: Sun 00:00-04:00", IDLE, cron, ""))
                .containsExactly("pass ok md:md0", "warning window scrub:/etc/cron.d/mdadm");
        assertThat(said("install_window: Mon-Sat 00:00-04:00", IDLE, cron, ""))
                .containsExactly("pass ok md:md0", "pass outside scrub:schedule");
        assertThat(said(
                        "install_window: Sun 00:00-04:00",
                        IDLE,
                        cron + "switch /etc/default/mdadm\n AUTOCHECK=false\n",
                        ""))
                .containsExactly("pass ok md:md0", "pass outside scrub:schedule");
        assertThat(said("install_window: Sun 00:00-04:00", IDLE, "cron /etc/cron.d/mdadm\n what is this line\n", ""))
                .containsExactly("pass ok md:md0", "unknown malformed scrub:/etc/cron.d/mdadm");
        assertThat(said("install_window: Sun 00:00-04:00", IDLE, "unreadable /etc/cron.d/mdadm\n", ""))
                .containsExactly("pass ok md:md0", "unknown not-readable scrub:schedule");
        assertThatThrownBy(() -> said("install_window: at night", IDLE, "", "")).hasMessageContaining("install_window");
    }

    /** Debian 12's own unit, and that of EL9, which may start a day later. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            mdcheck_start.timer | OnCalendar=Sun *-*-1..7 1:00:00                 | Sun 00:00-01:00 | pass outside scrub:schedule
            mdcheck_start.timer | OnCalendar=Sun *-*-1..7 1:00:00                 | Sun 00:00-01:01 | warning window scrub:mdcheck_start.timer
            raid-check.timer    | OnCalendar=Sun *-*-* 01:00:00~ AccuracySec=24h  | Mon 00:00-01:00 | warning window scrub:raid-check.timer
            raid-check.timer    | OnCalendar=Sun *-*-* 01:00:00~ AccuracySec=24h  | Mon 01:02-04:00 | pass outside scrub:schedule
            raid-check.timer    | OnCalendar=Sun *-*-* 01:00:00 UTC               | Mon 01:02-04:00 | unknown malformed scrub:raid-check.timer
            """)
    void timersCountWithTheirDelay(String timer, String unit, String window, String expected) {
        String schedule = "systemd\ntimer " + timer + " /usr/lib/systemd/system/" + timer + "\n [Timer]\n "
                + unit.replace("~", "\n") + "\n";
        assertThat(said("install_window: " + window, IDLE, schedule + "enabled " + timer + "\n", ""))
                .containsExactly("pass ok md:md0", expected);
        assertThat(said("install_window: " + window, IDLE, schedule, ""))
                .containsExactly("pass ok md:md0", "pass outside scrub:schedule");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            0 1 * * Sun root x      | Sun 01:00-01:01 | true
            0 1 * * 7 root x        | Sun 01:00-01:01 | true
            0 1 * * 1-5 root x      | Sun 00:00-24:00 | false
            0 1 * * fri-mon root x  | Sun 00:00-24:00 | true
            */15 * * * * root x     | Wed 03:46-04:01 | true
            0 1 1 * Sun root x      | Wed 00:00-02:00 | true
            @weekly root x          | Sun 00:00-00:30 | true
            @weekly root x          | Mon 00:00-00:30 | false
            59 23 * * 6 root x      | Sat 22:00-02:00 | true
            30 0 * * 0 root x       | Sat 22:00-02:00 | true
            30 2 * * 0 root x       | Sat 22:00-02:00 | false
            30 2 * * 3 root x       | 02:00-03:00     | true
            """)
    void timesOfCronAreThoseOfTheWeek(String line, String window, boolean within) {
        assertThat(WeekTimes.cron(line)
                        .orElseThrow()
                        .meet(WeekTimes.window(window).orElseThrow()))
                .isEqualTo(within);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            weekly                | Mon 00:00-00:01 | true
            daily                 | Thu 00:00-00:01 | true
            Mon..Fri 22:30        | Fri 22:00-23:00 | true
            Mon..Fri 22:30        | Sun 22:00-23:00 | false
            Sat,Sun *-*-* 1:05:00 | Sun 01:00-02:00 | true
            *-*-* 00/6:00         | Tue 12:00-12:01 | true
            *-*-* 00/6:00         | Tue 13:00-17:00 | false
            """)
    void timesOfSystemdAreThoseOfTheWeek(String expression, String window, boolean within) {
        assertThat(WeekTimes.calendar(expression)
                        .orElseThrow()
                        .meet(WeekTimes.window(window).orElseThrow()))
                .isEqualTo(within);
    }

    @Test
    void whatCannotBeReadIsNoTime() {
        for (String line : List.of("61 1 * * 0 x", "0 1 * *", "0 25 * * * x", "0 5-1 * * * x", "0 */0 * * * x")) {
            assertThat(WeekTimes.cron(line)).as(line).isEmpty();
        }
        for (String window : List.of("", "Sun", "Xyz 00:00-01:00", "Sun 24:00-25:00", "Sun 01:00-01:00")) {
            assertThat(WeekTimes.window(window)).as(window).isEmpty();
        }
        assertThat(WeekTimes.span("1h 30min")).hasValue(Duration.ofMinutes(90));
        assertThat(WeekTimes.span("3600")).hasValue(Duration.ofHours(1));
        assertThat(WeekTimes.span("soon")).isEmpty();
    }
}
