package dev.preflight.checks.time;

import dev.preflight.api.ProbeTiming;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/** How far the clocks of hosts are from that of the machine that ran us, and from one another. Exact to the nanosecond. */
final class ClockOffsets {
    private ClockOffsets() {}

    /**
     * How far a clock is ahead of the clock of the machine that runs Preflight.
     *
     * @param middle the middle of the interval that it lies in
     * @param error half of that interval: the truth is no further from the middle
     * @param step what of the interval comes from whole seconds
     */
    record Offset(Duration middle, Duration error, Duration step) {

        /** What a clock showed at some moment of this exchange. */
        static Offset of(Clock clock, ProbeTiming exchange) {
            Duration least = Duration.between(exchange.receivedAt(), clock.shown());
            Duration most = Duration.between(exchange.sentAt(), clock.shown()).plus(clock.step());
            return new Offset(least.plus(most).dividedBy(2), most.minus(least).dividedBy(2), clock.step());
        }
    }

    /**
     * The reference that clocks are compared with.
     *
     * @param middle the offset of the host in the middle; of two such hosts, what lies between them
     * @param gap how far two hosts in the middle are apart beyond what could not be measured; zero for one
     */
    record Reference(Duration middle, Duration gap) {}

    /** The median: our own clock may be the wrong one. */
    static Reference median(SortedMap<String, Offset> offsets) {
        List<Offset> sorted = new ArrayList<>(offsets.values());
        sorted.sort(Comparator.comparing(Offset::middle));
        Offset lower = sorted.get((sorted.size() - 1) / 2);
        Offset upper = sorted.get(sorted.size() / 2);
        Duration apart = upper.middle().minus(lower.middle());
        Duration gap = sorted.size() % 2 == 1
                ? Duration.ZERO
                : apart.minus(lower.error()).minus(upper.error());
        return new Reference(lower.middle().plus(apart.dividedBy(2)), gap.isNegative() ? Duration.ZERO : gap);
    }

    /** By how much each host is ahead of the one that is most behind, for people, the last first. */
    static List<Map.Entry<String, Duration>> aheadOfTheLast(SortedMap<String, Offset> offsets) {
        Duration last = offsets.values().stream()
                .map(Offset::middle)
                .min(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
        return offsets.entrySet().stream()
                .map(host -> Map.entry(host.getKey(), host.getValue().middle().minus(last)))
                .sorted(Map.Entry.comparingByValue())
                .toList();
    }
}
