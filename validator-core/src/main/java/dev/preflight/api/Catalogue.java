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
    private final SortedMap<String, String> replaced = new TreeMap<>();

    /**
     * Holds these checks.
     *
     * @throws IllegalStateException if two have one id, old ids among them
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
        for (Check<?> check : all) {
            for (String old : check.spec().oldIds()) {
                if (checks.containsKey(old) || replaced.put(old, check.spec().id()) != null) {
                    throw new IllegalStateException(
                            "old id '" + old + "' of " + check.spec().id() + " is the id of another check");
                }
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

    /** The present id of the check that had this id before; empty for every other name. */
    public Optional<String> replacementOf(String oldId) {
        return Optional.ofNullable(replaced.get(oldId));
    }

    /** The check with this id. */
    public Optional<Check<?>> find(String id) {
        return Optional.ofNullable(checks.get(id));
    }
}
