package dev.preflight.define;

import dev.preflight.api.Param.Kind;
import dev.preflight.node.Node;
import dev.preflight.node.Problems;
import dev.preflight.node.Suggestion;
import dev.preflight.yaml.YamlText;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Which parameters travel to hosts: locators, and nothing else.
 *
 * @param inBroken the names that reads use which have mistakes
 */
record Travelling(Names names, Set<String> inBroken, Problems problems) {
    /** What a text uses. */
    private static final Pattern USE = Pattern.compile("\\$\\{([^}]*)}");

    /** The names that are used in what has mistakes, and so is no read. */
    static Set<String> uses(Node node) {
        Set<String> uses = new HashSet<>();
        if (node instanceof Node.Scalar scalar) {
            USE.matcher(scalar.text()).results().forEach(use -> uses.add(use.group(1)));
        } else if (node instanceof Node.Sequence list) {
            list.items().forEach(item -> uses.addAll(uses(item)));
        } else if (node instanceof Node.Mapping mapping) {
            mapping.entries().forEach(entry -> uses.addAll(uses(entry.value())));
        }
        return uses;
    }

    /** Notes what travels and may not, and what says that it travels and does not. */
    void check() {
        Map<String, DefinedParam> params = names.params();
        Map<String, DefinedRead> reads = names.reads();
        reads.values().forEach(this::check);
        Set<String> travelling = reads.values().stream()
                .flatMap(read -> read.uses().keySet().stream())
                .collect(Collectors.toCollection(HashSet::new));
        travelling.addAll(inBroken);
        params.values().stream()
                .filter(param -> param.named().kind() == Kind.LOCATOR && !travelling.contains(param.name()))
                .forEach(param -> problems.add(
                        param.place(),
                        "params." + param.name() + ": it is a locator, and no read uses it",
                        "make it a threshold"));
    }

    private void check(DefinedRead read) {
        read.uses().forEach((name, use) -> {
            DefinedParam param = names.params().get(name);
            String where = "reads." + read.name() + ": ";
            if (names.brokenParams().contains(name)) {
                return;
            }
            if (param == null) {
                problems.add(
                        use.place(),
                        where + "there is no parameter '" + name + "'",
                        Suggestion.hint(name, names.paramTypes().keySet()));
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
