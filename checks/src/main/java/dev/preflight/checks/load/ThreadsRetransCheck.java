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
import dev.preflight.api.Severity;
import dev.preflight.api.Shape;
import dev.preflight.api.Subject;
import dev.preflight.checks.load.ThreadsRetrans.Pids;
import dev.preflight.checks.load.ThreadsRetrans.Sample;
import dev.preflight.fact.FactRequest;
import dev.preflight.fact.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * TCP retransmits little; if it retransmits much, lost packets are distinguished from a thread leak. "The network between
 * the containers is flaky" was a thread leak: retransmissions rose after the number of threads did.
 *
 * <p>Sources: proc(5); the kernel's snmp_counter documentation; docs/incidents.md.
 */
public final class ThreadsRetransCheck implements HostCheck<ThreadsRetransCheck.Params> {
    private static final String HOST = "host";
    private static final Subject THREADS = Subject.of("host", "threads");
    private static final int PERCENT = 100;

    /** Parameters. */
    public record Params(
            @FromSetting Duration sampleTime,

            @Param(
                    value = "Time between two samples",
                    defaultValue = "10s",
                    example = "30s",
                    least = "1s",
                    kind = Kind.LOCATOR)
            Duration interval,

            @Param(
                    value = "How many segments must have been sent for a result",
                    defaultValue = "1000",
                    example = "5000",
                    shape = Shape.COUNT,
                    kind = Kind.THRESHOLD)
            int minSegments,

            @Param(
                    value = "Segments sent again, of those sent, from which on it is a warning",
                    defaultValue = "1",
                    unit = "percent",
                    example = "2",
                    shape = Shape.PERCENT,
                    kind = Kind.THRESHOLD)
            int warnRetrans,

            @Param(
                    value = "Segments sent again, of those sent, from which on it is a fail",
                    defaultValue = "5",
                    unit = "percent",
                    example = "10",
                    shape = Shape.PERCENT,
                    kind = Kind.THRESHOLD)
            int failRetrans,

            @Param(
                    value = "By how much a process must grow to be suspected of a leak",
                    defaultValue = "10",
                    unit = "percent",
                    example = "20",
                    shape = Shape.COUNT,
                    kind = Kind.THRESHOLD)
            int minGrowth,

            @Param(
                    value = "By how many threads a process must grow to be suspected of a leak",
                    defaultValue = "50",
                    example = "200",
                    shape = Shape.COUNT,
                    kind = Kind.THRESHOLD)
            int minThreads,

            @Param(
                    value = "Part of the threads that are allowed, from which on it is a warning",
                    defaultValue = "80",
                    unit = "percent",
                    example = "70",
                    shape = Shape.PERCENT,
                    kind = Kind.THRESHOLD)
            int warnThreads,

            @Param(
                    value = "Part of the threads that are allowed, from which on it is a fail",
                    defaultValue = "95",
                    unit = "percent",
                    example = "90",
                    shape = Shape.PERCENT,
                    kind = Kind.THRESHOLD)
            int failThreads) {
        /** One look is no sample, and more than a hundred are more than a probe may print. */
        public Params {
            if (interval.toSeconds() < 1 || sampleTime.compareTo(interval) < 0) {
                throw new IllegalArgumentException("interval: expected 1s or more, and at most sample_time");
            }
            if (sampleTime.toSeconds() / interval.toSeconds() > PERCENT) {
                throw new IllegalArgumentException("interval: expected at least a hundredth of sample_time");
            }
        }
    }

    private static final CheckSpec<Params> SPEC = CheckSpec.of("threads-retrans", Params.class, Severity.WARNING)
            .code("thread-leak-suspected")
            .code("network-loss")
            .code("retransmissions")
            .code("threads-limit")
            .code("pids-limit")
            .explainedBy("nic-link");

    @Override
    public CheckSpec<Params> spec() {
        return SPEC;
    }

    @Override
    public Needs needs(Params params) {
        return Needs.none().required(sampled(params));
    }

    private static FactRequest<ThreadsRetrans> sampled(Params params) {
        return ThreadsRetrans.FACT
                .request()
                .with("INTERVAL", Long.toString(params.interval().toSeconds()))
                .sampling(params.sampleTime());
    }

    @Override
    public List<Judgement> judge(HostFacts facts, Params params) {
        ThreadsRetrans sampled = facts.get(sampled(params));
        List<Judgement> said = new ArrayList<>();
        said.add(threads(sampled, params));
        said.addAll(pids(sampled, params));
        said.addAll(retransmissions(sampled, params));
        return said;
    }

    private static Judgement threads(ThreadsRetrans sampled, Params params) {
        long most = sampled.samples().stream().mapToLong(Sample::threads).max().orElse(0);
        if (sampled.maxThreads().isEmpty()) {
            return Judgement.unknown(Reason.NOT_READABLE, THREADS).with("detail", "kernel.threads-max");
        }
        long max = sampled.maxThreads().getAsLong();
        return held(Judgement.pass(THREADS), "threads-limit", most, max, params);
    }

