package dev.preflight.app;

import dev.preflight.node.Problem;
import dev.preflight.report.JsonReport;
import dev.preflight.report.TextPage;
import dev.preflight.report.Texts;
import dev.preflight.result.RunReport;
import java.util.List;

/**
 * The result of a run.
 *
 * @param report the findings and verdicts of all hosts
 * @param texts the texts in the language of the request
 * @param failures one for each host whose evidence was not saved although the request asks for it
 */
public record RunResult(RunReport report, Texts texts, List<Problem> failures) {
    /** An unmodifiable list. */
    public RunResult {
        failures = List.copyOf(failures);
    }

    /** The page for people, without colours. */
    public String page() {
        return new TextPage(texts, TextPage.DEFAULT_WIDTH, false).render(report);
    }

    /** The report for programs; its form is the schema {@code dev/preflight/schema/verdict-2.schema.json}. */
    public String json() {
        return new JsonReport(texts).render(report);
    }
}
