package dev.preflight.checks.logs;

import dev.preflight.checks.fact.SharedShell;
import dev.preflight.fact.Fact;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What rotates the log files of a host, when it last ran, and what limits the journal. That there is no logrotate
 * is a value.
 *
 * @param root whether it was read as root; only then there is a dry run
 * @param systemd whether systemd runs the host
 * @param timerEnabled what {@code systemctl is-enabled logrotate.timer} said; empty without systemctl
 * @param timerActive what {@code systemctl is-active logrotate.timer} said; empty without systemctl
 * @param cronScripts the scripts by which cron would run logrotate
 * @param hiddenProc whether {@code /proc} hides the processes of others
 * @param daemons cron and syslog daemons that run
 * @param logFiles files of syslog that are not empty
 * @param lastRun when logrotate last wrote its state; empty if it never did, or the file cannot be looked at
 * @param unreadable files and directories that could not be read
 * @param logrotate path of the program; empty if there is none
 * @param serviceResult how the last run of {@code logrotate.service} since boot ended; empty where systemd did not say
 * @param alerts what cron and its scripts said of runs that failed
 * @param ruleFiles the files of rules, those that could not be read without their rules
 * @param dryRun what {@code logrotate -d} said; empty without root
 * @param switches where a dry run would have rotated as another user than root
 * @param journald lines of the journal's configuration by path, the directories in their order of precedence
 * @param journal size of the journal on disk; empty if it is not kept there
 */
record LogRotation(
        boolean root,
        boolean systemd,
        String timerEnabled,
        String timerActive,
        List<CronScript> cronScripts,
        boolean hiddenProc,
        List<Daemon> daemons,
        List<String> logFiles,
        Optional<LastRun> lastRun,
        List<String> unreadable,
        Optional<String> logrotate,
        String serviceResult,
        List<Alert> alerts,
        Map<String, RuleFile> ruleFiles,
        Optional<DryRun> dryRun,
        List<Switch> switches,
        Map<String, List<String>> journald,
        Optional<Journal> journal) {

    /** A dry run over hundreds of rules takes seconds. Of each of 5,000 files of rules there may be 200 bytes to say. */
    public static final Fact<LogRotation> FACT = Fact.named("log-rotation", LogRotation.class)
            .sharing(SharedShell.class, "find-tool", "own-process", "indent", "keep")
            .prefersRoot()
            .limit(Duration.ofSeconds(15))
            .cap(1024 * 1024)
            .format(2)
            .parsedBy(LogRotationText::parse);

    /** A script that cron would run; {@code text} is its beginning, empty if it cannot be read. */
    public record CronScript(String path, boolean executable, String text) {}

    /** A running daemon: name as the kernel has it, and how it was started. */
    public record Daemon(String name, String commandLine) {}

    /** The state file, and how many seconds old it was when the host looked, by its own clock. */
    public record LastRun(String path, long ageSeconds) {}

    /** Exit status, the errors, the paths and globs that logrotate has rules for, and why it leaves out which files. */
    public record DryRun(int status, List<String> errors, List<String> patterns, List<String> ignored) {
        public DryRun {
            errors = List.copyOf(errors);
            patterns = List.copyOf(patterns);
            ignored = List.copyOf(ignored);
        }
    }

    /** Where it was said that a run failed, and how many seconds ago; empty where the host could not read the time. */
    public record Alert(String source, OptionalLong ageSeconds) {}

    /**
     * A file of rules.
     *
     * @param mode its permissions in octal; empty in older evidence
     * @param owner ids of user and group, as {@code 0:0}; empty in older evidence
     * @param patterns the paths and globs that it names
     */
    public record RuleFile(String mode, String owner, List<String> patterns) {
        public RuleFile {
            patterns = List.copyOf(patterns);
        }
    }

    /**
     * A directory with logs that are rotated as another user than root.
     *
     * @param user id of the user that logrotate would become
     * @param group its group then
     * @param owner ids and permissions of the directory, as {@code 0 0 755}; empty where they could not be read
     * @param acl whether an access control list says more
     */
    public record Switch(long user, long group, String owner, boolean acl, String directory) {}

    /** What the journal takes, and the size of its file system, both in KiB. */
    public record Journal(long usedKib, long fileSystemKib) {}

    public LogRotation {
        cronScripts = List.copyOf(cronScripts);
        daemons = List.copyOf(daemons);
        logFiles = List.copyOf(logFiles);
        unreadable = List.copyOf(unreadable);
        alerts = List.copyOf(alerts);
        ruleFiles = Collections.unmodifiableMap(new LinkedHashMap<>(ruleFiles));
        switches = List.copyOf(switches);
        journald = Collections.unmodifiableMap(new LinkedHashMap<>(journald));
    }
}
