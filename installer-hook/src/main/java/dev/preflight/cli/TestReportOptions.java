package dev.preflight.cli;

import dev.preflight.node.Place;
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
            description = "Form of the result; a path behind a ':' is the same as --output. Default: ${DEFAULT-VALUE}.")
    private TestReports.Requested format = new TestReports.Requested(TestReports.Format.TEXT, Optional.empty());

    @Option(
            names = "--output",
            paramLabel = "PATH",
            description = "Write the result there; the text is then printed as well. Default: standard output.")
    private @Nullable Path output;

    /** The reports, after checking that the file can be written. */
    TestReports reports(Io io, boolean showCoverage) throws ProblemsException {
        if (output != null && format.file().isPresent()) {
            throw new ProblemsException(
                    Place.of("--output"), "--format names a file already", "name one file for the result");
        }
        return TestReports.of(io, format.format(), format.file().or(() -> Optional.ofNullable(output)), showCoverage);
    }
}
