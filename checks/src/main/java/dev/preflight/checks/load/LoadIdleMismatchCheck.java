package dev.preflight.checks.load;

import dev.preflight.api.Arg;
import dev.preflight.api.CheckSpec;
import dev.preflight.api.HostCheck;
import dev.preflight.api.HostFacts;
import dev.preflight.api.Judgement;
import dev.preflight.api.Needs;
import dev.preflight.api.Param;
import dev.preflight.api.Param.Kind;
import dev.preflight.api.Remedy;
import dev.preflight.api.Severity;
import dev.preflight.api.Shape;
import dev.preflight.api.Subject;
import dev.preflight.checks.load.LoadSamples.Cpu;
import dev.preflight.checks.load.LoadSamples.Sample;
import dev.preflight.checks.load.LoadSamples.Task;
import dev.preflight.fact.FactRequest;
import dev.preflight.fact.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * Load and idle time fit together, and no CPU is stuck. With one core stuck, the load was very high while the CPUs were
 * very idle, and everything on that core froze for 20 seconds at a time.
 *
 * <p>Sources: proc(5); the kernel's lockup-watchdogs documentation.
 */
public final class LoadIdleMismatchCheck implements HostCheck<LoadIdleMismatchCheck.Params> {
    private static final Subject LOAD = Subject.of("host", "load");
    private static final int PERCENT = 100;
    private static final int NAMES = 5;
    private static final double LOAD_SECONDS = 60;
    private static final double NEARLY = 0.8;

    /** Parameters. */
    public record Params(
            @Param(
                    value = "Time between samples",
                    defaultValue = "5s",
                    example = "10s",
                    least = "1s",
                    most = "100s",
                    kind = Kind.LOCATOR)
            Duration interval,

            @Param(
                    value = "Time until load and idle time that do not fit are measured again",
                    defaultValue = "60s",
                    example = "120s",
                    least = "1s",
                    kind = Kind.LOCATOR)
            Duration again,

            @Param(
                    value = "Part of the elapsed time that a CPU must account for; one with less counts as stopped",
                    defaultValue = "50",
                    unit = "percent",
                    example = "30",
                    shape = Shape.PERCENT,
                    kind = Kind.THRESHOLD)
            int minAdvance,

            @Param(
                    value = "Idle time of all CPUs, from which on a high load is unexplained",
                    defaultValue = "80",
                    unit = "percent",
                    example = "90",
                    least = "50",
                    most = "100",
                    kind = Kind.THRESHOLD)
            int minIdle) {}

    private static final CheckSpec<Params> SPEC = CheckSpec.of("load-idle-mismatch", Params.class, Severity.WARNING)
            .code("stalled-cpu", Severity.BLOCKER)
            .code("io-wait")
            .code("unexplained")
            .code("busy")
            .code("decaying")
            .explainedBy("kernel-known-bad")
            .explainedBy("kernel-log-signatures");

    @Override
    public CheckSpec<Params> spec() {
        return SPEC;
    }

    @Override
    public Needs needs(Params params) {
        return Needs.none().required(samples(params));
    }

    private static FactRequest<LoadSamples> samples(Params params) {
        return LoadSamples.FACT
                .request()
                .with("INTERVAL", Long.toString(params.interval().toSeconds()))
                .with("AGAIN", Long.toString(params.again().toSeconds()))
                .sampling(params.interval().multipliedBy(2).plus(params.again()));
    }

    @Override
    public List<Judgement> judge(HostFacts facts, Params params) {
        LoadSamples load = facts.get(samples(params));
        List<Judgement> said = new ArrayList<>(stalled(load, params));
        if (said.isEmpty()) {
            said.addAll(mismatch(load, params));
        }
        return said;
    }

    private static List<Judgement> stalled(LoadSamples load, Params params) {
        List<Sample> three = load.samples().subList(0, 3);
        List<Judgement> said = new ArrayList<>();
        for (int cpu : new TreeSet<>(three.get(0).cpus().keySet())) {
            if (three.stream().anyMatch(sample -> !sample.cpus().containsKey(cpu))) {
                // Taken offline meanwhile.
                continue;
            }
            boolean stands = advance(load, three, cpu, 0) < params.minAdvance()
                    && advance(load, three, cpu, 1) < params.minAdvance()
                    && othersAdvance(load, three, cpu, params);
            boolean stuck = three.stream()
                    .allMatch(sample -> sample.tasks().stream()
                            .anyMatch(task -> task.state().equals("R")
                                    && task.name().equals("migration/" + cpu)
                                    && task.cpu() == cpu));
            if (stands || stuck) {
                said.add(Judgement.fail("stalled-cpu", Subject.of("cpu", "cpu" + cpu))
                        .with("cpu", "cpu" + cpu)
                        .with("first", Arg.count(advance(load, three, cpu, 0)))
                        .with("second", Arg.count(advance(load, three, cpu, 1)))
                        .with("migration", stuck ? "migration/" + cpu : "")
                        .with("min", Arg.count(params.minAdvance()))
                        .withRemedy(Remedy.manual("kernel")));
            }
        }
        return said;
    }

