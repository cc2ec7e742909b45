package dev.preflight.engine;

import dev.preflight.api.Finding;
import dev.preflight.profile.CheckInstance;
import dev.preflight.result.IdleCheck;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Finds the checks of a profile that looked at no host of a run: they are named, for what is not there is not missed. */
final class IdleChecks {
    private IdleChecks() {}

    /** Those of the profile, in its order. */
    static List<IdleCheck> of(RunPlan plan, Stream<Finding> findings) {
        Set<String> selected = new HashSet<>();
        findings.filter(finding -> !finding.code().equals(HostJudging.NOT_SELECTED))
                .forEach(finding -> selected.add(finding.instance()));
        Set<String> looking = new HashSet<>();
        plan.hosts()
                .forEach(host -> Stream.concat(host.checks().stream(), host.skipped().stream())
                        .forEach(instance -> looking.add(instance.name())));
        List<IdleCheck> idle = new ArrayList<>();
        for (CheckInstance<?> instance : plan.profile().checks()) {
            if (!looking.contains(instance.name())) {
                boolean elsewhere = !plan.members().whole() || plan.members().anyIn(instance.groups());
                idle.add(idle(instance, elsewhere ? IdleCheck.Why.NOT_IN_RUN : IdleCheck.Why.GROUPS_EMPTY));
            } else if (!selected.contains(instance.name()) && !instance.when().all()) {
                idle.add(idle(instance, IdleCheck.Why.NOT_SELECTED));
            }
        }
        return idle;
    }

    private static IdleCheck idle(CheckInstance<?> instance, IdleCheck.Why why) {
        return new IdleCheck(instance.check().spec().id(), instance.name(), why, instance.groups());
    }
}
