package dev.preflight.define;

import dev.preflight.api.FleetCheck;
import dev.preflight.api.FleetFacts;
import dev.preflight.api.NamedParams;
import dev.preflight.api.Scoped;
import java.util.List;

/** A check of all hosts together that a profile defines. */
final class DefinedFleetCheck extends DefinedCheck implements FleetCheck<NamedParams> {
    DefinedFleetCheck(Definition definition, Definition judged) {
        super(definition, judged);
    }

    @Override
    public List<Scoped> judge(FleetFacts facts, NamedParams params) {
        return new FleetJudge(judged(), facts, params).judge();
    }
}
