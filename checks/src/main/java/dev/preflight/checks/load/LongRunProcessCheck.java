package dev.preflight.checks.load;

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
import dev.preflight.checks.load.LongRun.Ends;
import dev.preflight.checks.load.LongRun.Seen;
import dev.preflight.fact.FactRequest;
import dev.preflight.fact.Reading;
import dev.preflight.fact.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Processes that should run for a long time still run, and if not, whether they were killed. A tool that burns CPU
 * vanished and the platform was blamed: its inner {@code openssl speed} simply ends after one round.
 *
 * <p>Whether a process keeps running after its session ends is read from the settings of logind; with
 * {@code survival_test} it is tested with a second login, and the result of the test decides.
 *
 * <p>Sources: openssl-speed(1), logind.conf(5), systemd-run(1), proc(5).
 */
public final class LongRunProcessCheck implements HostCheck<LongRunProcessCheck.Params> {

    /** Parameters. */
    public record Params(
            @Param(
                    value = "Processes that must go on while the host is watched",
                    example = "[{pattern: openssl speed, min_runtime: 10m}]",
                    kind = Kind.LOCATOR)
            List<Expected> expectedProcesses,

            @FromSetting Duration sampleTime,

            @Param(
                    value =
                            "Start a background process of 30 s, log in again and look for it; otherwise only logind's settings are read",
                    defaultValue = "false",
                    example = "true",
                    kind = Kind.LOCATOR)
            boolean survivalTest) {
        public Params {
            expectedProcesses = List.copyOf(expectedProcesses);
        }
    }

    /** A process that must go on. */
    public record Expected(
            @Param(value = "What its command line holds", example = "openssl speed", kind = Kind.LOCATOR)
            String pattern,

            @Param(
                    value = "How long it must run; 0 means until the end",
                    defaultValue = "0s",
                    example = "10m",
                    shape = Shape.POSITIVE,
                    kind = Kind.THRESHOLD)
            Duration minRuntime) {
        /** Refuses what every command line holds. */
        public Expected {
            if (pattern.isBlank()) {
                throw new IllegalArgumentException("pattern: expected a part of the command line");
            }
        }
    }

    private static final CheckSpec<Params> SPEC = CheckSpec.of("long-run-process", Params.class, Severity.INFO)
            .code("killed", Severity.WARNING)
            .code("finished")
            .code("not-running", Severity.WARNING)
            .code("ran-long-enough")
            .code("session-kill")
            .code("processes-unset")
            .code("no-login");

    @Override
    public CheckSpec<Params> spec() {
        return SPEC;
    }

    @Override
    public Needs needs(Params params) {
        Needs needs = Needs.none().required(watched(params));
        return params.survivalTest() ? needs.each(BackgroundProcess.LEFT).each(BackgroundProcess.FOUND) : needs;
    }

    private static FactRequest<LongRun> watched(Params params) {
        FactRequest<LongRun> request = LongRun.FACT.request();
        return params.expectedProcesses().isEmpty()
                ? request
                : request.withArguments(params.expectedProcesses().stream()
                                .map(Expected::pattern)
                                .toList())
                        .sampling(params.sampleTime());
    }

    @Override
    public List<Judgement> judge(HostFacts facts, Params params) {
        LongRun run = facts.get(watched(params));
        List<Judgement> said = new ArrayList<>();
        said.add(
                params.survivalTest()
                        ? survival(facts, run.session()).basedOn(watched(params))
                        : session(run.session()));
        if (params.expectedProcesses().isEmpty()) {
            said.add(Judgement.notApplicable("processes-unset", Subject.of("setting", "expected_processes")));
        }
        for (int i = 0; i < params.expectedProcesses().size(); i++) {
            said.addAll(expected(run, i + 1, params.expectedProcesses().get(i)));
        }
        return said;
    }

    /** The same process in the next session; numbers are used again, the start tells. */
    private static Judgement survival(HostFacts facts, LongRun.Session session) {
        Subject subject = Subject.of("session", session.user());
        if (facts.host().address().isEmpty()) {
            return Judgement.notApplicable("no-login", subject);
        }
        Reading<Boolean> survived = facts.reading(BackgroundProcess.LEFT)
                .flatMap(left ->
                        facts.reading(BackgroundProcess.FOUND).flatMap(found -> Reading.got(found.contains(left))));
        return survived.fold(
                        yes -> yes ? Judgement.pass(subject).with("user", session.user()) : killed(subject, session),
                        missing -> Judgement.unknown(missing, subject))
                .basedOn(BackgroundProcess.LEFT)
                .basedOn(BackgroundProcess.FOUND);
    }

