package dev.preflight.cli;

import dev.preflight.api.Catalogue;
import dev.preflight.api.Check;
import dev.preflight.node.Place;
import dev.preflight.node.ProblemsException;
import dev.preflight.node.Suggestion;
import dev.preflight.report.Texts;
import dev.preflight.verdict.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Says what one check is. */
@Command(
        name = "explain",
        description = "Say what a check looks at, what it takes, what it can find and how that is mended.",
        sortOptions = false)
final class ExplainCommand implements Callable<Integer> {
    private final Io io;

    @Parameters(paramLabel = "CHECK", description = "Id of a check, as 'preflight checks' lists them.")
    private String id = "";

    @Mixin
    private final LanguageOption language = new LanguageOption();

    ExplainCommand(Io io) {
        this.io = io;
    }

    @Override
    public Integer call() throws ProblemsException {
        Catalogue catalogue = Catalogue.load();
        Check<?> check = catalogue
                .find(id)
                .orElseThrow(() -> new ProblemsException(
                        Place.of("explain"),
                        "there is no check '" + id + "'",
                        Suggestion.hint(id, catalogue.checks().keySet())));
        io.out().print(Explanation.of(check, catalogue, Texts.of(catalogue, language.locale())));
        io.out().flush();
        return ExitCode.PROCEED.number();
    }
}
