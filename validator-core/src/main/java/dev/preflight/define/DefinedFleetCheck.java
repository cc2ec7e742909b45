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

    /** A sum is that of all hosts; what is compared is compared among those of the run. */
    @Override
    public boolean judgesUnseen() {
        return judged().expectations().stream()
                .allMatch(
                        one -> one.condition() instanceof Condition.OfHosts of && of.across() == Condition.Across.SUM);
    }

    @Override
    public List<Scoped> judge(FleetFacts facts, NamedParams params) {
        return new FleetJudge(judged(), facts, params).judge();
    }
}
