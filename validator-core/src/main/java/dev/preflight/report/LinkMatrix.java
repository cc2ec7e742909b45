package dev.preflight.report;

import dev.preflight.api.Finding;
import dev.preflight.api.Outcome;
import dev.preflight.api.Pair;
import dev.preflight.api.Scope;
import dev.preflight.api.Subject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What one link check says of one subject, by ordered pair of hosts.
 *
 * @param instance what the profile calls the check
 * @param subject what was tried, such as a port
 * @param results by pair; a pair that was not to be tried is not in it
 */
record LinkMatrix(String check, String instance, Subject subject, NavigableMap<Pair, Finding> results) {
    private static final Comparator<Pair> ORDER =
            Comparator.comparing(Pair::from).thenComparing(Pair::to);

    /** How pairs lie together, that one line can speak of them. */
    enum Shape {
        /** Every pair that was tried. */
        ALL,
        /** Both directions between one host and each of its peers. */
        AROUND,
        /** From each of its peers to one host. */
        INTO,
        /** From one host to each of its peers. */
        OUT_OF,
        /** Both directions between two hosts. */
        BOTH,
        /** One direction. */
        ONE
    }

    /**
     * Pairs that one line speaks of.
     *
     * @param from the host that sends; empty where it is each peer
     * @param to the host that receives; empty where it is each peer
     */
    record Fold(Shape shape, String from, String to, List<Pair> pairs) {
        Fold {
            pairs = List.copyOf(pairs);
        }
    }

    /** Findings that say the same: what came of it, and how it is called. */
    record Likeness(Outcome outcome, String code) {}

    /** Every matrix of a run, in the order of the profile. */
    static List<LinkMatrix> of(Collection<Finding> findings) {
        record Key(String check, String instance, Subject subject) {}
        Map<Key, NavigableMap<Pair, Finding>> all = new LinkedHashMap<>();
        for (Finding finding : findings) {
            if (finding.scope() instanceof Scope.OfPair of) {
                all.computeIfAbsent(
                                new Key(finding.check(), finding.instance(), finding.subject()),
                                key -> new TreeMap<>(ORDER))
                        .put(of.pair(), finding);
            }
        }
        return all.entrySet().stream()
                .map(entry -> new LinkMatrix(
                        entry.getKey().check(),
                        entry.getKey().instance(),
                        entry.getKey().subject(),
                        entry.getValue()))
                .toList();
    }

    /** The hosts of all pairs, sorted. */
    List<String> hosts() {
        Set<String> hosts = new TreeSet<>();
        results.keySet().forEach(pair -> {
            hosts.add(pair.from());
            hosts.add(pair.to());
        });
        return List.copyOf(hosts);
    }

    /** How many pairs came to what. */
    Map<Outcome, Integer> counts() {
        Map<Outcome, Integer> counts = new EnumMap<>(Outcome.class);
        results.values().forEach(finding -> counts.merge(finding.outcome(), 1, Integer::sum));
        return counts;
    }

    /** How many pairs are good, or do not apply. */
    int good() {
        Map<Outcome, Integer> counts = counts();
        return counts.getOrDefault(Outcome.PASS, 0) + counts.getOrDefault(Outcome.NOT_APPLICABLE, 0);
    }

    /** Whether all pairs are good. */
    boolean allGood() {
        return good() == results.size();
    }

    /** The pairs that are not good, by what is said of them, folded. */
    Map<Likeness, List<Fold>> wrong() {
        Map<Likeness, List<Pair>> alike = new LinkedHashMap<>();
        results.forEach((pair, finding) -> {
            if (finding.outcome() != Outcome.PASS && finding.outcome() != Outcome.NOT_APPLICABLE) {
                alike.computeIfAbsent(new Likeness(finding.outcome(), finding.code()), key -> new ArrayList<>())
                        .add(pair);
            }
        });
        Map<Likeness, List<Fold>> folds = new LinkedHashMap<>();
        alike.forEach((likeness, pairs) -> folds.put(likeness, fold(pairs)));
        return folds;
    }

    /** Some of the pairs in as few lines as possible, the greatest first; a pair of two such hosts is in the lines of both. */
    List<Fold> fold(Collection<Pair> some) {
        Set<Pair> left = new TreeSet<>(ORDER);
        left.addAll(some);
        if (left.size() > 2 && left.containsAll(results.keySet())) {
            return List.of(new Fold(Shape.ALL, "", "", List.copyOf(left)));
        }
        List<Fold> folds = new ArrayList<>();
        Greatest greatest = new Greatest(whole(Set.copyOf(some)));
        for (Optional<Fold> next = greatest.take(); next.isPresent(); next = greatest.take()) {
            folds.add(next.get());
            next.get().pairs().forEach(left::remove);
        }
        while (!left.isEmpty()) {
            Pair pair = left.iterator().next();
            Pair back = new Pair(pair.to(), pair.from());
            boolean both = left.contains(back);
            folds.add(new Fold(
                    both ? Shape.BOTH : Shape.ONE, pair.from(), pair.to(), both ? List.of(pair, back) : List.of(pair)));
            left.remove(pair);
            left.remove(back);
        }
        return folds;
    }

    /** Folds, the one that most of what is left lies in first. Each pair is in two of them at most, and is looked at once. */
    private static final class Greatest {
        private final List<Fold> folds;
        private final int[] left;
        private final Map<Pair, List<Integer>> of = new HashMap<>();

        private Greatest(List<Fold> folds) {
            this.folds = folds;
            this.left = folds.stream().mapToInt(fold -> fold.pairs().size()).toArray();
            for (int i = 0; i < folds.size(); i++) {
                for (Pair pair : folds.get(i).pairs()) {
                    of.computeIfAbsent(pair, key -> new ArrayList<>()).add(i);
                }
            }
        }

        /** Takes it, if it holds more than one pair that none before it held. */
        private Optional<Fold> take() {
            Optional<Fold> next = IntStream.range(0, left.length)
                    .filter(i -> left[i] > 1)
                    .boxed()
                    .max(Comparator.comparingInt(i -> left[i]))
                    .map(folds::get);
            next.ifPresent(fold -> fold.pairs().forEach(this::gone));
            return next;
        }

        private void gone(Pair pair) {
            List<Integer> its = of.remove(pair);
            if (its != null) {
                its.forEach(i -> left[i]--);
            }
        }
    }

    /** The rows and columns of which every pair is one of these; of a host with both, the two as one. */
    private List<Fold> whole(Set<Pair> some) {
        Map<String, List<Pair>> rows = results.keySet().stream().collect(Collectors.groupingBy(Pair::from));
        Map<String, List<Pair>> columns = results.keySet().stream().collect(Collectors.groupingBy(Pair::to));
        List<Fold> whole = new ArrayList<>();
        for (String host : hosts()) {
            List<Pair> into = columns.getOrDefault(host, List.of());
            List<Pair> out = rows.getOrDefault(host, List.of());
            boolean deaf = into.size() > 1 && some.containsAll(into);
            boolean mute = out.size() > 1 && some.containsAll(out);
            if (deaf && mute) {
                whole.add(new Fold(
                        Shape.AROUND,
                        host,
                        host,
                        Stream.concat(into.stream(), out.stream()).toList()));
            } else if (deaf) {
                whole.add(new Fold(Shape.INTO, "", host, into));
            } else if (mute) {
                whole.add(new Fold(Shape.OUT_OF, host, "", out));
            }
        }
        return whole;
    }
}
