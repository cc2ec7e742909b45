package dev.preflight.casefile;

import dev.preflight.casefile.CaseResult.Status;
import dev.preflight.node.Problem;
import java.util.List;
import java.util.Optional;

/**
 * What came of one test file.
 *
 * @param file the test file
 * @param profile name of the profile
 * @param cases in the order of the file
 * @param mutations what the cases do not notice; empty if nothing was tried
 * @param coverage what of the profile the cases reach
 */
public record FileResult(
        CaseFile file,
        String profile,
        List<CaseResult> cases,
        Optional<MutationResult> mutations,
        Optional<Coverage> coverage) {
    public FileResult {
        cases = List.copyOf(cases);
    }

    /** How many cases ended so. */
    long count(Status status) {
        return cases.stream().filter(one -> one.status() == status).count();
    }

    /** A warning for each case whose expectation no person has confirmed. */
    public List<Problem> warnings() {
        return unreviewed().stream()
                .map(test -> new Problem(
                        test.place(),
                        "case '" + test.name() + "' is not reviewed",
                        "remove 'reviewed: false' when it expects what is right"))
                .toList();
    }

    /** The cases whose expectation no person has confirmed. */
    public List<Case> unreviewed() {
        return cases.stream()
                .map(CaseResult::test)
                .filter(test -> !test.reviewed())
                .toList();
    }
}
