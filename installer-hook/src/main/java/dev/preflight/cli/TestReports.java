package dev.preflight.cli;

import dev.preflight.casefile.TestJUnit;
import dev.preflight.casefile.TestJson;
import dev.preflight.casefile.TestPage;
import dev.preflight.casefile.TestResult;
import dev.preflight.node.Place;
import dev.preflight.node.ProblemsException;
import dev.preflight.report.TextPage;
import dev.preflight.verdict.ExitCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.ITypeConverter;

/** Writes the result of test files. */
final class TestReports {
    private final Io io;
    private final Format format;
    private final Optional<Path> file;
    private final boolean showCoverage;

    /** The form of a result. */
    enum Format {
        TEXT,
        JSON,
        JUNIT
    }

    private TestReports(Io io, Format format, Optional<Path> file, boolean showCoverage) {
        this.io = io;
        this.format = format;
        this.file = file;
        this.showCoverage = showCoverage;
    }

    /**
     * Reports of this form.
     *
     * @throws ProblemsException if the file cannot be written
     */
    static TestReports of(Io io, Format format, Optional<Path> file, boolean showCoverage) throws ProblemsException {
        if (file.isPresent()) {
            try {
                ReportFile.check(file.get());
            } catch (IOException e) {
                throw new ProblemsException(
                        Place.of("--output"),
                        "cannot write to " + file.get() + ": " + e.getMessage(),
                        "name a file that can be written");
            }
        }
        return new TestReports(io, format, file, showCoverage);
    }

    /** Writes the result, and returns the exit code of the process. */
    ExitCode write(TestResult result) {
        ExitCode code = result.exit();
        if (file.isPresent()) {
            try {
                ReportFile.write(file.get(), out -> render(format, result, TextPage.DEFAULT_WIDTH, out));
            } catch (IOException e) {
                io.say("error: the result was not written to " + file.get() + ": " + e.getMessage());
                code = ExitCode.INTERNAL_ERROR;
            }
        }
        print(file.isPresent() ? Format.TEXT : format, result);
        return code;
    }

    private void print(Format printed, TestResult result) {
        try {
            ReportFile.encode(out -> render(printed, result, io.width(), out), io.out());
        } catch (IOException e) {
            throw new UncheckedIOException("a print stream throws nothing", e);
        }
    }

    private void render(Format form, TestResult result, int width, Writer out) throws IOException {
        switch (form) {
            case TEXT -> out.write(TestPage.of(result, showCoverage, width));
            case JSON -> TestJson.write(result, out);
            case JUNIT -> TestJUnit.write(result, io.clock().instant(), out);
        }
    }

    /**
     * A form, and where to.
     *
     * @param format the form
     * @param file where to; empty for what {@code --output} says
     */
    record Requested(Format format, Optional<Path> file) {}

    /** Reads a form, such as {@code junit} or {@code junit:report.xml}. */
    static final class FormatConverter implements ITypeConverter<Requested> {
        @Override
        public Requested convert(String value) {
            String[] parts = value.split(":", 2);
            return new Requested(
                    FormatName.read(Format.class, parts[0]),
                    parts.length > 1 ? Optional.of(Path.of(parts[1])) : Optional.empty());
        }
    }
}
