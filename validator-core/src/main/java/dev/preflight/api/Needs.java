package dev.preflight.api;

import dev.preflight.fact.Context;
import dev.preflight.fact.FactRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Which facts a check needs, and what happens if one is missing. A missing fact makes a {@link HostCheck}
 * {@code unknown} or keeps it from passing, as below; the judge of a {@link FleetCheck} or {@link LinkCheck} is called
 * anyway.
 *
 * @param required facts that must all be present: if one is missing, the check is {@code unknown} and its judge is not
 *     called
 * @param groups groups of facts of which the judge gets the readings; if all facts of one group are missing, the check
 *     does not pass
 * @param optional facts of which the judge gets the readings, and which never change the outcome
 * @param unset what cannot be asked for, because the profile does not say as whom or of what
 */
public record Needs(
        List<FactRequest<?>> required,
        List<List<FactRequest<?>>> groups,
        List<FactRequest<?>> optional,
        List<Unset> unset) {
    private static final String INSTALL_USER = "install_user";

    /**
     * A context that cannot be looked at without a setting that the profile lacks.
     *
     * @param setting its name, as profiles write it
     */
    public record Unset(Context context, String setting) {}

    public Needs {
        required = List.copyOf(required);
        groups = groups.stream().map(List::copyOf).toList();
        optional = List.copyOf(optional);
        unset = List.copyOf(unset);
    }

    /** No facts; others are added by the methods below. */
    public static Needs none() {
        return new Needs(List.of(), List.of(), List.of(), List.of());
    }

    /** The same needs and these facts, which must all be present. */
    public Needs required(FactRequest<?>... requests) {
        List<FactRequest<?>> more = new ArrayList<>(required);
        more.addAll(List.of(requests));
        return new Needs(more, groups, optional, unset);
    }

    /** The same needs and a group of facts of which at least one must be present. */
    public Needs oneOf(List<? extends FactRequest<?>> group) {
        if (group.isEmpty()) {
            throw new IllegalArgumentException("a group of no facts cannot be missing");
        }
        List<List<FactRequest<?>>> more = new ArrayList<>(groups);
        more.add(List.copyOf(group));
        return new Needs(required, more, optional, unset);
    }

    /**
     * The same needs and this fact as a group of its own: the judge gets its reading, and if it is missing, the check
     * does not pass.
     */
    public Needs each(FactRequest<?> request) {
        return oneOf(List.of(request));
    }

    /** The same needs and these facts, which never change the outcome. */
    public Needs optional(FactRequest<?>... requests) {
        List<FactRequest<?>> more = new ArrayList<>(optional);
        more.addAll(List.of(requests));
        return new Needs(required, groups, more, unset);
    }

    /** The same needs in a context that cannot be looked at without this setting. */
    public Needs lacking(Context context, String setting) {
        List<Unset> more = new ArrayList<>(unset);
        more.add(new Unset(context, setting));
        return new Needs(required, groups, optional, more);
    }

    /** Which contexts cannot be looked at, and why: what was noted, and each request that does not say as whom. */
    public List<Unset> lacks() {
        Stream<Unset> ofNobody = all().stream()
                .filter(request ->
                        request.context().needsUser() && request.user().isEmpty())
                .map(request -> new Unset(request.context(), INSTALL_USER));
        return Stream.concat(unset.stream(), ofNobody).distinct().toList();
    }

    /** All requests: first the required ones, then those of the groups, then the optional ones. */
    public List<FactRequest<?>> all() {
        return Stream.of(required.stream(), groups.stream().flatMap(List::stream), optional.stream())
                .flatMap(s -> s)
                .toList();
    }
}
