package dev.preflight.api;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Every check there is, by id, and every setting. */
public final class Catalogue {
    private final SortedMap<String, Check<?>> checks = new TreeMap<>();
    private final SortedMap<String, String> replaced = new TreeMap<>();
    private final SortedMap<String, PublishedFact<?>> published = new TreeMap<>();
    private final List<Class<? extends Record>> settings = new ArrayList<>(List.of(Settings.class));

    /**
     * Holds these checks, and the settings of the core.
     *
     * @throws IllegalStateException if two checks have the same id, current or old
     */
    public Catalogue(Collection<? extends Check<?>> all) {
        this(all, List.of());
    }

    /**
     * Holds these checks, and these settings beside those of the core.
     *
     * @throws IllegalStateException if two checks have the same id, or two settings the same name
     */
    public Catalogue(Collection<? extends Check<?>> all, Collection<Class<? extends Record>> more) {
        this(all, more, List.of());
    }

    /**
     * Holds these checks, these settings beside those of the core, and the facts that checks of a profile may read.
     *
     * @throws IllegalStateException if two checks have the same id, or two settings or two facts the same name
     */
    public Catalogue(
            Collection<? extends Check<?>> all,
            Collection<Class<? extends Record>> more,
            Collection<? extends PublishedFact<?>> facts) {
        for (PublishedFact<?> fact : facts) {
            if (published.put(fact.name(), fact) != null) {
                throw new IllegalStateException("two published facts are called " + fact.name());
            }
        }
        settings.addAll(more);
        Set<String> names = new HashSet<>();
        settings.stream()
                .flatMap(type -> Stream.of(type.getRecordComponents()))
                .filter(component -> !names.add(component.getName()))
                .forEach(component -> {
                    throw new IllegalStateException("two settings are called " + component.getName());
                });
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

    /** The checks and settings of every {@link CheckPack} on the class path. */
    public static Catalogue load() {
        List<Check<?>> all = new ArrayList<>();
        List<Class<? extends Record>> more = new ArrayList<>();
        List<PublishedFact<?>> facts = new ArrayList<>();
        for (CheckPack pack : ServiceLoader.load(CheckPack.class)) {
            all.addAll(pack.checks());
            more.addAll(pack.settings());
            facts.addAll(pack.published());
        }
        return new Catalogue(all, more, facts);
    }

    /**
     * These checks and settings, and more checks.
     *
     * @throws IllegalStateException if one of them has the id of another
     */
    public Catalogue with(Collection<? extends Check<?>> more) {
        if (more.isEmpty()) {
            return this;
        }
        List<Check<?>> all = new ArrayList<>(checks.values());
        all.addAll(more);
        return new Catalogue(all, settings.subList(1, settings.size()), published.values());
    }

    /** The records that declare the settings of a profile, that of the core first. */
    public List<Class<? extends Record>> settings() {
        return Collections.unmodifiableList(settings);
    }

    /** The facts that checks of a profile may read, by name. */
    public SortedMap<String, PublishedFact<?>> published() {
        return Collections.unmodifiableSortedMap(published);
    }

    /** The checks by id. */
    public SortedMap<String, Check<?>> checks() {
        return Collections.unmodifiableSortedMap(checks);
    }

    /** The present id of the check that had this id before; empty for every other name. */
    public Optional<String> replacementOf(String oldId) {
        return Optional.ofNullable(replaced.get(oldId));
    }

    /** The present id of each check by each id that it had before. */
    public SortedMap<String, String> replacements() {
        return Collections.unmodifiableSortedMap(replaced);
    }

    /** The check with this id. */
    public Optional<Check<?>> find(String id) {
        return Optional.ofNullable(checks.get(id));
    }
}
