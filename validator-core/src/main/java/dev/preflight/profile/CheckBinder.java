package dev.preflight.profile;

import dev.preflight.api.Catalogue;
import dev.preflight.api.Check;
import dev.preflight.api.CheckSpec;
import dev.preflight.api.HostSelector;
import dev.preflight.api.Judgement;
import dev.preflight.api.Severity;
import dev.preflight.fact.Reason;
import dev.preflight.node.Mention;
import dev.preflight.node.Node;
import dev.preflight.node.Place;
import dev.preflight.node.Problems;
import dev.preflight.node.Suggestion;
import dev.preflight.param.HostWords;
import dev.preflight.param.Keys;
import dev.preflight.param.Mentions;
import dev.preflight.param.ParamBinder;
import dev.preflight.param.ParamSchema;
import dev.preflight.param.RowPlaces;
import dev.preflight.param.Selectors;
import dev.preflight.param.SettingValues;
import dev.preflight.param.Values;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads one entry of a profile's {@code checks}. */
final class CheckBinder {
    /** Reports, file names and {@code --set NAME.parameter} bear it. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]*");

    private final Catalogue catalogue;
    private final Set<String> defined;
    private final SettingValues settings;
    private final Problems problems;
    private final HostWords words;
    private final Consumer<List<Mention>> mentions;

    /**
     * Reads checks.
     *
     * @param defined the checks that the profile defines, also those with mistakes, which were noted
     * @param words looks at the names of systems in each check that is on
     * @param mentions gets what each check that is on names of the inventory
     */
    CheckBinder(
            Catalogue catalogue,
            Set<String> defined,
            SettingValues settings,
            Problems problems,
            HostWords words,
            Consumer<List<Mention>> mentions) {
        this.catalogue = catalogue;
        this.defined = defined;
        this.settings = settings;
        this.problems = problems;
        this.words = words;
        this.mentions = mentions;
    }

    /** The instance, or empty if it is switched off or has problems. */
    Optional<CheckInstance<?>> bind(Node.Entry entry) {
        if (Values.isOff(entry.value())) {
            return Optional.empty();
        }
        checkName(entry);
        if (!(entry.value() instanceof Node.Mapping mapping)) {
            Values.wrong("a mapping, or off", entry.key(), entry.value(), "", problems);
            return Optional.empty();
        }
        Map<String, Node.Entry> keys =
                Keys.known(withoutParameters(mapping, entry), ProfileKeys.CHECK, "key of a check", problems);
        boolean enabled = value(keys, "enabled", node -> Values.flag("enabled", node, problems))
                .orElse(true);
        Optional<Check<?>> check = check(entry, keys);
        Optional<CheckInstance<?>> instance =
                check.isPresent() ? instance(check.get(), entry, mapping, keys) : Optional.empty();
        if (enabled) {
            mentions.accept(mentions(keys, check));
            systems(keys, check);
        }
        return instance.filter(i -> enabled);
    }

    /** Without parameters of the check that are written beside {@code params}; each is a problem of its own. */
    private Node.Mapping withoutParameters(Node.Mapping mapping, Node.Entry entry) {
        List<String> parameters = catalogue
                .find(entry.key())
                .map(check -> ParamSchema.of(check.spec()).names())
                .orElse(List.of());
        List<Node.Entry> rest = new ArrayList<>();
        for (Node.Entry key : mapping.entries()) {
            if (parameters.contains(key.key()) && !ProfileKeys.CHECK.contains(key.key())) {
                problems.add(
                        key.keyPlace(),
                        "'" + key.key() + "' is a parameter of " + entry.key(),
                        "write params: {" + key.key() + ": ...}");
            } else {
                rest.add(key);
            }
        }
        return new Node.Mapping(rest, mapping.place());
    }

    private static List<Mention> mentions(Map<String, Node.Entry> keys, Optional<Check<?>> check) {
        List<Mention> named = new ArrayList<>();
        value(keys, "groups", Optional::of).ifPresent(groups -> named.addAll(Mentions.ofGroups(groups)));
        value(keys, "params", Optional::of).ifPresent(node -> {
            if (check.isPresent() && node instanceof Node.Mapping params) {
                named.addAll(Mentions.of(ParamSchema.of(check.get().spec()), params));
            }
        });
        return named;
    }

    private void systems(Map<String, Node.Entry> keys, Optional<Check<?>> check) {
        value(keys, "when", Optional::of).ifPresent(words::when);
        value(keys, "params", Optional::of).ifPresent(node -> {
            if (check.isPresent() && node instanceof Node.Mapping params) {
                words.parameters(ParamSchema.of(check.get().spec()), params);
            }
        });
    }

    private void checkName(Node.Entry entry) {
        boolean reserved = entry.key().equals("settings") || entry.key().equals("vars");
        if (reserved || !NAME.matcher(entry.key()).matches()) {
            problems.add(
                    entry.keyPlace(),
                    "'" + entry.key() + "' is no name for a check",
                    "letters, digits, - and _; not 'settings' or 'vars'");
        }
    }

