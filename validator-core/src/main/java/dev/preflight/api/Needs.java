package dev.preflight.api;

import dev.preflight.fact.FactRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Which facts a check wants, and what happens if one is missing.
 *
 * @param deciding without any one of these the check is {@code unknown}, and its judge is not asked
 * @param groups of each group the judge gets the readings; if all of one group are missing, the check does not pass
 * @param illustrating the judge gets the readings, and they never change the outcome
 */
public record Needs(
        List<FactRequest<?>> deciding, List<List<FactRequest<?>>> groups, List<FactRequest<?>> illustrating) {

    public Needs {
        deciding = List.copyOf(deciding);
        groups = groups.stream().map(List::copyOf).toList();
        illustrating = List.copyOf(illustrating);
    }

    /** Nothing yet. */
    public static Needs none() {
        return new Needs(List.of(), List.of(), List.of());
    }

    /** The same and these facts, which decide. */
    public Needs deciding(FactRequest<?>... requests) {
        List<FactRequest<?>> more = new ArrayList<>(deciding);
        more.addAll(List.of(requests));
        return new Needs(more, groups, illustrating);
    }

    /** The same and a group of which at least one is needed. */
    public Needs oneOf(List<? extends FactRequest<?>> group) {
        if (group.isEmpty()) {
            throw new IllegalArgumentException("a group of no facts cannot be missing");
        }
        List<List<FactRequest<?>>> more = new ArrayList<>(groups);
        more.add(List.copyOf(group));
        return new Needs(deciding, more, illustrating);
    }

    /** The same and this one, a group of its own: the judge gets its reading, and without it the check does not pass. */
    public Needs each(FactRequest<?> request) {
        return oneOf(List.of(request));
    }

    /** The same and these facts, which only illustrate. */
    public Needs illustrating(FactRequest<?>... requests) {
        List<FactRequest<?>> more = new ArrayList<>(illustrating);
        more.addAll(List.of(requests));
        return new Needs(deciding, groups, more);
    }

    /** Every request, in the order in which it was named. */
    public List<FactRequest<?>> all() {
        return Stream.of(deciding.stream(), groups.stream().flatMap(List::stream), illustrating.stream())
                .flatMap(s -> s)
                .toList();
    }
}
