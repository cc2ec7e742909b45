package dev.preflight.checks.logs;

import dev.preflight.api.Arg;
import dev.preflight.api.CheckSpec;
import dev.preflight.api.FromSetting;
import dev.preflight.api.HostCheck;
import dev.preflight.api.HostFacts;
import dev.preflight.api.Judgement;
import dev.preflight.api.Needs;
import dev.preflight.api.Param;
import dev.preflight.api.Param.Kind;
import dev.preflight.api.Remedy;
import dev.preflight.api.Remedy.Privilege;
import dev.preflight.api.Severity;
import dev.preflight.api.Shape;
import dev.preflight.api.Subject;
import dev.preflight.checks.logs.LogRotation.LastRun;
import dev.preflight.fact.FactRequest;
import dev.preflight.fact.Reason;
import dev.preflight.host.HostIdentity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Log files of the host and of the platform are rotated, and the journal is bounded. A disk of 1 TB filled in two days
 * because nothing cut what was logged.
 *
 * <p>Sources: logrotate(8), journald.conf(5), the scripts and units of Debian's package logrotate; the incident of 500
 * GB of logs a day in docs/incidents.md.
 */
public final class HostLogRotationCheck implements HostCheck<HostLogRotationCheck.Params> {
    private static final FactRequest<LogRotation> ROTATION = LogRotation.FACT.request();

    private static final Subject SCHEDULE = Subject.of("rotation", "schedule");
    private static final Subject JOURNAL = Subject.of("rotation", "journal");

    /** Daemons that write the messages which they receive into files. */
    private static final Set<String> SYSLOG = Set.of("rsyslogd", "syslog-ng", "syslogd");

    /** Codes of rules that explain why a run failed. */
    private static final Set<String> EXPLAINING = Set.of("config-error", "rule-ignored", "cannot-write");

    /** Of a host without a state file, for how long a failure counts, in seconds. */
    private static final long ALERTS_WITHIN = Duration.ofDays(2).toSeconds();

    /** The clocks of a log line and of a file's time agree to this, in seconds. */
    private static final long LATER_RUN = 60;

    /** Parameters. */
    public record Params(
            @Param(
                    value = "Log files that the platform writes; every glob needs a rule of logrotate",
                    example = "[/var/log/platform/*.log]",
                    shape = Shape.PATH,
                    kind = Kind.THRESHOLD)
            List<String> platformLogGlobs,

            @Param(
                    value = "Longest accepted time since the last run of logrotate",
                    defaultValue = "48h",
                    example = "72h",
                    shape = Shape.POSITIVE,
                    kind = Kind.THRESHOLD)
            Duration maxAge,

            @Param(
                    value = "How much of its file system the journal may take",
                    defaultValue = "20",
                    unit = "percent",
                    example = "10",
                    shape = Shape.PERCENT,
                    kind = Kind.THRESHOLD)
            int maxJournalPercent,

            @FromSetting boolean treatAsHost) {
        public Params {
            platformLogGlobs = List.copyOf(platformLogGlobs);
        }
    }

    private static final CheckSpec<Params> SPEC = CheckSpec.of("host-log-rotation", Params.class, Severity.WARNING)
            .notInContainer(Params::treatAsHost)
            .code("nothing-logged")
            .code("rotates-itself")
            .code("no-logrotate")
            .code("not-scheduled")
            .code("until-reboot")
            .code("stale")
            .code("last-run-failed")
            .code("config-error")
            .code("rule-ignored")
            .code("rule-unread")
            .code("cannot-write")
            .code("no-rule")
            .code("platform-logs-unset", Severity.INFO)
            .code("journal-large")
            .code("journal-limit");

    @Override
    public CheckSpec<Params> spec() {
        return SPEC;
    }

    @Override
    public Needs needs(Params params) {
        return Needs.none().required(HostIdentity.REQUEST, ROTATION);
    }

    @Override
    public List<Judgement> judge(HostFacts facts, Params params) {
        LogRotation host = facts.get(ROTATION);
        List<Judgement> judgements = new ArrayList<>();
        List<Judgement> rules = new RotationRules(host, params.platformLogGlobs()).judge();
        // What is wrong with the rules is why the last run failed, and is said once.
        boolean explained = rules.stream().anyMatch(rule -> EXPLAINING.contains(rule.code()));
        judgements.add(schedule(host, params, explained));
        judgements.addAll(rules);
        if (params.platformLogGlobs().isEmpty()) {
            judgements.add(Judgement.notApplicable("platform-logs-unset", Subject.of("setting", "platform_log_globs")));
        }
        judgements.addAll(journal(host, params));
        return judgements.stream().map(judgement -> judgement.basedOn(ROTATION)).toList();
    }