    private Optional<Check<?>> check(Node.Entry entry, Map<String, Node.Entry> keys) {
        Node.Entry named = keys.get("check");
        if (named != null) {
            return Values.text("check", named.value(), problems).flatMap(id -> {
                if (catalogue.find(id).isEmpty() && !defined.contains(id)) {
                    problems.add(named.value().place(), "unknown check '" + id + "'", checkHint(id));
                }
                return catalogue.find(id);
            });
        }
        Optional<Check<?>> check = catalogue.find(entry.key());
        if (check.isEmpty() && !defined.contains(entry.key())) {
            problems.add(entry.keyPlace(), "unknown check '" + entry.key() + "'", checkHint(entry.key()));
        }
        return check;
    }

    private String checkHint(String id) {
        if (id.startsWith("x-") && defined.isEmpty()) {
            return "a check of one's own is written under 'define'";
        }
        return Suggestion.nearest(id, names(), catalogue.replacements())
                .map(near -> "did you mean '" + near + "'?")
                .orElse("'preflight checks' lists them; a check under another name needs 'check: ID'");
    }

    private Set<String> names() {
        Set<String> names = new TreeSet<>(catalogue.ids());
        names.addAll(defined);
        return names;
    }

    private <P extends Record> Optional<CheckInstance<?>> instance(
            Check<P> check, Node.Entry entry, Node.Mapping mapping, Map<String, Node.Entry> keys) {
        CheckSpec<P> spec = check.spec();
        Optional<P> params = params(spec, mapping, keys);
        Optional<Severity> severity = value(keys, "severity", node -> severity("severity", node));
        Map<String, Severity> severities =
                value(keys, "severities", node -> severities(spec, node)).orElse(Map.of());
        List<String> groups = value(keys, "groups", node -> Optional.of(Selectors.groups(node, problems)))
                .orElse(List.of());
        HostSelector when = value(keys, "when", node -> Optional.of(Selectors.read(node, problems)))
                .orElse(HostSelector.ALL);
        return params.map(p -> new CheckInstance<>(
                entry.key(),
                check,
                p,
                severity,
                severities,
                groups,
                when,
                entry.keyPlace(),
                value(keys, "params", Optional::of)
                        .filter(Node.Mapping.class::isInstance)
                        .map(given -> RowPlaces.of(ParamSchema.of(spec), (Node.Mapping) given))
                        .orElse(Map.of())));
    }

    private <P extends Record> Optional<P> params(
            CheckSpec<P> spec, Node.Mapping mapping, Map<String, Node.Entry> keys) {
        Node.Entry entry = keys.get("params");
        Optional<Node.Mapping> given = entry == null
                ? Optional.of(new Node.Mapping(List.of(), mapping.place()))
                : Values.mapping("params", entry.value(), problems);
        given.ifPresent(g -> requiresSomething(spec, g, entry == null ? mapping.place() : entry.keyPlace()));
        return given.flatMap(g -> ParamBinder.parameters(spec, g, settings, problems));
    }

    private void requiresSomething(CheckSpec<?> spec, Node.Mapping given, Place place) {
        boolean something = given.entries().stream()
                .anyMatch(entry -> spec.requires().contains(entry.key()) && !isEmpty(entry.value()));
        if (!spec.requires().isEmpty() && !something) {
            problems.add(
                    place,
                    spec.id() + ": nothing is required",
                    "give " + (spec.requires().size() == 1 ? "" : "one of ") + String.join(", ", spec.requires()));
        }
    }

    /** Whether a table of requirements has no row that is not off, or a list no item. */
    private static boolean isEmpty(Node value) {
        return value instanceof Node.Mapping mapping
                ? mapping.entries().stream().allMatch(row -> Values.isOff(row.value()))
                : value instanceof Node.Sequence list && list.items().isEmpty();
    }

    private Optional<Map<String, Severity>> severities(CheckSpec<?> spec, Node node) {
        TreeSet<String> valid = new TreeSet<>(spec.codes().keySet());
        valid.add(Judgement.OK);
        Stream.of(Reason.values()).map(Reason::code).forEach(valid::add);
        return Values.mapping("severities", node, problems).map(mapping -> {
            Map<String, Severity> byCode = new LinkedHashMap<>();
            Keys.known(mapping, valid, spec.oldCodes(), "code of " + spec.id(), problems)
                    .forEach((code, entry) -> severity(code, entry.value()).ifPresent(s -> byCode.put(code, s)));
            return byCode;
        });
    }

    private Optional<Severity> severity(String name, Node node) {
        return Values.word(name, node, Severity.class, problems);
    }

    private static <T> Optional<T> value(Map<String, Node.Entry> keys, String key, Function<Node, Optional<T>> read) {
        Node.Entry entry = keys.get(key);
        return entry == null ? Optional.empty() : read.apply(entry.value());
    }
}
