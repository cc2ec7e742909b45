package dev.preflight.define;

import dev.preflight.api.CheckSpec;
import dev.preflight.api.NamedParam;
import dev.preflight.api.NamedParams;
import dev.preflight.api.Param.Kind;
import dev.preflight.api.Severity;
import dev.preflight.node.Node;
import dev.preflight.node.Problems;
import dev.preflight.param.Keys;
import dev.preflight.param.ParamBinder;
import dev.preflight.param.SettingValues;
import dev.preflight.param.Values;
import dev.preflight.yaml.AnnotatedYaml;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Reads {@code params:} of a definition. */
final class ParamsReader {
    static final List<String> KEYS = List.of("type", "kind", "default", "example", "help");
    /** A rule names it, too. */
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]*");

    private final Problems problems;

    ParamsReader(Problems problems) {
        this.problems = problems;
    }

    Map<String, DefinedParam> read(Node node) {
        Map<String, DefinedParam> params = new LinkedHashMap<>();
        Values.mapping("params", node, problems)
                .ifPresent(mapping -> Keys.unique(mapping, problems)
                        .forEach((name, entry) -> Part.of("params." + name, problems, own -> param(entry, own))
                                .ifPresent(param -> params.put(name, param))));
        return params;
    }

    private static Optional<DefinedParam> param(Node.Entry entry, Problems own) {
        if (!NAME.matcher(entry.key()).matches()) {
            own.add(entry.keyPlace(), "no name for a parameter", "small letters, digits and _");
            return Optional.empty();
        }
        if (!(entry.value() instanceof Node.Mapping mapping)) {
            own.add(
                    entry.value().place(),
                    "expected a mapping, found " + entry.value().kind(),
                    "write {type: text, kind: threshold}");
            return Optional.empty();
        }
        Entries keys = Entries.known(mapping, KEYS, "key", own);
        Optional<ParamKind> type =
                required(keys, "type", entry, own, node -> Values.word("type", node, ParamKind.class, own));
        Optional<Kind> kind = required(keys, "kind", entry, own, node -> Values.word("kind", node, Kind.class, own));
        Map<String, String> help = keys.has("help") ? Bilingual.read("help", keys.value("help"), own) : Map.of();
        if (type.isEmpty() || kind.isEmpty()) {
            return Optional.empty();
        }
        NamedParam named = new NamedParam(
                entry.key(),
                help.getOrDefault("en", "Parameter " + entry.key()),
                type.get().java(),
                type.get() == ParamKind.LIST,
                keys.find("default").map(given -> AnnotatedYaml.flow(given.value())),
                keys.find("example")
                        .map(given -> AnnotatedYaml.flow(given.value()))
                        .orElse(""),
                kind.get(),
                value -> Optional.empty());
        boolean good = given(keys, "default", named, own) && given(keys, "example", named, own);
        return good ? Optional.of(new DefinedParam(named, type.get(), help, entry.keyPlace())) : Optional.empty();
    }

    private static <T> Optional<T> required(
            Entries keys, String key, Node.Entry param, Problems own, Function<Node, Optional<T>> read) {
        if (!keys.has(key)) {
            own.add(param.keyPlace(), "'" + key + "' is missing");
        }
        return keys.at(key).flatMap(read);
    }

    /** Whether a value is one that a profile could give. */
    private static boolean given(Entries keys, String key, NamedParam named, Problems own) {
        if (!keys.has(key)) {
            return true;
        }
        Node.Entry entry = keys.entry(key);
        Node.Mapping as = new Node.Mapping(
                List.of(new Node.Entry(named.name(), entry.keyPlace(), entry.value())),
                entry.value().place());
        // Without its default, which may be what is wrong.
        NamedParam plain = new NamedParam(
                named.name(),
                named.description(),
                named.type(),
                named.list(),
                Optional.empty(),
                "",
                named.kind(),
                value -> Optional.empty());
        CheckSpec<NamedParams> spec = CheckSpec.of("x", List.of(plain), Severity.INFO);
        Problems found = new Problems();
        boolean good = ParamBinder.parameters(spec, as, SettingValues.defaults(), found)
                .isPresent();
        found.all()
                .forEach(problem -> own.add(
                        problem.place(),
                        key + ": " + problem.message().replaceFirst("^" + named.name() + ": ", ""),
                        problem.hint()));
        return good && found.none();
    }
}
