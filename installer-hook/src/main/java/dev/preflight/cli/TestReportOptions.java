package dev.preflight.cli;

import dev.preflight.node.ProblemsException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How the result of test files is written, and where to. */
final class TestReportOptions {
    @Option(
            names = "--format",
            paramLabel = "text|json|junit",
            defaultValue = "text",
            converter = TestReports.FormatConverter.class,
            description = "Form of the result. Default: ${DEFAULT-VALUE}.")
    private TestReports.Format format = TestReports.Format.TEXT;

    @Option(
            names = "--output",
            paramLabel = "PATH",
            description = "Write the result there; the text is then printed as well. Default: standard output.")
    private @Nullable Path output;

    /** The reports, after checking that the file can be written. */
    TestReports reports(Io io, boolean showCoverage) throws ProblemsException {
        return TestReports.of(io, format, Optional.ofNullable(output), showCoverage);
    }
}
