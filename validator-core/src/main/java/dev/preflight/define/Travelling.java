package dev.preflight.define;

import dev.preflight.api.Param.Kind;
import dev.preflight.node.Node;
import dev.preflight.node.Problems;
import dev.preflight.node.Suggestion;
import dev.preflight.yaml.YamlText;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Which parameters travel to hosts: locators, and nothing else. */
record Travelling(Map<String, DefinedParam> params, Map<String, DefinedRead> reads, Problems problems) {
    /** Notes what travels and may not, and what says that it travels and does not. */
    void check() {
        reads.values().forEach(this::check);
        Set<String> travelling = reads.values().stream()
                .flatMap(read -> read.uses().keySet().stream())
                .collect(Collectors.toSet());
        params.values().stream()
                .filter(param -> param.named().kind() == Kind.LOCATOR && !travelling.contains(param.name()))
                .forEach(param -> problems.add(
                        param.place(),
                        "params." + param.name() + ": it is a locator, and no read uses it",
                        "make it a threshold"));
        params.values().stream()
                .filter(param -> reads.containsKey(param.name()))
                .forEach(param -> problems.add(
                        param.place(), "params." + param.name() + ": a read has that name, too", "rename one of them"));
    }

    private void check(DefinedRead read) {
        read.uses().forEach((name, use) -> {
            DefinedParam param = params.get(name);
            String where = "reads." + read.name() + ": ";
            if (param == null) {
                problems.add(
                        use.place(),
                        where + "there is no parameter '" + name + "'",
                        Suggestion.hint(name, params.keySet()));
            } else if (param.named().kind() == Kind.THRESHOLD) {
                problems.add(
                        use.place(),
                        where + "'" + name + "' is a threshold, and thresholds do not travel; make it a locator");
            } else if (!param.kind().travels()) {
                problems.add(use.place(), where + "'" + name + "' cannot be a word; text, int and version can");
            } else {
                value(param, use.refusal(), where);
            }
        });
    }

    /** A default is a value, too. */
    private void value(DefinedParam param, Function<String, Optional<String>> refusal, String where) {
        param.named()
                .defaultValue()
                .flatMap(text -> YamlText.parse("default", text, new Problems()))
                .map(node -> node instanceof Node.Scalar scalar ? scalar.text() : "")
                .flatMap(refusal)
                .ifPresent(why -> problems.add(
                        param.place(), where + "the default of '" + param.name() + "' does not do: " + why));
    }
}
