package dev.preflight.define;

import dev.preflight.api.Check;
import dev.preflight.api.CheckSpec;
import dev.preflight.api.HostCheck;
import dev.preflight.api.HostFacts;
import dev.preflight.api.Judgement;
import dev.preflight.api.NamedParams;
import dev.preflight.api.Needs;
import dev.preflight.api.OwnCommands;
import dev.preflight.api.OwnExpectations;
import dev.preflight.api.OwnTexts;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A check of one host that a profile defines. */
final class DefinedHostCheck implements HostCheck<NamedParams>, OwnTexts, OwnCommands, OwnExpectations {
    private final Definition definition;
    private final Definition judged;
    private final CheckSpec<NamedParams> spec;

    DefinedHostCheck(Definition definition) {
        this(definition, definition);
    }

    /** Asks for what a definition needs, and judges by one with fewer expectations. */
    private DefinedHostCheck(Definition definition, Definition judged) {
        this.definition = definition;
        this.judged = judged;
        this.spec = DefinedCheck.spec(definition);
    }

    @Override
    public CheckSpec<NamedParams> spec() {
        return spec;
    }

    @Override
    public Needs needs(NamedParams params) {
        return DefinedCheck.needs(definition, params);
    }

    @Override
    public List<Judgement> judge(HostFacts facts, NamedParams params) {
        return new HostJudge(judged, facts, params).judge();
    }

    @Override
    public Map<String, String> texts(String language) {
        return DefinedTexts.of(definition, language);
    }

    @Override
    public Check<?> withoutCommands() {
        return new DefinedHostCheck(definition.withoutCommands());
    }

    @Override
    public List<String> expectations() {
        return judged.expectations().stream().map(Expectation::code).toList();
    }

    @Override
    public Check<?> withoutExpectation(String code) {
        return new DefinedHostCheck(definition, judged.withoutExpectation(code));
    }

    @Override
    public List<OwnLimit> limits() {
        return judged.limits();
    }

    @Override
    public Optional<Check<?>> withLimit(OwnLimit limit, String text) {
        return judged.withLimit(limit, text).map(changed -> new DefinedHostCheck(definition, changed));
    }

    @Override
    public Optional<List<String>> command(String factId) {
        return DefinedCheck.command(definition, factId);
    }
}
