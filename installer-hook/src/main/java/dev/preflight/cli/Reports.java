package dev.preflight.cli;

import dev.preflight.node.Place;
import dev.preflight.node.Problems;
import dev.preflight.node.ProblemsException;
import dev.preflight.node.Suggestion;
import dev.preflight.report.CsvReport;
import dev.preflight.report.JUnitReport;
import dev.preflight.report.JsonReport;
import dev.preflight.report.MarkdownReport;
import dev.preflight.report.NagiosReport;
import dev.preflight.report.NdjsonReport;
import dev.preflight.report.PrometheusReport;
import dev.preflight.report.SarifReport;
import dev.preflight.report.TapReport;
import dev.preflight.report.TextPage;
import dev.preflight.report.Texts;
import dev.preflight.report.WrittenReport;
import dev.preflight.result.RunReport;
import dev.preflight.verdict.ExitCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** The requested reports. */
final class Reports {
    private static final Place PLACE = Place.of("--format");

    private final List<Target> targets;
    private final boolean colour;
    private final Io io;

    /** The format of a report. */
    private enum Format {
        /** For a person; how wide and in which colours is not for the format to say. */
        TEXT(texts -> new TextPage(texts, TextPage.DEFAULT_WIDTH, false)),
        JSON(JsonReport::new),
        NDJSON(NdjsonReport::new),
        CSV(CsvReport::new),
        MARKDOWN(MarkdownReport::new),
        JUNIT(JUnitReport::new),
        TAP(TapReport::new),
        SARIF(SarifReport::new),
        PROMETHEUS(texts -> new PrometheusReport()),
        NAGIOS(NagiosReport::new);

        /** Has no state. */
        @SuppressWarnings("ImmutableEnumChecker")
        private final Function<Texts, WrittenReport> form;

        Format(Function<Texts, WrittenReport> form) {
            this.form = form;
        }
    }

    /** A report and its file; without a file it goes to standard output. */
    private record Target(Format format, Optional<Path> file) {}

    private Reports(List<Target> targets, boolean colour, Io io) {
        this.targets = List.copyOf(targets);
        this.colour = colour;
        this.io = io;
    }

    /**
     * Reads reports in the form {@code NAME[:PATH]}; by default a text on standard output.
     *
     * @throws ProblemsException if a format is unknown, a file cannot be written, or two reports have the same target
     */
    static Reports of(List<String> formats, boolean colour, Io io) throws ProblemsException {
        Problems problems = new Problems();
        List<Target> targets = new ArrayList<>();
        for (String text : formats.isEmpty() ? List.of("text") : formats) {
            target(text, problems).ifPresent(targets::add);
        }
        if (targets.stream().filter(target -> target.file().isEmpty()).count() > 1) {
            problems.add(
                    PLACE,
                    "two reports cannot share standard output",
                    "give all but one a path, such as json:report.json");
        }
        Set<Path> files = new HashSet<>();
        targets.stream().flatMap(target -> target.file().stream()).forEach(file -> {
            if (!files.add(file.toAbsolutePath().normalize())) {
                problems.add(PLACE, "two reports cannot share the file " + file);
            }
        });
        problems.throwIfAny();
        for (Path file : files) {
            writable(file, problems);
        }
        problems.throwIfAny();
        return new Reports(targets, colour, io);
    }

    private static Optional<Target> target(String text, Problems problems) {
        int colon = text.indexOf(':');
        String name = colon < 0 ? text : text.substring(0, colon);
        List<String> valid = FormatName.all(Format.class);
        if (!valid.contains(name)) {
            problems.add(PLACE, "no such format '" + name + "'", Suggestion.hint(name, valid));
            return Optional.empty();
        }
        Format format = Format.valueOf(name.toUpperCase(Locale.ROOT));
        if (colon < 0) {
            return Optional.of(new Target(format, Optional.empty()));
        }
        try {
            String path = text.substring(colon + 1);
            if (path.isEmpty()) {
                problems.add(PLACE, "no path behind '" + name + ":'", "leave the ':' out for standard output");
                return Optional.empty();
            }
            Path file = Path.of(path);
            boolean standard = ReportFile.descriptor(file).equals(Optional.of(1));
            return Optional.of(new Target(format, standard ? Optional.empty() : Optional.of(file)));
        } catch (InvalidPathException e) {
            problems.add(PLACE, "not a path: '" + text.substring(colon + 1) + "'");
            return Optional.empty();
        }
    }

    /** Checks this before the run, because after it the report would be lost. */
    private static void writable(Path file, Problems problems) {
        try {
            ReportFile.check(file);
        } catch (IOException e) {
            problems.add(PLACE, "cannot write to " + file + ": " + why(e), "name a file that can be written");
        }
    }

    private static String why(IOException e) {
        return e instanceof FileSystemException of && of.getReason() != null
                ? of.getReason()
                : String.valueOf(e.getMessage());
    }

    /**
     * Writes all reports, files first, so that the report on standard output has the exit code of the process.
     *
     * @return the exit code of the process: that of the report, or 70 if a file was not written, which standard error
     * names
     */
    ExitCode write(RunReport report, Texts texts) {
        RunReport printed = report;
        for (Target target : targets) {
            if (target.file().isPresent() && !written(target.file().get(), out -> render(target, report, texts, out))) {
                printed = report.ending(ExitCode.INTERNAL_ERROR);
            }
        }
        for (Target target : targets) {
            if (target.file().isEmpty()) {
                print(target, printed, texts);
            }
        }
        return printed.exit();
    }

    /** Standard output keeps its first exception, which is reported at the end of the process. */
    private void print(Target target, RunReport report, Texts texts) {
        try {
            ReportFile.encode(out -> render(target, report, texts, out), io.out());
        } catch (IOException e) {
            throw new UncheckedIOException("a print stream throws nothing", e);
        }
    }

    private boolean written(Path file, ReportFile.Body report) {
        try {
            ReportFile.write(file, report);
            return true;
        } catch (IOException e) {
            if (ReportFile.descriptor(file).isPresent() && Output.readerGone(e)) {
                return true;
            }
            io.say("error: the report was not written to " + file + ": " + why(e));
            return false;
        }
    }

    private void render(Target target, RunReport report, Texts texts, Writer out) throws IOException {
        boolean seen = target.format() == Format.TEXT && target.file().isEmpty();
        WrittenReport form = seen
                ? new TextPage(texts, io.width(), colour)
                : target.format().form.apply(texts);
        form.write(report, out);
    }
}
