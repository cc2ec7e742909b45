package dev.preflight.cli;

import java.util.Locale;
import picocli.CommandLine.Option;

/** The language of the output, for commands without a report. */
final class LanguageOption {
    @Option(
            names = "--lang",
            paramLabel = "en|zh",
            defaultValue = "en",
            converter = ReportOptions.Language.class,
            description = "Language. Default: ${DEFAULT-VALUE}.")
    private Locale language = Locale.ENGLISH;

    Locale locale() {
        return language;
    }
}