    /** How much of the time between two samples a CPU accounts for, in percent. */
    private static long advance(LoadSamples load, List<Sample> samples, int cpu, int from) {
        Sample before = samples.get(from);
        Sample after = samples.get(from + 1);
        long ticks = ticks(after, cpu).all() - ticks(before, cpu).all();
        return Math.round(PERCENT * ticks / ((after.uptime() - before.uptime()) * load.hz()));
    }

    private static Cpu ticks(Sample sample, int cpu) {
        return sample.cpus().getOrDefault(cpu, new Cpu(0, 0));
    }

    private static boolean othersAdvance(LoadSamples load, List<Sample> samples, int cpu, Params params) {
        return samples.get(0).cpus().keySet().stream()
                .filter(other -> other != cpu)
                .filter(other ->
                        samples.stream().allMatch(sample -> sample.cpus().containsKey(other)))
                .anyMatch(other -> advance(load, samples, other, 0) >= params.minAdvance()
                        && advance(load, samples, other, 1) >= params.minAdvance());
    }

    private static List<Judgement> mismatch(LoadSamples load, Params params) {
        Sample third = load.samples().get(2);
        long idle = idle(load.samples().get(0), third);
        if (!high(third)) {
            return List.of(said(Judgement.pass(LOAD), third, idle));
        }
        if (idle < params.minIdle()) {
            return List.of(said(Judgement.pass("busy", LOAD), third, idle));
        }
        if (ioWait(third)) {
            return waiting(load, third, idle);
        }
        if (load.samples().size() == 3) {
            return List.of(said(Judgement.unknown(Reason.SAMPLE_TOO_SHORT, LOAD), third, idle));
        }
        Sample fourth = load.samples().get(3);
        long later = idle(third, fourth);
        if (!high(fourth) || fell(third, fourth)) {
            return List.of(said(Judgement.pass("decaying", LOAD), fourth, later));
        }
        if (later < params.minIdle()) {
            return List.of(said(Judgement.pass("busy", LOAD), fourth, later));
        }
        if (ioWait(fourth)) {
            return waiting(load, fourth, later);
        }
        return List.of(said(Judgement.warning("unexplained", LOAD), fourth, later)
                .with("again", Arg.span(params.again()))
                .withRemedy(Remedy.manual("kernel")));
    }

    private static boolean high(Sample sample) {
        return sample.load() >= sample.cpus().size();
    }

    /**
     * Whether the load fell nearly as fast as after the end of all that made it: the average forgets with a constant of
     * 60 s (kernel/sched/loadavg.c), so what was very high is still high a minute later.
     */
    private static boolean fell(Sample before, Sample after) {
        double seconds = after.uptime() - before.uptime();
        double ended = before.load() * (1 - Math.exp(-seconds / LOAD_SECONDS));
        return before.load() - after.load() >= NEARLY * ended;
    }

    private static long waitingTasks(Sample sample) {
        return Math.max(sample.blocked(), sample.waiting());
    }

    private static boolean ioWait(Sample sample) {
        return 2 * waitingTasks(sample) >= sample.load();
    }

    private static List<Judgement> waiting(LoadSamples load, Sample sample, long idle) {
        List<String> names = sample.tasks().stream()
                .filter(task -> task.state().equals("D"))
                .map(Task::name)
                .distinct()
                .limit(NAMES)
                .toList();
        List<Judgement> said = new ArrayList<>();
        said.add(said(Judgement.warning("io-wait", LOAD), sample, idle)
                .with("waiting", Arg.count(waitingTasks(sample)))
                .with("names", Arg.texts(names))
                .withRemedy(Remedy.manual("storage")));
        if (load.hiddenProc()) {
            said.add(Judgement.unknown(Reason.HIDDEN_PROC, Subject.of("host", "tasks")));
        }
        return said;
    }

    /** Idle time of all CPUs between two samples, in percent; waiting for a disk is idle too. */
    private static long idle(Sample before, Sample after) {
        long all = 0;
        long idle = 0;
        for (int cpu : after.cpus().keySet()) {
            if (before.cpus().containsKey(cpu)) {
                all += ticks(after, cpu).all() - ticks(before, cpu).all();
                idle += ticks(after, cpu).idle() - ticks(before, cpu).idle();
            }
        }
        return all <= 0 ? 0 : PERCENT * idle / all;
    }

    private static Judgement said(Judgement judgement, Sample sample, long idle) {
        return judgement
                .with("load", Double.toString(sample.load()))
                .with("cpus", Arg.count(sample.cpus().size()))
                .with("idle", Arg.count(idle));
    }
}