    private static Judgement killed(Subject subject, LongRun.Session session) {
        boolean logind = session.killsProcesses().orElse(false);
        Judgement said = Judgement.fail("session-kill", subject)
                .with("user", session.user())
                .with("logind", logind ? "KillUserProcesses=yes" : "")
                .with("idle", Arg.texts(session.idleLogout()));
        return logind
                ? said.withRemedy(Remedy.confirm("linger", Privilege.ROOT).with("user", Arg.text(session.user())))
                        .withRemedy(Remedy.manual("service"))
                : said.withRemedy(Remedy.manual("service"));
    }

    private static Judgement session(LongRun.Session session) {
        Subject subject = Subject.of("session", session.user());
        if (!session.logind() || session.exempt() || session.linger()) {
            return Judgement.pass(subject).with("user", session.user());
        }
        if (session.killsProcesses().isEmpty()) {
            return Judgement.unknown(Reason.NOT_READABLE, subject).with("detail", "KillUserProcesses");
        }
        return session.killsProcesses().get()
                ? killed(subject, session)
                : Judgement.pass(subject).with("user", session.user());
    }

    private static List<Judgement> expected(LongRun run, int number, Expected expected) {
        Subject subject = Subject.of("process", expected.pattern());
        List<Seen> before =
                run.before().stream().filter(seen -> seen.string() == number).toList();
        if (before.isEmpty()) {
            return List.of(
                    run.hiddenProc()
                            ? Judgement.unknown(Reason.HIDDEN_PROC, subject)
                            : Judgement.warning("not-running", subject).with("pattern", expected.pattern()));
        }
        List<Judgement> killed = new ArrayList<>();
        List<Judgement> gone = new ArrayList<>();
        Optional<Judgement> survivor = Optional.empty();
        for (Seen seen : before) {
            Optional<Seen> later = run.after().stream().filter(seen::isSame).findFirst();
            if (later.isPresent()) {
                survivor = Optional.of(Judgement.pass(subject)
                        .with("pid", Long.toString(seen.pid()))
                        .with("cpu", Arg.span(Duration.ofSeconds((later.get().ticks() - seen.ticks()) / run.hz()))));
                continue;
            }
            Optional<String> by = killer(run, seen);
            if (by.isPresent()) {
                killed.add(
                        Judgement.fail("killed", subject).with("by", by.get()).withRemedy(Remedy.manual("service")));
            } else {
                gone.add(ended(run, seen, expected, subject));
            }
        }
        // Workers start and end; one that was killed counts, even if others still run.
        List<Judgement> said =
                !killed.isEmpty() ? killed : survivor.map(List::of).orElse(gone);
        return List.of(said.get(0).with("pattern", expected.pattern()).with("pids", pids(before)));
    }

    private static Arg pids(List<Seen> seen) {
        return Arg.texts(seen.stream().map(one -> Long.toString(one.pid())).toList());
    }

    /** What ended a process, if anything else than itself did. */
    private static Optional<String> killer(LongRun run, Seen seen) {
        Ends ends = run.ends().get(seen.pid());
        if (ends == null) {
            return Optional.empty();
        }
        double used = (double) seen.ticks() / run.hz() + run.ended() - run.began();
        if (ends.outOfMemory()) {
            return Optional.of("oom");
        }
        if (ends.oomd()) {
            return Optional.of("systemd-oomd");
        }
        if (ends.result().matches("oom-kill|signal|core-dump|watchdog|timeout")) {
            return Optional.of("systemd: " + ends.result());
        }
        return ends.cpuLimit().filter(limit -> used >= limit).map(limit -> "ulimit -t " + limit);
    }

    private static Judgement ended(LongRun run, Seen seen, Expected expected, Subject subject) {
        Ends ends = run.ends().get(seen.pid());
        boolean told = run.logRead()
                || (ends != null && (ends.groupKnown() || !ends.result().isEmpty()));
        if (!told) {
            return Judgement.unknown(Reason.NO_PERMISSION, subject).with("detail", "dmesg, memory.events");
        }
        Duration ran = Duration.ofMillis((long) (1000 * (run.began() - (double) seen.start() / run.hz())));
        if (!expected.minRuntime().isZero() && ran.compareTo(expected.minRuntime()) >= 0) {
            return Judgement.pass("ran-long-enough", subject)
                    .with("ran", Arg.span(Duration.ofSeconds(ran.toSeconds())));
        }
        return Judgement.warning("finished", subject)
                .with("finite", ends != null && ends.finite() ? "finite-by-design" : "")
                .withRemedy(Remedy.manual("service"));
    }
}
