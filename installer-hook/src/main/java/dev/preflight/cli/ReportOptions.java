package dev.preflight.cli;

import dev.preflight.node.ProblemsException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which reports go where. */
final class ReportOptions {
    @Option(
            names = "--format",
            paramLabel = "NAME[:PATH]",
            description =
                    "Report as text, json, ndjson, csv, markdown, junit, tap, sarif, prometheus or nagios, into a file or to"
                            + " standard output. Repeatable. Default: text.")
    private List<String> formats = new ArrayList<>();

    @Option(
            names = "--no-color",
            description = "No colours, also on a terminal; NO_COLOR in the environment does the same.")
    private boolean noColour;

    @Mixin
    private final LanguageOption language = new LanguageOption();

    Locale language(Io io) {
        return language.locale(io);
    }

    /** The reports, after checking that each can be written. */
    Reports reports(Io io) throws ProblemsException {
        return Reports.of(formats, io.colour() && !noColour, io);
    }
}
