package dev.preflight.api;

import java.util.Optional;
import java.util.function.Function;

/**
 * A parameter of a check that has no record of its own for them; elsewhere {@link Param} says the same of a component.
 *
 * @param name its name in YAML
 * @param description one sentence without a period at its end
 * @param type of its value, or of each value of a list: a type that a component may have
 * @param list whether it is a list of such values
 * @param defaultValue as YAML text; empty if a profile must give a value
 * @param example as YAML text; may be empty
 * @param kind whether it reaches the host
 * @param refusal what is wrong with a value; empty: nothing
 */
public record NamedParam(
        String name,
        String description,
        Class<?> type,
        boolean list,
        Optional<String> defaultValue,
        String example,
        Param.Kind kind,
        Function<Object, Optional<String>> refusal) {}
