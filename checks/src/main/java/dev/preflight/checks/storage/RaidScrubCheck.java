package dev.preflight.checks.storage;

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
import dev.preflight.api.Subject;
import dev.preflight.checks.fact.KernelLog;
import dev.preflight.checks.storage.MdArrays.Array;
import dev.preflight.fact.FactRequest;
import dev.preflight.fact.Reason;
import dev.preflight.host.HostIdentity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * No md array is checked during the run or the installation. A data-check ran, unnoticed, while a slow host was being
 * diagnosed. An interrupted check only means that a user stopped it or that the host was shut down.
 *
 * <p>Sources: the kernel's admin-guide/md.rst, md(4), the schedules of the mdadm packages of Debian, Red Hat and SUSE.
 */
public final class RaidScrubCheck implements HostCheck<RaidScrubCheck.Params> {
    private static final FactRequest<KernelLog> LOG = KernelLog.FACT.request();

    private static final Subject SCHEDULE = Subject.of("scrub", "schedule");

    private static final Set<String> CHECKING = Set.of("check", "repair");

    private static final Pattern ENDED = Pattern.compile("md: (md\\S*): data-check (done|interrupted)");

    /** Parameters. */
    public record Params(
            @Param(
                    value = "When the platform is installed, by the hosts' clocks; empty means not set",
                    example = "Sun 00:00-04:00",
                    kind = Kind.THRESHOLD)
            String installWindow,

            @FromSetting boolean treatAsHost) {
        /** Refuses what is no window. */
        public Params {
            if (!installWindow.isEmpty() && WeekTimes.window(installWindow).isEmpty()) {
                throw new IllegalArgumentException(
                        "install_window: expected days and times such as 'Sun 00:00-04:00' or 'Mon-Fri 22:00-02:00'");
            }
        }
    }

    private static final CheckSpec<Params> SPEC = CheckSpec.of("raid-scrub", Params.class, Severity.INFO)
            .notInContainer(Params::treatAsHost)
            .code("no-md")
            .code("running", Severity.WARNING)
            .code("waiting")
            .code("last-check-interrupted")
            .oldCode("interrupted-note", "last-check-interrupted")
            .code("window")
            .code("window-unset")
            .code("outside");

    @Override
    public CheckSpec<Params> spec() {
        return SPEC;
    }

    @Override
    public Needs needs(Params params) {
        return Needs.none()
                .required(HostIdentity.REQUEST, MdArrays.REQUEST, MdSchedule.REQUEST)
                .optional(LOG);
    }

    @Override
    public List<Judgement> judge(HostFacts facts, Params params) {
        List<Array> arrays = facts.get(MdArrays.REQUEST).arrays().stream()
                .filter(array -> array.active() && !array.container())
                .toList();
        if (arrays.isEmpty()) {
            return List.of(Judgement.notApplicable("no-md", Subject.HOST).basedOn(MdArrays.REQUEST));
        }
        Map<String, String> ended = facts.reading(LOG).fold(RaidScrubCheck::ended, missing -> Map.of());
        List<Judgement> said = new ArrayList<>();
        arrays.forEach(array -> said.add(array(array, ended).basedOn(MdArrays.REQUEST)));
        schedule(facts.get(MdSchedule.REQUEST), params).stream()
                .map(judgement -> judgement.basedOn(MdSchedule.REQUEST))
                .forEach(said::add);
        return said;
    }

    private static Judgement array(Array array, Map<String, String> ended) {
        Subject subject = MdHealth.subject(array);
        if (CHECKING.contains(array.action()) && array.waits()) {
            return Judgement.pass("waiting", subject).with("array", array.name());
        }
        if (CHECKING.contains(array.action())) {
            Judgement running = Judgement.warning("running", subject)
                    .with("array", array.name())
                    .with("action", array.action())
                    .withRemedy(Remedy.confirm("stop", Privilege.ROOT)
                            .with("file", Arg.text("/sys/block/" + array.name() + "/md/sync_action"))
                            .with("action", Arg.text(array.action())))
                    .withRemedy(Remedy.confirm("slow-down", Privilege.ROOT));
            return array.progress()
                    .map(progress -> MdHealth.with(running, progress))
                    .orElse(running);
        }
        return ended.getOrDefault(array.name(), "done").equals("done")
                ? Judgement.pass(subject)
                : Judgement.pass("last-check-interrupted", subject).with("array", array.name());
    }

    /** How the last check of each array ended, by the kernel's log. */
    private static Map<String, String> ended(KernelLog log) {
        Map<String, String> ended = new HashMap<>();
        log.events().stream()
                .sorted(Comparator.comparingLong(event -> event.at().orElse(0)))
                .forEach(event -> {
                    Matcher m = ENDED.matcher(event.text());
                    if (m.find()) {
                        ended.put(m.group(1), m.group(2));
                    }
                });
        return ended;
    }

    private static List<Judgement> schedule(MdSchedule schedule, Params params) {
        Optional<WeekTimes> window = WeekTimes.window(params.installWindow());
        if (window.isEmpty()) {
            return List.of(Judgement.notApplicable("window-unset", Subject.of("setting", "install_window")));
        }
        List<Judgement> said = new ArrayList<>();
        schedule.cron()
                .forEach(cron -> judge(cron.file(), cron.line(), WeekTimes.cron(cron.line()), window.get())
                        .ifPresent(said::add));
        for (MdSchedule.Timer timer : schedule.timers()) {
            Optional<Duration> spread = spread(timer);
            for (String calendar : timer.calendars()) {
                Optional<WeekTimes> times =
                        spread.flatMap(longer -> WeekTimes.calendar(calendar).map(starts -> starts.spread(longer)));
                judge(timer.name(), calendar, times, window.get()).ifPresent(said::add);
            }
        }
        if (said.isEmpty() && !schedule.unreadable().isEmpty()) {
            return List.of(Judgement.unknown(Reason.NOT_READABLE, SCHEDULE)
                    .with("detail", String.join(", ", schedule.unreadable())));
        }
        return said.isEmpty()
                ? List.of(Judgement.pass("outside", SCHEDULE).with("window", params.installWindow()))
                : said.stream()
                        .map(judgement -> judgement.with("window", params.installWindow()))
                        .toList();
    }

    private static Optional<Duration> spread(MdSchedule.Timer timer) {
        Duration all = Duration.ZERO;
        for (String text : timer.spread()) {
            Optional<Duration> span = WeekTimes.span(text);
            if (span.isEmpty()) {
                return span;
            }
            all = all.plus(span.get());
        }
        return Optional.of(all);
    }

    /** Nothing if it does not start within the window. */
    private static Optional<Judgement> judge(
            String source, String expression, Optional<WeekTimes> times, WeekTimes window) {
        Subject subject = Subject.of("scrub", source);
        if (times.isEmpty()) {
            return Optional.of(Judgement.unknown(Reason.MALFORMED, subject).with("detail", expression));
        }
        return times.get().meet(window)
                ? Optional.of(Judgement.warning("window", subject)
                        .with("source", source)
                        .with("schedule", expression)
                        .withRemedy(Remedy.manual("postpone")))
                : Optional.empty();
    }
}
