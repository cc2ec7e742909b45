package dev.preflight.define;

import dev.preflight.api.HostCheck;
import dev.preflight.api.HostFacts;
import dev.preflight.api.Judgement;
import dev.preflight.api.NamedParams;
import java.util.List;

/** A check of one host that a profile defines. */
final class DefinedHostCheck extends DefinedCheck implements HostCheck<NamedParams> {
    DefinedHostCheck(Definition definition, Definition judged) {
        super(definition, judged);
    }

    @Override
    public List<Judgement> judge(HostFacts facts, NamedParams params) {
        return new HostJudge(judged(), facts, params).judge();
    }
}
