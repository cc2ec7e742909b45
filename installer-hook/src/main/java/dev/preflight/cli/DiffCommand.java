package dev.preflight.cli;

import dev.preflight.app.Preflight;
import dev.preflight.app.PreparedDiff;
import dev.preflight.compare.Comparison;
import dev.preflight.node.ProblemsException;
import dev.preflight.report.DiffJson;
import dev.preflight.report.DiffPage;
import dev.preflight.report.DiffTexts;
import dev.preflight.verdict.ExitCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Compares two saved runs; connects to no host. */
@Command(
        name = "diff",
        description = {
            "Say what two saved runs differ in, and whether the later one is worse. No host is involved.",
            "Each is judged by the profile that it recorded; with -p both are judged by one. Waivers are looked at as of each"
                    + " run."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "  0:not worse",
            "  1:worse: a finding blocks that did not, or a host is blocked that was not",
            "  2:not compared: wrong options, or no saved run that ended; the message says which",
            "  3:undecided: something is undecided that was not, and nothing blocks that did not",
            " 70:internal error, or output that could not be written"
        },
        sortOptions = false)
final class DiffCommand implements Callable<Integer> {
    private final Io io;

    @Parameters(index = "0", paramLabel = "OLD", description = "Directory that 'run --save-evidence' wrote.")
    private Path before = Path.of("");

    @Parameters(index = "1", paramLabel = "NEW", description = "The same of a later run.")
    private Path after = Path.of("");

    @Mixin
    private final JudgeProfileOptions profile = new JudgeProfileOptions();

    @Option(
            names = "--format",
            paramLabel = "text|json",
            defaultValue = "text",
            converter = FormatConverter.class,
            description = "Form of the difference. Default: ${DEFAULT-VALUE}.")
    private Format format = Format.TEXT;

    @Mixin
    private final LanguageOption language = new LanguageOption();

    /** The form of a difference. */
    enum Format {
        TEXT,
        JSON
    }

    DiffCommand(Io io) {
        this.io = io;
    }

    @Override
    public Integer call() throws ProblemsException {
        PreparedDiff prepared = Preflight.load()
                .prepareDiff(
                        profile.request(before, false, Optional.empty()),
                        profile.request(after, false, Optional.empty()));
        Diagnostics.warnings(io, prepared.warnings());
        Comparison diff = prepared.compare();
        if (diff.exit() == ExitCode.INTERNAL_ERROR) {
            io.say("error: memory ran out while hosts were judged. Give Java more, as with JAVA_TOOL_OPTIONS=-Xmx1g");
        }
        DiffTexts texts = prepared.texts(language.locale(io));
        try {
            ReportFile.encode(out -> write(diff, texts, out), io.out());
        } catch (IOException e) {
            throw new UncheckedIOException("a print stream throws nothing", e);
        }
        return diff.exit().number();
    }

    private void write(Comparison diff, DiffTexts texts, Writer out) throws IOException {
        switch (format) {
            case TEXT -> out.write(DiffPage.of(diff, texts, io.width(), io.colour()));
            case JSON -> new DiffJson(texts).write(diff, out);
        }
    }

    /** Reads a form. */
    static final class FormatConverter implements ITypeConverter<Format> {
        @Override
        public Format convert(String value) {
            return FormatName.read(Format.class, value);
        }
    }
}
