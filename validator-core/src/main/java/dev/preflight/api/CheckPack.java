package dev.preflight.api;

import java.util.List;

/** A list of checks, found through {@link java.util.ServiceLoader}. */
public interface CheckPack {
    /** The checks, sorted by id. */
    List<Check<?>> checks();
}
