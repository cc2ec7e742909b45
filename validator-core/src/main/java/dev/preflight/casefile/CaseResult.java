package dev.preflight.casefile;

import dev.preflight.verdict.Verdict;
import java.util.List;
import java.util.Optional;

/**
 * What came of one case.
 *
 * @param test the case
 * @param status as expected or not
 * @param verdict that was found; empty for an error
 * @param differences from what was expected
 * @param errorCode what kind of error; empty if there is none
 * @param errors why the case could not be judged
 */
public record CaseResult(
        Case test,
        Status status,
        Optional<Verdict> verdict,
        List<Difference> differences,
        String errorCode,
        List<String> errors) {
    public CaseResult {
        differences = List.copyOf(differences);
        errors = List.copyOf(errors);
    }

    /** How a case ended. */
    public enum Status {
        /** As expected. */
        PASSED,
        /** Not as expected. */
        FAILED,
        /** Its evidence could not be read. */
        ERROR
    }

    static CaseResult judged(Case test, Verdict verdict, List<Difference> differences) {
        return new CaseResult(
                test,
                differences.isEmpty() ? Status.PASSED : Status.FAILED,
                Optional.of(verdict),
                differences,
                "",
                List.of());
    }

    static CaseResult error(Case test, String code, List<String> errors) {
        return new CaseResult(test, Status.ERROR, Optional.empty(), List.of(), code, errors);
    }
}
