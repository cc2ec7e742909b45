package dev.preflight.checks.load;

import dev.preflight.checks.load.ThreadsRetrans.Sample;
import dev.preflight.checks.load.ThreadsRetrans.Task;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A process that had more and more threads.
 *
 * @param from threads at the first look
 * @param to threads at the last look
 * @param began the interval in which it began to grow
 */
record ThreadGrowth(Task task, long from, long to, int began) {

    /**
     * The process that grew most of those that grew by so much, never had fewer than at the look before, and still grew
     * in the last third: a JVM that starts grows too, and then stops.
     */
    static Optional<ThreadGrowth> most(List<Sample> samples, int minPercent, int minThreads) {
        List<ThreadGrowth> all = new ArrayList<>();
        for (Task task : samples.get(0).tasks().keySet()) {
            List<Long> counts = new ArrayList<>();
            samples.forEach(sample -> counts.add(sample.tasks().getOrDefault(task, -1L)));
            of(task, counts, minPercent, minThreads).ifPresent(all::add);
        }
        return all.stream().max(Comparator.comparingLong(growth -> growth.to() - growth.from()));
    }

    private static Optional<ThreadGrowth> of(Task task, List<Long> counts, int minPercent, int minThreads) {
        int last = counts.size() - 1;
        int began = -1;
        for (int i = 1; i <= last; i++) {
            if (counts.get(i) < counts.get(i - 1)) {
                return Optional.empty();
            }
            if (began < 0 && counts.get(i) > counts.get(i - 1)) {
                began = i - 1;
            }
        }
        long from = counts.get(0);
        long to = counts.get(last);
        boolean grew = began >= 0 && to - from >= minThreads && 100 * (to - from) >= minPercent * from;
        boolean still = to > counts.get(last - Math.max(1, last / 3));
        return grew && still ? Optional.of(new ThreadGrowth(task, from, to, began)) : Optional.empty();
    }
}
