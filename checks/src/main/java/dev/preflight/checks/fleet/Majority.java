package dev.preflight.checks.fleet;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/**
 * Which hosts say the same, those that are most first.
 *
 * @param groups host names, sorted, by what they say
 * @param <V> what they say
 */
public record Majority<V>(Map<V, List<String>> groups) {

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
        return new Majority<>(java.util.Collections.unmodifiableMap(largestFirst));
    }

    /** Whether all that said anything said the same. */
    public boolean unanimous() {
        return groups.size() <= 1;
    }

    /**
     * What more than half of so many hosts say: hosts that said nothing count too, so that nobody is blamed whom they
     * could turn out to agree with.
     */
    public Optional<V> ofMoreThanHalf(int hosts) {
        return groups.entrySet().stream()
                .filter(group -> 2 * group.getValue().size() > hosts)
                .map(Map.Entry::getKey)
                .findFirst();
    }
}
