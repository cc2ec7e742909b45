package dev.preflight.cli;

import dev.preflight.node.ProblemsException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Which reports go where. */
final class ReportOptions {
    @Option(
            names = "--format",
            paramLabel = "NAME[:PATH]",
            description =
                    "Report as text, json or junit, into a file or to standard output. Repeatable. Default: text.")
    private List<String> formats = new ArrayList<>();

    @Option(
            names = "--no-color",
            description = "No colours, also on a terminal; NO_COLOR in the environment does the same.")
    private boolean noColour;

    @Option(
            names = "--lang",
            paramLabel = "en|zh",
            defaultValue = "en",
            converter = Language.class,
            description = "Language of the report. Default: ${DEFAULT-VALUE}.")
    private Locale language = Locale.ENGLISH;

    Locale language() {
        return language;
    }

    /** The reports, after checking that each can be written. */
    Reports reports(Io io) throws ProblemsException {
        return Reports.of(formats, io.colour() && !noColour, io);
    }

    /** Reads a language. */
    static final class Language implements ITypeConverter<Locale> {
        @Override
        public Locale convert(String value) {
            if (!List.of("en", "zh").contains(value)) {
                throw new TypeConversionException("expected en or zh, found '" + value + "'");
            }
            return Locale.forLanguageTag(value);
        }
    }
}
