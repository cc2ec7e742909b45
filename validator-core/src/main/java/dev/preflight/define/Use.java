package dev.preflight.define;

import dev.preflight.node.Place;
import java.util.Optional;
import java.util.function.Function;

/**
 * That a read takes a word from a parameter.
 *
 * @param refusal what is wrong with a word; empty: nothing
 * @param place where the parameter is named
 */
record Use(Function<String, Optional<String>> refusal, Place place) {}
