package dev.preflight.define;

import dev.preflight.api.Catalogue;
import dev.preflight.api.Check;
import dev.preflight.api.HostSelector;
import dev.preflight.api.Param.Kind;
import dev.preflight.define.rule.RuleLanguages;
import dev.preflight.node.Node;
import dev.preflight.node.Problems;
import dev.preflight.node.Suggestion;
import dev.preflight.param.HostWords;
import dev.preflight.param.Keys;
import dev.preflight.param.Selectors;
import dev.preflight.param.Values;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Reads {@code define:} of a profile: the checks that it defines. */
public final class DefinitionReader {
    /** Bounds of {@code define:}: far more than a site writes, and little enough for one script and one report. */
    static final int MOST_DEFINITIONS = 64;

    static final int MOST_READS = 16;
    static final int MOST_EXPECTATIONS = 32;

    private static final String PREFIX = "x-";
    private static final Pattern ID = Pattern.compile("x-[a-z0-9]+(-[a-z0-9]+)*+");
    /** A rule names it, too. */
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]*(_[a-z0-9]+)*+");

    static final List<String> KEYS =
            List.of("title", "summary", "looks_at", "applies", "params", "reads", "expect", "explained_by");

    private final Catalogue catalogue;
    private final String installUser;
    private final RuleReader rules;
    private final Problems problems;
    private final Problems warnings;

    /**
     * A reader of definitions, with the language of rules of the class path.
     *
     * @param installUser whose session {@code su} starts; empty if the profile does not say
     * @param texts what the documents say, by what they are called in places
     */
    public DefinitionReader(
            Catalogue catalogue, String installUser, Map<String, String> texts, Problems problems, Problems warnings) {
        this(catalogue, installUser, new RuleReader(RuleLanguages::find, new SourceText(texts)), problems, warnings);
    }

    DefinitionReader(Catalogue catalogue, String installUser, RuleReader rules, Problems problems, Problems warnings) {
        this.catalogue = catalogue;
        this.installUser = installUser;
        this.rules = rules;
        this.problems = problems;
        this.warnings = warnings;
    }

    /** What {@code looks_at} may say. */
    enum LooksAt {
        HOST,
        FLEET
    }

    /**
     * What was read.
     *
     * @param checks those that are without mistakes, and of others what a profile may write of them
     * @param names of all, also of those that have mistakes
     */
    public record Defined(List<Check<?>> checks, Set<String> names) {
        /** Nothing. */
        public static final Defined NOTHING = new Defined(List.of(), Set.of());

        /** Collections are copied. */
        public Defined {
            checks = List.copyOf(checks);
            names = Set.copyOf(names);
        }
    }

    /** The checks; the mistakes of all were noted. */
    public Defined read(Node define) {
        Optional<Node.Mapping> mapping = Values.mapping("define", define, problems);
        if (mapping.isEmpty()) {
            return Defined.NOTHING;
        }
        Map<String, Node.Entry> entries = Keys.unique(mapping.get(), problems);
        bound(entries.size(), MOST_DEFINITIONS, "definitions", define, problems);
        List<Check<?>> checks = new ArrayList<>();
        for (Node.Entry entry : first(mapping.get(), MOST_DEFINITIONS)) {
            boolean named = hasName(entry);
            definition(entry).filter(made -> named).map(DefinedCheck::of).ifPresent(checks::add);
        }
        entries.values().removeIf(entry -> Values.isOff(entry.value()));
        return new Defined(checks, entries.keySet());
    }

    private static void bound(int count, int most, String what, Node at, Problems problems) {
        if (count > most) {
            problems.add(at.place(), count + " " + what + ", and at most " + most + " are read");
        }
    }

    private boolean hasName(Node.Entry entry) {
        String id = entry.key();
        if (!id.startsWith(PREFIX)) {
            problems.add(
                    entry.keyPlace(),
                    id + ": a check of one's own begins with x-",
                    ID.matcher(PREFIX + id).matches() ? "did you mean '" + PREFIX + id + "'?" : "");
        } else if (!ID.matcher(id).matches()) {
            problems.add(
                    entry.keyPlace(), "'" + id + "' is no name for a check", "x-, small letters, digits and hyphens");
        }
        return ID.matcher(id).matches();
    }

    private Optional<Definition> definition(Node.Entry entry) {
        int before = problems.all().size();
        if (!(entry.value() instanceof Node.Mapping mapping)) {
            Values.wrong("a mapping", entry.key(), entry.value(), "", problems);
            return Optional.empty();
        }
        Entries keys = Entries.known(mapping, KEYS, "key of " + entry.key(), problems);
        Set<String> used = new LinkedHashSet<>();
        Map<String, DefinedParam> params =
                keys.at("params").map(new ParamsReader(problems)::read).orElse(Map.of());
        Map<String, DefinedRead> reads = reads(keys, entry);
        reads.values().forEach(read -> read.uses().keySet().forEach(used::add));
        Names.refuseShared(keys, problems);
        Names names = Names.of(keys, params, reads);
        new Travelling(names, Names.usedInBroken(keys, names), problems).check();
        boolean fleet = keys.at("looks_at").filter(this::isFleet).isPresent();
        ExpectationReader reader = new ExpectationReader(names, rules, fleet, used::add);
        List<Expectation> expectations = expectations(keys, entry, reader);
        Optional<Condition.OfRule> appliesIf = keys.at("applies")
                .filter(node -> node instanceof Node.Scalar)
                .flatMap(node -> appliesIf(node, names, used));
        Definition made = new Definition(
                entry.key(),
                titles(keys, entry),
                fleet,
                applies(keys),
                appliesIf,
                params,
                reads,
                expectations,
                explainedBy(keys));
        if (problems.all().size() == before) {
            unused(made, used);
            return Optional.of(made.refusing());
        }
        return names.brokenParams().isEmpty() ? Optional.of(sketch(entry.key(), params, keys)) : Optional.empty();
    }

    /** What is known of a definition that has mistakes: enough to say what is wrong where a profile uses it. */
    private static Definition sketch(String id, Map<String, DefinedParam> params, Entries keys) {
        List<Expectation> codes = Names.entries(keys, "expect").stream()
                .map(entry -> Expectation.unread(entry.key()))
                .toList();
        return new Definition(
                id, Map.of(), false, HostSelector.ALL, Optional.empty(), params, Map.of(), codes, List.of());
    }

    /** A word that is misspelt counts as the one that is meant: what is expected is not wrong for that. */
    private boolean isFleet(Node node) {
        return Values.word("looks_at", node, LooksAt.class, problems)
                .map(LooksAt.FLEET::equals)
                .orElse(node instanceof Node.Scalar scalar && scalar.text().startsWith("f"));
    }

    private HostSelector applies(Entries keys) {
        keys.at("applies").ifPresent(new HostWords(warnings)::when);
        return keys.at("applies")
                .filter(node -> !(node instanceof Node.Scalar))
                .map(node -> Part.of("applies", problems, own -> Selectors.read(node, own)))
                .orElse(HostSelector.ALL);
    }

    private Optional<Condition.OfRule> appliesIf(Node node, Names names, Set<String> used) {
        return Part.of("applies", problems, own -> rules.read(node, names.types(), own))
                .map(rule -> {
                    rule.names().stream().filter(names.params()::containsKey).forEach(used::add);
                    return new Condition.OfRule(
                            rule, ((Node.Scalar) node).text(), RuleReader.reads(rule, names.reads()));
                });
    }

    private Map<String, DefinedRead> reads(Entries keys, Node.Entry definition) {
        Map<String, DefinedRead> reads = new LinkedHashMap<>();
        Optional<Node> node = keys.at("reads");
        if (node.isEmpty()) {
            problems.add(definition.keyPlace(), definition.key() + ": it reads nothing", "give 'reads'");
        }
        node.flatMap(given -> Values.mapping("reads", given, problems)).ifPresent(mapping -> {
            bound(mapping.entries().size(), MOST_READS, "reads", mapping, problems);
            for (Node.Entry entry : first(mapping, MOST_READS)) {
                Part.of("reads." + entry.key(), problems, own -> {
                            if (!NAME.matcher(entry.key()).matches()) {
                                own.add(entry.keyPlace(), "no name for a read", "small letters, digits and _");
                            }
                            String id = definition.key() + "/" + entry.key();
                            return new ReadReader(id, installUser, catalogue.published(), own).read(entry);
                        })
                        .ifPresent(read -> reads.put(entry.key(), read));
            }
        });
        return reads;
    }

    /**
     * The entries that are read: those that a child does not switch off. The number of all was noted, if it is too great.
     */
    private List<Node.Entry> first(Node.Mapping mapping, int most) {
        return Keys.unique(mapping, problems).values().stream()
                .filter(entry -> !Values.isOff(entry.value()))
                .limit(most)
                .toList();
    }

    private List<Expectation> expectations(Entries keys, Node.Entry definition, ExpectationReader reader) {
        List<Expectation> expectations = new ArrayList<>();
        Optional<Node> node = keys.at("expect");
        if (node.isEmpty()) {
            problems.add(definition.keyPlace(), definition.key() + ": it expects nothing", "give 'expect'");
        }
        node.flatMap(given -> Values.mapping("expect", given, problems)).ifPresent(mapping -> {
            bound(mapping.entries().size(), MOST_EXPECTATIONS, "expectations", mapping, problems);
            first(mapping, MOST_EXPECTATIONS)
                    .forEach(entry -> reader.read(entry, problems).ifPresent(expectations::add));
            if (mapping.entries().isEmpty()) {
                problems.add(mapping.place(), definition.key() + ": it expects nothing");
            }
        });
        return expectations;
    }

    private Map<String, Map<String, String>> titles(Entries keys, Node.Entry definition) {
        Map<String, Map<String, String>> texts = new LinkedHashMap<>();
        for (String key : List.of("title", "summary")) {
            Function<Node, Map<String, String>> read = node -> Bilingual.read(key, node, problems);
            Map<String, String> given = keys.at(key).map(read).orElse(Map.of());
            if (given.values().stream().anyMatch(text -> text.contains("${"))) {
                problems.add(
                        keys.value(key).place(), key + ": it is the same for every host, so no name is replaced in it");
            }
            given.forEach((language, text) ->
                    texts.computeIfAbsent(language, l -> new LinkedHashMap<>()).put(key, Gaps.plain(text)));
        }
        if (keys.has("title") && !texts.getOrDefault("en", Map.of()).containsKey("title")) {
            problems.add(keys.value("title").place(), "title: 'en' is missing");
        }
        if (!keys.has("title")) {
            problems.add(definition.keyPlace(), definition.key() + ": 'title' is missing", "write {en: ...}");
        }
        return texts;
    }

    private List<String> explainedBy(Entries keys) {
        return keys.at("explained_by")
                .flatMap(node -> Values.texts("explained_by", node, problems).map(ids -> {
                    ids.stream()
                            .filter(id ->
                                    !id.startsWith(PREFIX) && catalogue.find(id).isEmpty())
                            .forEach(id -> problems.add(
                                    node.place(),
                                    "explained_by: there is no check '" + id + "'",
                                    Suggestion.hint(id, catalogue.ids())));
                    return ids;
                }))
                .orElse(List.of());
    }

    private void unused(Definition definition, Set<String> used) {
        Set<String> read = new LinkedHashSet<>();
        definition.expectations().forEach(one -> {
            read.addAll(one.condition().reads());
            read.addAll(one.names());
        });
        definition.appliesIf().ifPresent(rule -> read.addAll(rule.reads()));
        definition.reads().values().stream()
                .filter(one -> !read.contains(one.name()))
                .forEach(one -> warnings.add(
                        one.place(), "reads." + one.name() + ": no expectation uses it", "remove it, or use it"));
        definition.params().values().stream()
                .filter(one -> !used.contains(one.name()) && one.named().kind() == Kind.THRESHOLD)
                .forEach(one -> warnings.add(
                        one.place(), "params." + one.name() + ": nothing uses it", "remove it, or use it"));
    }
}
