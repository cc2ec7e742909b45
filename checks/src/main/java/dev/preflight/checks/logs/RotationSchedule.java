package dev.preflight.checks.logs;

import dev.preflight.checks.logs.LogRotation.CronScript;
import dev.preflight.checks.logs.LogRotation.Daemon;
import dev.preflight.node.Ascii;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Whether something runs logrotate by itself. */
enum RotationSchedule {
    /** A timer, or cron, does. */
    WORKING,
    /** The timer runs, and nothing will start it at the next boot. */
    UNTIL_REBOOT,
    /** Nothing does. */
    NONE,
    /** Cron would, and whether it runs cannot be seen: {@code /proc} hides it. */
    HIDDEN,
    /** systemd did not answer. */
    UNTOLD;

    /** States of systemctl(1) {@code is-enabled} in which a unit exists and is started at boot. */
    private static final Set<String> STARTED_AT_BOOT = Set.of(
            "enabled", "enabled-runtime", "static", "linked", "linked-runtime", "indirect", "generated", "alias");

    /** States in which it exists and is not. */
    private static final Set<String> NOT_STARTED = Set.of("disabled", "masked", "masked-runtime", "bad");

    /** What Debian's script looks for, to leave the work to the timer: Debian package logrotate. */
    private static final String LEAVES_IT_TO_SYSTEMD = "/run/systemd/system";

    private static final Set<String> CRON = Set.of("cron", "crond");

    static RotationSchedule of(LogRotation host) {
        if (host.systemd()) {
            boolean boot = STARTED_AT_BOOT.contains(host.timerEnabled());
            if (host.timerActive().equals("active")) {
                return boot ? WORKING : UNTIL_REBOOT;
            }
            boolean told = boot || NOT_STARTED.contains(host.timerEnabled()) || noSuchUnit(host.timerEnabled());
            if (!told) {
                return UNTOLD;
            }
        }
        return cron(host);
    }

    private static RotationSchedule cron(LogRotation host) {
        boolean wouldRun = host.cronScripts().stream().anyMatch(script -> runs(script, host.systemd()));
        if (!wouldRun) {
            return NONE;
        }
        if (host.daemons().stream().anyMatch(RotationSchedule::isCron)) {
            return WORKING;
        }
        return host.hiddenProc() && !host.root() ? HIDDEN : NONE;
    }

    private static boolean runs(CronScript script, boolean systemd) {
        return script.executable() && !(systemd && script.text().contains(LEAVES_IT_TO_SYSTEMD));
    }

    private static boolean isCron(Daemon daemon) {
        return CRON.contains(daemon.name())
                || (daemon.name().equals("busybox")
                        && List.of(daemon.commandLine().split(" ", -1)).contains("crond"));
    }

    /** systemd 219 to 252 say it in different sentences; newer ones in one word. */
    private static boolean noSuchUnit(String answer) {
        String text = Ascii.lower(answer);
        return text.equals("not-found") || text.contains("no such file") || text.contains("does not exist");
    }

    /**
     * The size at which busybox's syslogd rotates its own file, in KiB; empty if no such daemon writes a file here.
     * Its {@code -s} is 200 unless said, and 0 switches it off: busybox syslogd's usage text.
     */
    static Optional<Integer> rotatesItself(List<Daemon> daemons) {
        for (Daemon daemon : daemons) {
            List<String> words = List.of(daemon.commandLine().split(" +"));
            boolean syslogd = daemon.name().equals("busybox-syslogd")
                    || (daemon.name().equals("busybox") && words.contains("syslogd"));
            if (syslogd) {
                return Optional.of(size(words));
            }
        }
        return Optional.empty();
    }

    private static int size(List<String> words) {
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            String value = word.equals("-s") && i + 1 < words.size()
                    ? words.get(i + 1)
                    : word.startsWith("-s") ? word.substring(2) : "";
            if (value.matches("\\d{1,9}")) {
                return Integer.parseInt(value);
            }
        }
        return 200;
    }
}
