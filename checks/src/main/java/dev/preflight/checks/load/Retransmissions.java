package dev.preflight.checks.load;

import dev.preflight.checks.load.ThreadsRetrans.Sample;
import dev.preflight.checks.load.ThreadsRetrans.Segments;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/**
 * How much of what one network namespace sent it had sent before, over a whole sample and between its looks.
 *
 * @param between percent between each look and the one before; empty where too little was sent to tell
 * @param whole percent over the whole sample; empty where too little was sent to tell
 * @param sent segments sent in the whole sample
 */
record Retransmissions(List<OptionalDouble> between, OptionalDouble whole, long sent) {

    /** Those of a namespace; empty if it was not there all the time. */
    static Optional<Retransmissions> of(ThreadsRetrans sampled, String namespace, long minSegments) {
        List<Sample> samples = sampled.samples();
        if (samples.stream().anyMatch(sample -> !sample.tcp().containsKey(namespace))) {
            return Optional.empty();
        }
        List<OptionalDouble> between = new ArrayList<>();
        for (int i = 1; i < samples.size(); i++) {
            between.add(percent(at(samples, i - 1, namespace), at(samples, i, namespace), minSegments));
        }
        Segments first = at(samples, 0, namespace);
        Segments last = at(samples, samples.size() - 1, namespace);
        return Optional.of(
                new Retransmissions(between, percent(first, last, minSegments), Math.max(0, last.out() - first.out())));
    }

    private static Segments at(List<Sample> samples, int index, String namespace) {
        return samples.get(index).tcp().getOrDefault(namespace, new Segments(0, 0));
    }

    private static OptionalDouble percent(Segments before, Segments after, long minSegments) {
        long out = after.out() - before.out();
        long again = after.again() - before.again();
        return out < Math.max(1, minSegments) || again < 0
                ? OptionalDouble.empty()
                : OptionalDouble.of(100.0 * again / out);
    }

    /** The worst of the whole and of each part; empty if there was too little for any. */
    OptionalDouble worst() {
        return Stream.concat(between.stream(), Stream.of(whole))
                .flatMapToDouble(OptionalDouble::stream)
                .max();
    }

    /** In which interval it first reached this many percent; behind the last if it did so only over the whole. */
    int roseAt(double percent) {
        for (int i = 0; i < between.size(); i++) {
            if (between.get(i).orElse(0) >= percent) {
                return i;
            }
        }
        return between.size();
    }
}
