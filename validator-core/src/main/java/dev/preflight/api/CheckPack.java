package dev.preflight.api;

import java.util.List;

/** A list of checks, found through {@link java.util.ServiceLoader}. */
public interface CheckPack {
    /** The checks, sorted by id. */
    List<Check<?>> checks();

    /** The same checks by id, for a pack that makes each when it is asked for. */
    default List<ListedCheck> listed() {
        return checks().stream().map(ListedCheck::of).toList();
    }

    /** Records whose components, each with {@link Param}, are settings of a profile. */
    default List<Class<? extends Record>> settings() {
        return List.of();
    }

    /** What checks that a profile defines may read of facts of this pack, each by a name of its own. */
    default List<PublishedFact<?>> published() {
        return List.of();
    }
}
