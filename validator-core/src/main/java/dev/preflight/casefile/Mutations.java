package dev.preflight.casefile;

import dev.preflight.profile.ResolvedProfile;
import java.util.ArrayList;
import java.util.List;

/** Tries the changes that a test file asks for. Nothing is read again: each change is judged on evidence that is parsed. */
final class Mutations {
    private final MutationChoice choice;
    private final ResolvedProfile profile;

    Mutations(MutationChoice choice, ResolvedProfile profile) {
        this.choice = choice;
        this.profile = profile;
    }

    /** Tries them on these cases, each of which is as expected. */
    MutationResult run(List<FileRun.Judged> cases) {
        Mutator.Tried tried = new Mutator.Tried();
        mutators().forEach(mutator -> mutator.run(cases, tried));
        List<Survivor> found = tried.survivors().stream().distinct().toList();
        List<Survivor> left = found.stream()
                .filter(survivor -> choice.except().stream().noneMatch(spared -> spared.covers(survivor)))
                .toList();
        return new MutationResult(tried.count(), left, found.size() - left.size());
    }

    private List<Mutator> mutators() {
        List<Mutator> all = new ArrayList<>();
        if (choice.withhold()) {
            all.add(new WithheldFacts());
        }
        if (choice.limits() != MutationChoice.Limits.OFF) {
            all.add(new ChangedLimits(profile, choice.limits() == MutationChoice.Limits.EXACT));
        }
        if (choice.expectations()) {
            all.add(new OmittedExpectations(profile));
        }
        return all;
    }
}
