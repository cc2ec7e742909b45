package dev.preflight.api;

import java.util.List;

/** A list of checks, found through {@link java.util.ServiceLoader}. */
public interface CheckPack {
    /** The checks, sorted by id. */
    List<Check<?>> checks();

    /** Records whose components, each with {@link Param}, are settings of a profile. */
    default List<Class<? extends Record>> settings() {
        return List.of();
    }
}
