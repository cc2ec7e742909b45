package dev.preflight.hook;

import dev.preflight.node.Problem;
import dev.preflight.report.JsonReport;
import dev.preflight.report.TextPage;
import dev.preflight.report.Texts;
import dev.preflight.result.RunReport;
import dev.preflight.verdict.ExitCode;
import dev.preflight.verdict.Verdict;
import java.util.List;

/**
 * What a run came to.
 *
 * @param report everything that was found
 * @param texts the language to say it in
 * @param failures evidence that was to be kept and could not be
 */
public record HookResult(RunReport report, Texts texts, List<Problem> failures) {
    /** Copies what it is given. */
    public HookResult {
        failures = List.copyOf(failures);
    }

    /** May the installer proceed. False too where that could not be determined, and where the run was cancelled. */
    public boolean mayProceed() {
        return report.exit() == ExitCode.PROCEED;
    }

    /** The verdict over all hosts. */
    public Verdict verdict() {
        return report.verdict();
    }

    /** The exit code that the command would end with. */
    public int exitCode() {
        return report.exit().number();
    }

    /** The page for people, without colours. */
    public String text() {
        return new TextPage(texts, TextPage.DEFAULT_WIDTH, false).render(report);
    }

    /** The report for programs; its form is the schema {@code dev/preflight/schema/verdict-2.schema.json}. */
    public String json() {
        return new JsonReport(texts).render(report);
    }
}
