package dev.preflight.casefile;

import dev.preflight.casefile.CaseResult.Status;
import dev.preflight.verdict.ExitCode;
import java.util.List;

/**
 * What came of all test files.
 *
 * @param files in the order in which they were named
 * @param strict whether a case that no person has reviewed is a failure
 */
public record TestResult(List<FileResult> files, boolean strict) {
    public TestResult {
        files = List.copyOf(files);
    }

    /** What the process ends with: evidence that cannot be read is an error of the files. */
    public ExitCode exit() {
        boolean errors = files.stream().anyMatch(file -> file.count(Status.ERROR) > 0);
        if (errors) {
            return ExitCode.NOT_RUN;
        }
        return files.stream().allMatch(this::good) ? ExitCode.PROCEED : ExitCode.BLOCKED;
    }

    /** Whether a file is as expected in every way. */
    public boolean good(FileResult file) {
        return file.count(Status.PASSED) == file.cases().size()
                && file.mutations().filter(all -> !all.survivors().isEmpty()).isEmpty()
                && file.coverage().filter(all -> !all.enough()).isEmpty()
                && (!strict || file.unreviewed().isEmpty());
    }
}