    private static Judgement schedule(LogRotation host, Params params, boolean explained) {
        Optional<Integer> itself = RotationSchedule.rotatesItself(host.daemons());
        if (itself.isPresent() && itself.get() > 0) {
            return Judgement.pass("rotates-itself", SCHEDULE).with("size", Arg.bytes(1024L * itself.get()));
        }
        boolean files = !host.logFiles().isEmpty()
                || itself.isPresent()
                || host.daemons().stream().anyMatch(daemon -> SYSLOG.contains(daemon.name()))
                || !params.platformLogGlobs().isEmpty();
        if (!files) {
            return Judgement.pass("nothing-logged", SCHEDULE);
        }
        Arg logged = Arg.texts(host.logFiles());
        if (host.logrotate().isEmpty()) {
            return Judgement.fail("no-logrotate", SCHEDULE)
                    .with("files", logged)
                    .withRemedy(Remedy.manual("install"));
        }
        return switch (RotationSchedule.of(host)) {
            case WORKING -> failed(host).filter(failed -> !explained).orElseGet(() -> lastRun(host, params));
            case UNTIL_REBOOT ->
                Judgement.warning("until-reboot", SCHEDULE)
                        .with("enabled", host.timerEnabled())
                        .withRemedy(Remedy.safe("enable-timer-at-boot", Privilege.ROOT));
            case NONE -> notScheduled(host, logged);
            case HIDDEN -> Judgement.unknown(Reason.HIDDEN_PROC, SCHEDULE);
            case UNTOLD ->
                Judgement.unknown(Reason.NOT_READABLE, SCHEDULE)
                        .with("detail", (host.timerEnabled() + " " + host.timerActive()).strip());
        };
    }

    /**
     * That the last run failed, as systemd tells of its unit since boot, or else cron's script and mail. The state file
     * does not: it is written after a run that failed as well (logrotate(8)).
     */
    private static Optional<Judgement> failed(LogRotation host) {
        if (host.systemd() && host.timerActive().equals("active")) {
            return host.serviceResult().isEmpty() || host.serviceResult().equals("success")
                    ? Optional.empty()
                    : Optional.of(Judgement.fail("last-run-failed", SCHEDULE)
                            .with("result", host.serviceResult())
                            .with("source", "logrotate.service")
                            .withRemedy(Remedy.manual("run")));
        }
        // The script tells of a failure right behind the run that wrote the state; a later run that went well is
        // younger.
        long run = host.lastRun().map(LastRun::ageSeconds).orElse(ALERTS_WITHIN);
        return host.alerts().stream()
                .filter(alert -> alert.ageSeconds().orElse(Long.MAX_VALUE) <= run + LATER_RUN)
                .findFirst()
                .map(alert -> Judgement.fail("last-run-failed", SCHEDULE)
                        .with("result", "exit-code")
                        .with("source", alert.source())
                        .withRemedy(Remedy.manual("run")));
    }

    private static Judgement notScheduled(LogRotation host, Arg logged) {
        Judgement fail = Judgement.fail("not-scheduled", SCHEDULE)
                .with("files", logged)
                .with("timer", host.timerEnabled().isEmpty() ? "-" : host.timerEnabled() + ", " + host.timerActive())
                .with(
                        "scripts",
                        Arg.texts(host.cronScripts().stream()
                                .map(LogRotation.CronScript::path)
                                .toList()));
        if (!host.systemd() || !host.timerEnabled().matches("disabled|enabled.*")) {
            return fail.withRemedy(Remedy.manual("schedule"));
        }
        boolean enabled = host.timerEnabled().startsWith("enabled");
        return fail.withRemedy(Remedy.safe(enabled ? "start-timer" : "enable-timer", Privilege.ROOT));
    }

    private static Judgement lastRun(LogRotation host, Params params) {
        Optional<LastRun> run = host.lastRun();
        if (run.isEmpty() && host.dryRun().isEmpty()) {
            return Judgement.unknown(Reason.NO_PERMISSION, SCHEDULE)
                    .with("detail", "no state file of logrotate can be looked at");
        }
        // A host whose first night is still to come has no state file: its schedule and its rules are what there is.
        if (run.isEmpty()) {
            return Judgement.pass(SCHEDULE);
        }
        Duration age = Duration.ofSeconds(run.get().ageSeconds());
        Judgement judgement = age.compareTo(params.maxAge()) > 0
                ? Judgement.warning("stale", SCHEDULE)
                        .with("max", Arg.span(params.maxAge()))
                        .withRemedy(Remedy.manual("run"))
                : Judgement.pass(SCHEDULE);
        return judgement.with("age", Arg.span(age)).with("status", run.get().path());
    }

    private static List<Judgement> journal(LogRotation host, Params params) {
        if (host.journal().isEmpty()) {
            return List.of();
        }
        long used = host.journal().get().usedKib();
        long size = host.journal().get().fileSystemKib();
        long allowed = size / 100 * params.maxJournalPercent();
        OptionalLong limit = JournalLimit.systemMaxUseKib(host.journald());
        Optional<String> code = used > allowed
                ? Optional.of("journal-large")
                : limit.isPresent() && limit.getAsLong() > allowed ? Optional.of("journal-limit") : Optional.empty();
        return code.stream()
                .map(wrong -> Judgement.warning(wrong, JOURNAL)
                        .with("used", Arg.bytes(1024 * used))
                        .with("limit", Arg.bytes(1024 * limit.orElse(0)))
                        .with("percent", Arg.count(params.maxJournalPercent()))
                        .with("size", Arg.bytes(1024 * size))
                        .withRemedy(JournalLimit.remedy(host.systemd(), allowed)))
                .toList();
    }
}
