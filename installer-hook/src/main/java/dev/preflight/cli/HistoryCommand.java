package dev.preflight.cli;

import dev.preflight.app.History;
import dev.preflight.app.Preflight;
import dev.preflight.node.ProblemsException;
import dev.preflight.report.ConsoleWriter;
import dev.preflight.report.Texts;
import dev.preflight.verdict.ExitCode;
import java.nio.file.Path;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Lists saved runs; connects to no host. */
@Command(
        name = "history",
        description = {
            "List the saved runs in a folder, oldest first: when, where, verdict, hosts, profile. No host is involved.",
            "Each is judged by the profile that it recorded. What is no run is left out; what is a damaged one is a warning."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "  0:listed, whatever the verdicts are",
            "  2:there is no such folder, or no run in it",
            " 70:internal error, or output that could not be written"
        },
        sortOptions = false)
final class HistoryCommand implements Callable<Integer> {
    /** An instant in whole seconds, and two blanks. */
    private static final int WHEN = 22;

    private final Io io;

    @Parameters(paramLabel = "DIR", description = "Folder that holds directories that 'run --save-evidence' wrote.")
    private Path folder = Path.of("");

    @Mixin
    private final LanguageOption language = new LanguageOption();

    HistoryCommand(Io io) {
        this.io = io;
    }

    @Override
    public Integer call() throws ProblemsException {
        Preflight preflight = Preflight.load();
        History history = preflight.history(folder);
        Diagnostics.warnings(io, history.damaged());
        Texts texts = preflight.texts(language.locale(io));
        ConsoleWriter page = io.page();
        history.runs().forEach(run -> write(run, texts, page));
        io.print(page);
        return ExitCode.PROCEED.number();
    }

    private static void write(History.Entry run, Texts texts, ConsoleWriter page) {
        String hosts = texts.page(run.hosts() == 1 ? "count.hosts.one" : "count.hosts", "n", run.hosts());
        String verdict = texts.page("verdict." + run.verdict().code());
        String line = texts.page(
                run.ended() ? "history.line" : "history.unended",
                "folder",
                run.folder(),
                "verdict",
                verdict,
                "hosts",
                hosts,
                "profile",
                run.profile());
        page.labelled(0, run.startedAt().truncatedTo(ChronoUnit.SECONDS).toString(), WHEN, line);
    }
}