    private static Judgement held(Judgement pass, String code, long most, long max, Params params) {
        boolean fails = PERCENT * most >= params.failThreads() * max;
        boolean warns = PERCENT * most >= params.warnThreads() * max;
        Judgement judgement =
                fails ? Judgement.fail(code, pass.subject()) : warns ? Judgement.warning(code, pass.subject()) : pass;
        Judgement said = judgement
                .with("threads", Arg.count(most))
                .with("max", Arg.count(max))
                .with("percent", Arg.count(params.warnThreads()));
        return warns || fails ? said.withRemedy(Remedy.manual("dump")) : said;
    }

    private static List<Judgement> pids(ThreadsRetrans sampled, Params params) {
        Set<String> names = new LinkedHashSet<>();
        sampled.samples().forEach(sample -> names.addAll(sample.pids().keySet()));
        List<Judgement> said = new ArrayList<>();
        for (String name : names) {
            sampled.samples().stream()
                    .flatMap(sample -> Optional.ofNullable(sample.pids().get(name)).stream())
                    .filter(pids -> pids.max().isPresent() && pids.max().getAsLong() > 0)
                    .map(pids -> ofGroup(name, pids, params))
                    .filter(judgement -> !judgement.code().equals(Judgement.OK))
                    .reduce((one, other) -> graver(one, other))
                    .ifPresent(said::add);
        }
        return said;
    }

    private static Judgement ofGroup(String name, Pids pids, Params params) {
        Judgement pass = Judgement.pass(Subject.of("container", name));
        return held(pass, "pids-limit", pids.current(), pids.max().orElse(1), params)
                .with("container", name);
    }

    private static Judgement graver(Judgement one, Judgement other) {
        return one.outcome() == dev.preflight.api.Outcome.FAIL ? one : other;
    }

    private static List<Judgement> retransmissions(ThreadsRetrans sampled, Params params) {
        Set<String> names = new LinkedHashSet<>(Set.of(HOST));
        sampled.samples().forEach(sample -> names.addAll(sample.tcp().keySet()));
        List<Judgement> said = new ArrayList<>();
        for (String name : names) {
            Subject subject = Subject.of("tcp", name);
            Optional<Retransmissions> measured = Retransmissions.of(sampled, name, params.minSegments());
            OptionalDouble worst =
                    measured.isEmpty() ? OptionalDouble.empty() : measured.get().worst();
            if (worst.isPresent()) {
                said.add(judged(subject, measured.get(), worst.getAsDouble(), sampled, params));
            } else if (name.equals(HOST)) {
                // A container that is idle, or came or went, says nothing either way; the host's own must.
                said.add(Judgement.unknown(Reason.SAMPLE_TOO_SHORT, subject)
                        .with(
                                "sent",
                                Arg.count(measured.map(Retransmissions::sent).orElse(0L)))
                        .with("min", Arg.count(params.minSegments())));
            }
        }
        if (!sampled.denied().isEmpty()) {
            said.add(Judgement.unknown(Reason.NO_PERMISSION, Subject.of("tcp", "containers"))
                    .with("detail", String.join(", ", sampled.denied())));
        }
        if (sampled.hiddenProc()) {
            said.add(Judgement.unknown(Reason.HIDDEN_PROC, Subject.of("tcp", "containers")));
        }
        return said;
    }

    private static Judgement judged(
            Subject subject, Retransmissions measured, double worst, ThreadsRetrans sampled, Params params) {
        String percent = String.format(Locale.ROOT, "%.2f", worst);
        if (worst < params.warnRetrans()) {
            return Judgement.pass(subject).with("retrans", percent).with("sent", Arg.count(measured.sent()));
        }
        Optional<ThreadGrowth> growth = ThreadGrowth.most(sampled.samples(), params.minGrowth(), params.minThreads());
        String code = growth.isEmpty() && flat(sampled, params)
                ? "network-loss"
                : growth.isPresent() && growth.get().began() < measured.roseAt(params.warnRetrans())
                        ? "thread-leak-suspected"
                        : "retransmissions";
        Judgement judgement =
                worst >= params.failRetrans() ? Judgement.fail(code, subject) : Judgement.warning(code, subject);
        judgement = judgement
                .with("retrans", percent)
                .with("warn", Arg.count(params.warnRetrans()))
                .with("sent", Arg.count(measured.sent()))
                .withRemedy(Remedy.manual(code.equals("thread-leak-suspected") ? "dump" : "control"));
        return growth.isEmpty()
                ? judgement
                : judgement
                        .with("process", growth.get().task().name())
                        .with("pid", Long.toString(growth.get().task().pid()))
                        .with("before", Arg.count(growth.get().from()))
                        .with("after", Arg.count(growth.get().to()));
    }

    /** Whether the threads of the whole host hardly moved. */
    private static boolean flat(ThreadsRetrans sampled, Params params) {
        long least = sampled.samples().stream().mapToLong(Sample::threads).min().orElse(0);
        long most = sampled.samples().stream().mapToLong(Sample::threads).max().orElse(0);
        return most - least < params.minThreads() || PERCENT * (most - least) < params.minGrowth() * least;
    }
}
