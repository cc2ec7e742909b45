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
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Every check there is, by id, and every setting. */
public final class Catalogue {
    private final SortedMap<String, ListedCheck> checks = new TreeMap<>();
    private final SortedMap<String, String> replaced = new TreeMap<>();
    private final Supplier<Collection<? extends PublishedFact<?>>> facts;
    private final List<Class<? extends Record>> settings = new ArrayList<>(List.of(Settings.class));
    private @Nullable SortedMap<String, PublishedFact<?>> published;

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
        this(all.stream().map(ListedCheck::of).toList(), more, () -> facts);
        published();
    }

    /** The same of checks that may not be made yet, and facts that are asked for when a profile reads one. */
    private Catalogue(
            List<ListedCheck> all,
            Collection<Class<? extends Record>> more,
            Supplier<Collection<? extends PublishedFact<?>>> facts) {
        this.facts = facts;
        settings.addAll(more);
        Set<String> names = new HashSet<>();
        settings.stream()
                .flatMap(type -> Stream.of(type.getRecordComponents()))
                .filter(component -> !names.add(component.getName()))
                .forEach(component -> {
                    throw new IllegalStateException("two settings are called " + component.getName());
                });
        for (ListedCheck check : all) {
            ListedCheck other = checks.put(check.id(), check);
            if (other != null) {
                throw new IllegalStateException(
                        "two checks are called " + check.id() + ": " + other.type() + " and " + check.type());
            }
        }
        for (ListedCheck check : all) {
            for (String old : check.oldIds()) {
                if (checks.containsKey(old) || replaced.put(old, check.id()) != null) {
                    throw new IllegalStateException(
                            "old id '" + old + "' of " + check.id() + " is the id of another check");
                }
            }
        }
    }

    /** The checks and settings of every {@link CheckPack} on the class path. */
    public static Catalogue load() {
        List<ListedCheck> all = new ArrayList<>();
        List<Class<? extends Record>> more = new ArrayList<>();
        List<CheckPack> packs = new ArrayList<>();
        for (CheckPack pack : ServiceLoader.load(CheckPack.class)) {
            packs.add(pack);
            all.addAll(pack.listed());
            more.addAll(pack.settings());
        }
        Catalogue catalogue = new Catalogue(
                all,
                more,
                () -> packs.stream().flatMap(pack -> pack.published().stream()).toList());
        if (packs.size() > 1) {
            // Two packs may use one name.
            catalogue.published();
        }
        return catalogue;
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
        List<ListedCheck> all = new ArrayList<>(checks.values());
        more.forEach(check -> all.add(ListedCheck.of(check)));
        return new Catalogue(
                all, settings.subList(1, settings.size()), () -> published().values());
    }

    /** The records that declare the settings of a profile, that of the core first. */
    public List<Class<? extends Record>> settings() {
        return Collections.unmodifiableList(settings);
    }

    /** The facts that checks of a profile may read, by name. */
    public synchronized SortedMap<String, PublishedFact<?>> published() {
        if (published == null) {
            SortedMap<String, PublishedFact<?>> byName = new TreeMap<>();
            for (PublishedFact<?> fact : facts.get()) {
                if (byName.put(fact.name(), fact) != null) {
                    throw new IllegalStateException("two published facts are called " + fact.name());
                }
            }
            published = Collections.unmodifiableSortedMap(byName);
        }
        return published;
    }

    /** The ids of the checks, sorted. */
    public Set<String> ids() {
        return Collections.unmodifiableSet(checks.keySet());
    }

    /** The checks by id; makes all of them. */
    public SortedMap<String, Check<?>> checks() {
        SortedMap<String, Check<?>> made = new TreeMap<>();
        checks.forEach((id, check) -> made.put(id, check.check()));
        return Collections.unmodifiableSortedMap(made);
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
        return Optional.ofNullable(checks.get(id)).map(ListedCheck::check);
    }
}
