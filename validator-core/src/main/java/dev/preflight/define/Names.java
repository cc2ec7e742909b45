package dev.preflight.define;

import dev.preflight.define.value.ValueType;
import dev.preflight.define.value.ValueType.Simple;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * What the expectations of a definition may name.
 *
 * @param broken reads that have mistakes, which were noted
 */
record Names(Map<String, DefinedParam> params, Map<String, DefinedRead> reads, Set<String> broken) {
    /** The names that a rule may use, with their types. */
    Map<String, ValueType> types() {
        Map<String, ValueType> names = new LinkedHashMap<>();
        broken.forEach(name -> names.put(name, Simple.ANY));
        params.forEach((name, param) -> names.put(name, param.kind().type()));
        reads.forEach((name, read) -> {
            names.put(name, read.type());
            if (!read.argv().isEmpty()) {
                names.putIfAbsent(name + RuleReader.EXIT, Simple.INT);
            }
        });
        return names;
    }
}
