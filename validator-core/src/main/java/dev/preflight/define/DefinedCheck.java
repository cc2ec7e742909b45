package dev.preflight.define;

import dev.preflight.api.Check;
import dev.preflight.api.CheckSpec;
import dev.preflight.api.NamedParams;
import dev.preflight.api.Needs;
import dev.preflight.api.OwnCommands;
import dev.preflight.api.OwnExpectations;
import dev.preflight.api.OwnTexts;
import dev.preflight.api.Severity;
import dev.preflight.fact.FactRequest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What a check that a profile defines is, whether it looks at one host or at all together. */
abstract class DefinedCheck implements OwnTexts, OwnCommands, OwnExpectations {
    /** The code where a definition says that it does not concern a host. */
    static final String NOT_APPLICABLE = "not-applicable";

    private final Definition definition;
    private final Definition judged;
    private final CheckSpec<NamedParams> spec;

    /** Asks for what a definition needs, and judges by one with fewer expectations or other limits. */
    DefinedCheck(Definition definition, Definition judged) {
        this.definition = definition;
        this.judged = judged;
        this.spec = spec(definition);
    }

    static Check<?> of(Definition definition) {
        return of(definition, definition);
    }

    private static Check<?> of(Definition definition, Definition judged) {
        return definition.fleet()
                ? new DefinedFleetCheck(definition, judged)
                : new DefinedHostCheck(definition, judged);
    }

    /** What it is judged by. */
    final Definition judged() {
        return judged;
    }

    /** As {@link Check#spec}. */
    public final CheckSpec<NamedParams> spec() {
        return spec;
    }

    /** As {@link Check#needs}. */
    public final Needs needs(NamedParams params) {
        return needs(definition, params);
    }

    @Override
    public final Map<String, String> texts(String language) {
        return DefinedTexts.of(definition, language);
    }

    @Override
    public final Check<?> withoutCommands() {
        return of(definition.withoutCommands());
    }

    @Override
    public final List<String> expectations() {
        return judged.expectations().stream().map(Expectation::code).toList();
    }

    @Override
    public final Check<?> withoutExpectation(String code) {
        return of(definition, judged.withoutExpectation(code));
    }

    @Override
    public final List<OwnLimit> limits() {
        return judged.limits();
    }

    @Override
    public final Optional<Check<?>> withLimit(OwnLimit limit, String text) {
        return judged.withLimit(limit, text).map(changed -> of(definition, changed));
    }

    @Override
    public final Optional<List<String>> command(String factId) {
        return definition.reads().values().stream()
                .filter(read -> factId.equals(definition.id() + "/" + read.name())
                        && !read.argv().isEmpty())
                .map(DefinedRead::argv)
                .findFirst();
    }

    private static CheckSpec<NamedParams> spec(Definition definition) {
        Severity worst = definition.expectations().stream()
                .map(Expectation::severity)
                .min(Comparator.naturalOrder())
                .orElse(Severity.BLOCKER);
        CheckSpec<NamedParams> spec = CheckSpec.of(
                definition.id(),
                definition.params().values().stream().map(DefinedParam::named).toList(),
                worst);
        for (Expectation one : definition.expectations()) {
            spec = spec.code(one.code(), one.severity());
        }
        spec = spec.code(NOT_APPLICABLE, Severity.INFO);
        for (String cause : definition.explainedBy()) {
            spec = spec.explainedBy(cause);
        }
        return spec;
    }

    /**
     * What is asked of a host. A read that an expectation is about must be there for a pass; of those that only rules name,
     * a rule may hold without one.
     */
    private static Needs needs(Definition definition, NamedParams params) {
        Set<String> direct = definition.expectations().stream()
                .map(Expectation::condition)
                .filter(condition -> !(condition instanceof Condition.OfRule))
                .flatMap(condition -> condition.reads().stream())
                .collect(Collectors.toSet());
        Map<String, FactRequest<?>> all = new LinkedHashMap<>();
        Map<String, FactRequest<?>> deciding = new LinkedHashMap<>();
        for (DefinedRead read : definition.reads().values()) {
            for (FactRequest<?> request : requests(read, params)) {
                all.putIfAbsent(request.key(), request);
                if (direct.contains(read.name())) {
                    deciding.putIfAbsent(request.key(), request);
                }
            }
        }
        Needs needs = Needs.none();
        for (FactRequest<?> request : deciding.values()) {
            needs = needs.each(request);
        }
        all.keySet().removeAll(deciding.keySet());
        List<FactRequest<?>> rest = List.copyOf(all.values());
        return deciding.isEmpty() && !rest.isEmpty()
                ? needs.oneOf(rest)
                : needs.optional(rest.toArray(FactRequest<?>[]::new));
    }

    static List<FactRequest<?>> requests(DefinedRead read, NamedParams params) {
        List<FactRequest<?>> requests = new ArrayList<>();
        read.contexts().forEach(context -> read.request(params, context).ifPresent(requests::add));
        return requests;
    }
}
