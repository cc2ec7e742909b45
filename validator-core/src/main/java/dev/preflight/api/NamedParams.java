package dev.preflight.api;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/** Values of {@link CheckSpec#named() named parameters}, by their names in YAML. */
public record NamedParams(SortedMap<String, Object> values) {
    public NamedParams {
        values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
    }
}
