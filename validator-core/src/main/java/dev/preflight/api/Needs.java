package dev.preflight.api;

import dev.preflight.fact.FactRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Which facts a check wants, and what happens if one is missing.
 *
 * @param required without any one of these the check is {@code unknown}, and its judge is not asked
 * @param groups of each group the judge gets the readings; if all of one group are missing, the check does not pass
 * @param optional the judge gets the readings, and they never change the outcome
 */
public record Needs(List<FactRequest<?>> required, List<List<FactRequest<?>>> groups, List<FactRequest<?>> optional) {

    public Needs {
        required = List.copyOf(required);
        groups = groups.stream().map(List::copyOf).toList();
        optional = List.copyOf(optional);
    }

    /** Nothing yet. */
    public static Needs none() {
        return new Needs(List.of(), List.of(), List.of());
    }

    /** The same and these facts, without any of which the check is undetermined. */
    public Needs required(FactRequest<?>... requests) {
        List<FactRequest<?>> more = new ArrayList<>(required);
        more.addAll(List.of(requests));
        return new Needs(more, groups, optional);
    }

    /** The same and a group of which at least one is needed. */
    public Needs oneOf(List<? extends FactRequest<?>> group) {
        if (group.isEmpty()) {
            throw new IllegalArgumentException("a group of no facts cannot be missing");
        }
        List<List<FactRequest<?>>> more = new ArrayList<>(groups);
        more.add(List.copyOf(group));
        return new Needs(required, more, optional);
    }

    /** The same and this one, a group of its own: the judge gets its reading, and without it the check does not pass. */
    public Needs each(FactRequest<?> request) {
        return oneOf(List.of(request));
    }

    /** The same and these facts, which never change the outcome. */
    public Needs optional(FactRequest<?>... requests) {
        List<FactRequest<?>> more = new ArrayList<>(optional);
        more.addAll(List.of(requests));
        return new Needs(required, groups, more);
    }

    /** Every request, in the order in which it was named. */
    public List<FactRequest<?>> all() {
        return Stream.of(required.stream(), groups.stream().flatMap(List::stream), optional.stream())
                .flatMap(s -> s)
                .toList();
    }
}
