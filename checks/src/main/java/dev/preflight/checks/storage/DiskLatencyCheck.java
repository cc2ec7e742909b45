package dev.preflight.checks.storage;

import dev.preflight.api.Arg;
import dev.preflight.api.ByteSize;
import dev.preflight.api.CheckSpec;
import dev.preflight.api.HostCheck;
import dev.preflight.api.HostFacts;
import dev.preflight.api.Judgement;
import dev.preflight.api.Needs;
import dev.preflight.api.Param;
import dev.preflight.api.Param.Kind;
import dev.preflight.api.Severity;
import dev.preflight.api.Shape;
import dev.preflight.api.Subject;
import dev.preflight.checks.storage.SyncWrites.Round;
import dev.preflight.fact.FactRequest;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Small writes reach the disk fast enough for the log of a consensus protocol: a member of etcd that waits for its disk
 * misses heartbeats, and the cluster elects leaders instead of working. One run says little: cloud disks have credits for
 * bursts, and a new file is slower (troubleshoot#1215 has 3.4 ms for 95 of 100 writes and 67 ms for 99), so the median of
 * several decides. It writes to the host, so no shipped profile has it.
 */
public final class DiskLatencyCheck implements HostCheck<DiskLatencyCheck.Params> {
    /**
     * Percent of time in which something waits for a disk, from which what is measured is not the disk alone: a fifth of
     * the time is more than a quiet host has, which shows less than one.
     */
    private static final double BUSY = 20;

    private static final int LEAST_WRITES = 100;

    /** Parameters. */
    public record Params(
            @Param(
                    value = "Directory whose disk is measured; if it is not there yet, the nearest one above it",
                    example = "/var/lib/etcd",
                    shape = Shape.PATH,
                    kind = Kind.LOCATOR)
            Optional<String> dir,

            @Param(
                    value = "Size of the file that is written there, and removed; ten times as much must be free",
                    defaultValue = "22MiB",
                    example = "100MiB",
                    least = "1MiB",
                    most = "1GiB",
                    kind = Kind.LOCATOR)
            ByteSize size,

            @Param(
                    value = "Size of each write",
                    defaultValue = "2300B",
                    example = "8KiB",
                    least = "1B",
                    most = "1MiB",
                    kind = Kind.LOCATOR)
            ByteSize write,

            @Param(
                    value = "How many times it is measured, for five seconds at most",
                    defaultValue = "3",
                    example = "5",
                    least = "1",
                    most = "5",
                    kind = Kind.LOCATOR)
            int rounds,

            @Param(
                    value = "What 99 of 100 writes may take, in the median of the rounds",
                    defaultValue = "10ms",
                    example = "20ms",
                    least = "1ms",
                    kind = Kind.THRESHOLD)
            Duration maxP99) {
        /** Fewer writes than a hundred have none that is slower than 99 of them. */
        public Params {
            if (size.bytes() / LEAST_WRITES < write.bytes()) {
                throw new IllegalArgumentException("size: less than " + LEAST_WRITES + " times write");
            }
        }
    }

    private static final CheckSpec<Params> SPEC = CheckSpec.of("disk-latency", Params.class, Severity.WARNING)
            .requires("dir")
            .code("slow")
            .code("unsteady")
            .code("busy", Severity.INFO);

    @Override
    public CheckSpec<Params> spec() {
        return SPEC;
    }

    @Override
    public Needs needs(Params params) {
        return Needs.none().required(writes(params));
    }

    private static FactRequest<SyncWrites> writes(Params params) {
        return SyncWrites.of(params.dir().orElse("/"), params.size(), params.write(), params.rounds());
    }

    @Override
    public List<Judgement> judge(HostFacts facts, Params params) {
        SyncWrites writes = facts.get(writes(params));
        Subject subject = Subject.of("path", params.dir().orElse("/"));
        List<Duration> sorted =
                writes.rounds().stream().map(Round::p99).sorted().toList();
        Duration least = sorted.get(0);
        Duration greatest = sorted.get(sorted.size() - 1);
        // Of an even number of rounds the greater one of the two in the middle.
        Duration median = sorted.get(sorted.size() / 2);
        Duration bound = params.maxP99();
        List<Judgement> said = new ArrayList<>();
        if (median.compareTo(bound) > 0) {
            said.add(Judgement.fail("slow", subject).with("max", Arg.span(bound)));
        }
        if (least.compareTo(bound) <= 0 && greatest.compareTo(bound) > 0) {
            said.add(Judgement.warning("unsteady", subject)
                    .with("max", Arg.span(bound))
                    .with("least", beside(least, bound))
                    .with("greatest", beside(greatest, bound)));
        }
        if (said.isEmpty()) {
            said.add(Judgement.pass(subject));
        }
        String rounds = String.join(
                ", ",
                writes.rounds().stream()
                        .map(round -> beside(round.p99(), bound))
                        .toList());
        List<Judgement> all = new ArrayList<>(said.stream()
                .map(one -> one.with("at", writes.at())
                        .with("mount", writes.mount().point())
                        .with("type", writes.mount().type())
                        .with("source", writes.mount().source())
                        .with("tool", writes.tool())
                        .with("median", beside(median, bound))
                        .with("rounds", rounds))
                .toList());
        writes.pressure()
                .filter(percent -> percent > BUSY)
                .ifPresent(percent -> all.add(
                        Judgement.warning("busy", subject).with("pressure", Arg.text(Double.toString(percent)))));
        return all;
    }

    /** In milliseconds, rounded away from the bound, so that it reads on the side on which it is. */
    private static String beside(Duration measured, Duration bound) {
        RoundingMode away = measured.compareTo(bound) > 0 ? RoundingMode.CEILING : RoundingMode.FLOOR;
        return BigDecimal.valueOf(measured.toNanos(), 6)
                        .setScale(3, away)
                        .stripTrailingZeros()
                        .toPlainString()
                + " ms";
    }
}
