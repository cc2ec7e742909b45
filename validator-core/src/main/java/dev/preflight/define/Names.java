package dev.preflight.define;

import dev.preflight.define.value.ValueType;
import dev.preflight.define.value.ValueType.Simple;
import dev.preflight.node.Node;
import dev.preflight.node.Problems;
import dev.preflight.param.Values;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the expectations of a definition may name. A name of something that has mistakes is no mistake: of what it is nothing
 * is known.
 *
 * @param broken reads that have mistakes, which were noted
 * @param brokenParams parameters that have mistakes, which were noted
 */
record Names(
        Map<String, DefinedParam> params,
        Map<String, DefinedRead> reads,
        Set<String> broken,
        Set<String> brokenParams) {
    /** Those of a definition. */
    static Names of(Entries keys, Map<String, DefinedParam> params, Map<String, DefinedRead> reads) {
        return new Names(params, reads, broken(keys, "reads", reads.keySet()), broken(keys, "params", params.keySet()));
    }

    private static Set<String> broken(Entries keys, String key, Set<String> good) {
        Set<String> broken = new LinkedHashSet<>();
        entries(keys, key).forEach(entry -> broken.add(entry.key()));
        broken.removeAll(good);
        return broken;
    }

    /** The entries that a child does not switch off. */
    static List<Node.Entry> entries(Entries keys, String key) {
        return keys.at(key).filter(node -> node instanceof Node.Mapping).stream()
                .flatMap(node -> ((Node.Mapping) node).entries().stream())
                .filter(entry -> !Values.isOff(entry.value()))
                .toList();
    }

    /** Notes each name that a parameter and a read share, also where one of them has other mistakes. */
    static void refuseShared(Entries keys, Problems problems) {
        Set<String> reads = entries(keys, "reads").stream().map(Node.Entry::key).collect(Collectors.toSet());
        entries(keys, "params").stream()
                .filter(param -> reads.contains(param.key()))
                .forEach(param -> problems.add(
                        param.keyPlace(),
                        "params." + param.key() + ": a read has that name, too",
                        "rename one of them"));
    }

    /** The parameters that are used in reads that have mistakes. */
    static Set<String> usedInBroken(Entries keys, Names names) {
        return entries(keys, "reads").stream()
                .filter(entry -> names.broken().contains(entry.key()))
                .flatMap(entry -> Travelling.uses(entry.value()).stream())
                .collect(Collectors.toSet());
    }

    /** The names that a rule may use, with their types. */
    Map<String, ValueType> types() {
        Map<String, ValueType> names = new LinkedHashMap<>();
        broken.forEach(name -> names.put(name, Simple.ANY));
        names.putAll(paramTypes());
        reads.forEach((name, read) -> {
            names.put(name, read.type());
            if (!read.argv().isEmpty()) {
                names.putIfAbsent(name + RuleReader.EXIT, Simple.INT);
            }
        });
        broken.forEach(name -> names.putIfAbsent(name + RuleReader.EXIT, Simple.INT));
        return names;
    }

    /** The parameters, with their types. */
    Map<String, ValueType> paramTypes() {
        Map<String, ValueType> types = new LinkedHashMap<>();
        brokenParams.forEach(name -> types.put(name, Simple.ANY));
        params.forEach((name, param) -> types.put(name, param.kind().type()));
        return types;
    }

    /** The parameters, and the reads. */
    Set<String> all() {
        Set<String> all = new LinkedHashSet<>(paramTypes().keySet());
        all.addAll(reads.keySet());
        all.addAll(broken);
        return all;
    }
}
