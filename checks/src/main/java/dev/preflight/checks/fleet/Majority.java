package dev.preflight.checks.fleet;

import dev.preflight.api.Judgement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.BiFunction;

/**
 * Which hosts say the same, those that are most first.
 *
 * @param groups host names, sorted, by what they say
 * @param <V> what they say
 */
public record Majority<V>(Map<V, List<String>> groups) {
    /** More values than this are not listed: a reader learns nothing from them. */
    private static final int VALUES_NAMED = 10;

    /** Sorts hosts by what they say. */
    public static <V> Majority<V> of(SortedMap<String, V> said) {
        Map<V, List<String>> groups = new LinkedHashMap<>();
        said.forEach((host, value) ->
                groups.computeIfAbsent(value, key -> new ArrayList<>()).add(host));
        Map<V, List<String>> largestFirst = new LinkedHashMap<>();
        groups.entrySet().stream()
                .sorted(Comparator.comparing(
                        (Map.Entry<V, List<String>> group) -> -group.getValue().size()))
                .forEach(group -> largestFirst.put(group.getKey(), List.copyOf(group.getValue())));
        return new Majority<>(Collections.unmodifiableMap(largestFirst));
    }

    /** Whether all that said anything said the same. */
    public boolean unanimous() {
        return groups.size() <= 1;
    }

    /**
     * The hosts of each value, for people: {@code 1500 (h1, h2)}; of many hosts the first and how many more, of many values
     * those that most hosts have.
     *
     * @param label what a value and the hosts that have it are called
     */
    public List<String> listed(BiFunction<V, List<String>, String> label) {
        List<String> lines = new ArrayList<>();
        groups.entrySet().stream().limit(VALUES_NAMED).forEach(group -> {
            List<String> hosts = group.getValue();
            List<String> first = hosts.stream().limit(Judgement.NAMED).toList();
            int more = hosts.size() - first.size();
            lines.add(label.apply(group.getKey(), hosts) + " (" + String.join(", ", first)
                    + (more > 0 ? ", +" + more : "") + ")");
        });
        if (groups.size() > VALUES_NAMED) {
            lines.add("+" + (groups.size() - VALUES_NAMED));
        }
        return lines;
    }

    /**
     * The value of more than half of this number of hosts. Hosts without a value count too: they may have the same value
     * as a host that would otherwise be reported as different.
     */
    public Optional<V> ofMoreThanHalf(int hosts) {
        return groups.entrySet().stream()
                .filter(group -> 2 * group.getValue().size() > hosts)
                .map(Map.Entry::getKey)
                .findFirst();
    }
}
