package dev.preflight.engine;

import dev.preflight.api.Arg;
import dev.preflight.api.Finding;
import dev.preflight.api.Judgement;
import dev.preflight.api.Scope;
import dev.preflight.api.Subject;
import dev.preflight.fact.Reason;
import dev.preflight.profile.CheckInstance;
import dev.preflight.verdict.Policy;
import dev.preflight.verdict.Verdict;
import dev.preflight.verdict.VerdictRule;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/**
 * Holds what was found on one host to a weight: a host that names ten thousand interfaces has ten thousand findings. The
 * gravest are kept; of a check that loses some, one finding more says that it is not all. So no host is better by it.
 */
final class FoundLimit {
    private final long most;
    private final Policy policy;

    FoundLimit(long most, Policy policy) {
        this.most = most;
        this.policy = policy;
    }

    /**
     * The findings in their order, as many of the gravest as there is room for.
     *
     * @param instances what found them
     */
    List<Finding> of(List<Finding> all, List<CheckInstance<?>> instances, Scope scope) {
        if (Weight.of(all, most) <= most) {
            return all;
        }
        Set<Finding> kept = gravest(all);
        List<Finding> shown =
                new ArrayList<>(all.stream().filter(kept::contains).toList());
        for (CheckInstance<?> instance : instances) {
            long lost = all.stream()
                    .filter(finding -> finding.instance().equals(instance.name()) && !kept.contains(finding))
                    .count();
            if (lost > 0) {
                Judgement cut = Judgement.unknown(Reason.TRUNCATED, Subject.HOST)
                        .with("detail", Arg.text(lost + " more findings of this check"));
                shown.add(CheckEvaluation.finding(instance, scope, cut));
            }
        }
        return shown;
    }

    private Set<Finding> gravest(List<Finding> all) {
        Set<Finding> kept = Collections.newSetFromMap(new IdentityHashMap<>());
        List<Finding> byGravity = new ArrayList<>(all);
        byGravity.sort(Comparator.comparing(this::gravity).reversed());
        Weight weight = new Weight(most);
        for (Finding finding : byGravity) {
            if (weight.with(finding) <= most || kept.isEmpty()) {
                kept.add(finding);
            }
        }
        return kept;
    }

    private Verdict gravity(Finding finding) {
        return VerdictRule.of(finding.outcome(), finding.severity(), finding.waived(), policy);
    }
}
