package dev.preflight.api;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.SortedMap;
import java.util.TreeMap;

/** Every check there is, by id. */
public final class Catalogue {
    private final SortedMap<String, Check<?>> checks = new TreeMap<>();

    /**
     * Holds these checks.
     *
     * @throws IllegalStateException if two have one id
     */
    public Catalogue(Collection<? extends Check<?>> all) {
        for (Check<?> check : all) {
            Check<?> other = checks.put(check.spec().id(), check);
            if (other != null) {
                throw new IllegalStateException("two checks are called "
                        + check.spec().id() + ": " + other.getClass().getName() + " and "
                        + check.getClass().getName());
            }
        }
    }

    /** The checks of every {@link CheckPack} on the class path. */
    public static Catalogue load() {
        List<Check<?>> all = ServiceLoader.load(CheckPack.class).stream()
                .flatMap(pack -> pack.get().checks().stream())
                .<Check<?>>map(check -> check)
                .toList();
        return new Catalogue(all);
    }

    /** The checks by id. */
    public SortedMap<String, Check<?>> checks() {
        return Collections.unmodifiableSortedMap(checks);
    }

    /** The check with this id. */
    public Optional<Check<?>> find(String id) {
        return Optional.ofNullable(checks.get(id));
    }
}
