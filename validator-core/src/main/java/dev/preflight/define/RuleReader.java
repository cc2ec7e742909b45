package dev.preflight.define;

import dev.preflight.define.rule.CompiledRule;
import dev.preflight.define.rule.Rule;
import dev.preflight.define.rule.RuleLanguage;
import dev.preflight.define.rule.RuleLanguages;
import dev.preflight.define.value.ValueType;
import dev.preflight.node.Node;
import dev.preflight.node.Problems;
import dev.preflight.param.Values;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Reads {@code rule:} expressions. The language is loaded when the first one is read, and not before. */
final class RuleReader {
    /** Behind the name of a read: the status of its command. */
    static final String EXIT = "_exit";

    private final Supplier<Optional<RuleLanguage>> languages;
    private final SourceText source;
    private Optional<Optional<RuleLanguage>> language = Optional.empty();

    RuleReader(Supplier<Optional<RuleLanguage>> languages, SourceText source) {
        this.languages = languages;
        this.source = source;
    }

    /** The rule, or empty after its mistakes were noted. */
    Optional<Rule> read(Node node, Map<String, ValueType> names, Problems problems) {
        if (!(node instanceof Node.Scalar scalar) || scalar.type() != Node.ScalarType.STRING) {
            Values.wrong("an expression", "rule", node, "put it in quotes", problems);
            return Optional.empty();
        }
        if (language.isEmpty()) {
            language = Optional.of(languages.get());
        }
        if (language.get().isEmpty()) {
            problems.add(
                    node.place(),
                    "rule: the language of rules is not there",
                    "add the artefact " + RuleLanguages.ARTEFACT + ", or write matchers");
            return Optional.empty();
        }
        CompiledRule compiled = language.get().get().compile(scalar.text(), names);
        if (compiled instanceof CompiledRule.Refused refused) {
            refused.mistakes()
                    .forEach(mistake -> problems.add(
                            source.at(scalar, mistake.at()),
                            "rule, character " + (mistake.at() + 1) + ": " + mistake.message()));
            return Optional.empty();
        }
        Rule rule = ((CompiledRule.Usable) compiled).rule();
        if (rule.constant()) {
            problems.add(node.place(), "the rule names no read and no parameter, so it is the same on every host");
            return Optional.empty();
        }
        return Optional.of(rule);
    }

    /** The reads that a rule names, in the order of the definition: in that order reports name them. */
    static Set<String> reads(Rule rule, Map<String, DefinedRead> reads) {
        Set<String> named = new HashSet<>();
        for (String name : rule.names()) {
            if (reads.containsKey(name)) {
                named.add(name);
            } else if (name.endsWith(EXIT)) {
                named.add(name.substring(0, name.length() - EXIT.length()));
            }
        }
        Set<String> ordered = new LinkedHashSet<>(reads.keySet());
        ordered.retainAll(named);
        return ordered;
    }
}
