package dev.preflight.casefile;

import dev.preflight.profile.CheckInstance;
import dev.preflight.profile.ResolvedProfile;
import java.util.List;

/** Each expectation of each check that a profile defines is left out once. Some case must notice: else no case is about it. */
final class OmittedExpectations implements Mutator {
    private final List<CheckInstance<?>> instances;

    OmittedExpectations(ResolvedProfile profile) {
        this.instances = profile.profile().checks();
    }

    @Override
    public void run(List<FileRun.Judged> cases, Tried tried) {
        if (cases.isEmpty()) {
            return;
        }
        for (CheckInstance<?> instance : instances) {
            for (String code : instance.expectations()) {
                tried.count(1);
                if (cases.stream().noneMatch(one -> notices(one, instance, code))) {
                    tried.survived(Survivor.ofExpectation(
                            instance.name(), code, "no case notices " + instance.name() + " " + code));
                }
            }
        }
    }

    private static boolean notices(FileRun.Judged one, CheckInstance<?> ofProfile, String code) {
        return Noticing.notices(one, one.instance(ofProfile).withoutExpectation(code));
    }
}
