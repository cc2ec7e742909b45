package dev.preflight.define;

import dev.preflight.api.Judgement;
import dev.preflight.api.Scope;
import dev.preflight.api.Scoped;
import dev.preflight.api.Severity;
import dev.preflight.api.Subject;
import dev.preflight.define.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/** Judges the sum of a value over all hosts. */
record SumJudge(Expectation one, Condition.OfHosts of, FleetFinder finder) {
    /** A host that is unknown counts 0: where the sum suffices all the same, and more does no harm, it holds. */
    List<Scoped> judge(SortedMap<String, Value> known, List<Scoped> unread) {
        Optional<Value> sum = FleetFinder.sum(known.values());
        if (sum.isEmpty()) {
            return List.of(new Scoped(Scope.fleet(), finder.mismatch(known.values())));
        }
        boolean holds = finder.holds(sum.get());
        boolean withMore = finder.holds(new Value.Whole(Long.MAX_VALUE));
        List<Scoped> judged = new ArrayList<>();
        if (unread.isEmpty() || (holds && withMore)) {
            unread.forEach(missing ->
                    judged.add(new Scoped(missing.scope(), missing.judgement().withSeverity(Severity.INFO))));
            judged.add(new Scoped(
                    Scope.fleet(), holds ? Judgement.pass(Subject.HOST) : finder.differing(sum.get(), List.of())));
        } else {
            judged.addAll(unread);
        }
        return judged;
    }
}
