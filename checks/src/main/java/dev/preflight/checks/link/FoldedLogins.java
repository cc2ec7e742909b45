package dev.preflight.checks.link;

import dev.preflight.api.Judgement;
import dev.preflight.api.Outcome;
import dev.preflight.api.Pair;
import dev.preflight.api.Remedy;
import dev.preflight.api.Scope;
import dev.preflight.api.Scoped;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Says once of a host what is the same of all its pairs: that it refuses everybody, or gets nowhere. One host without a key
 * would else be a finding for each other host.
 */
final class FoldedLogins {
    /** Of one pair there is nothing to fold. */
    private static final int SEVERAL = 2;

    private final Map<Pair, List<Judgement>> said;
    private final Set<Pair> folded = new TreeSet<>(Comparator.comparing(Pair::toString));
    private final List<Scoped> scoped = new ArrayList<>();

    FoldedLogins(Map<Pair, List<Judgement>> said) {
        this.said = new TreeMap<>(Comparator.comparing(Pair::toString));
        this.said.putAll(said);
    }

    List<Scoped> folded() {
        // First by whose fault it rather is, then the other way.
        fold(Pair::from, code -> ofSource(code));
        fold(Pair::to, code -> !ofSource(code));
        fold(Pair::from, code -> !ofSource(code));
        fold(Pair::to, code -> ofSource(code));
        said.forEach((pair, judgements) -> {
            if (!folded.contains(pair)) {
                judgements.forEach(one -> scoped.add(new Scoped(Scope.pair(pair), one)));
            }
        });
        return List.copyOf(scoped);
    }

    private static boolean ofSource(String code) {
        return Arrays.stream(LoginFault.values()).anyMatch(fault -> fault.code().equals(code) && fault.ofSource());
    }

    private void fold(Function<Pair, String> end, Function<String, Boolean> codes) {
        Map<String, List<Pair>> pairs = said.keySet().stream()
                .filter(pair -> !folded.contains(pair))
                .collect(Collectors.groupingBy(end, TreeMap::new, Collectors.toList()));
        pairs.forEach((host, its) -> {
            Set<String> found = its.stream()
                    .flatMap(pair -> of(pair).stream())
                    .map(one -> one.outcome() == Outcome.FAIL ? one.code() : "")
                    .collect(Collectors.toCollection(TreeSet::new));
            boolean all = its.size()
                    == said.keySet().stream()
                            .filter(pair -> end.apply(pair).equals(host))
                            .count();
            String code = found.iterator().next();
            if (its.size() >= SEVERAL && all && found.size() == 1 && !code.isEmpty() && codes.apply(code)) {
                scoped.add(new Scoped(Scope.host(host), together(its)));
                folded.addAll(its);
            }
        });
    }

    private List<Judgement> of(Pair pair) {
        return said.getOrDefault(pair, List.of());
    }

    /** As of the first pair, with the hosts of all; its commands are for that pair only. */
    private Judgement together(List<Pair> pairs) {
        Judgement first = of(pairs.get(0)).get(0);
        List<Remedy> remedies = first.remedies();
        boolean same =
                pairs.stream().allMatch(pair -> of(pair).get(0).remedies().equals(remedies));
        Judgement said = first.withSome("from", ends(pairs, Pair::from)).withSome("to", ends(pairs, Pair::to));
        if (!same) {
            Remedy last = remedies.get(remedies.size() - 1);
            return said.mendedOnlyBy(Remedy.manual(last.id()));
        }
        return said;
    }

    private static List<String> ends(List<Pair> pairs, Function<Pair, String> end) {
        return pairs.stream().map(end).distinct().sorted().toList();
    }
}
