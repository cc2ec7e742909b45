package dev.preflight.define;

import dev.preflight.define.read.Source;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Where a read of a definition looks, before its parameters are known.
 *
 * @param source of these parameters, as words; throws {@link IllegalArgumentException} where they make none
 * @param uses of parameters, by their names
 * @param argv the command, as people read it; empty if it is none
 */
record Target(Function<Map<String, String>, Source> source, Map<String, Use> uses, List<String> argv) {
    Target {
        uses = Map.copyOf(uses);
        argv = List.copyOf(argv);
    }
}
