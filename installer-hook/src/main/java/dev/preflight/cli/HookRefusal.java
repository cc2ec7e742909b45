package dev.preflight.cli;

import dev.preflight.json.JsonOut;
import dev.preflight.node.Place;
import dev.preflight.node.Problem;
import dev.preflight.report.JsonReport;
import dev.preflight.verdict.ExitCode;
import java.util.List;

/** The answer of the hook when no host was looked at; the schema calls it notRun. */
final class HookRefusal {
    private HookRefusal() {}

    /** The answer to a request that cannot be carried out. */
    static String of(ExitCode exit, List<Problem> problems) {
        return JsonOut.object(answer -> answer.field("schemaVersion", JsonReport.SCHEMA_VERSION)
                .field("verdict", "not-run")
                .field("exitCode", exit.number())
                .array(
                        "problems",
                        items -> problems.forEach(problem -> items.object(
                                o -> o.field("place", problem.place().toString())
                                        .field("message", problem.message())
                                        .field("hint", problem.hint().isEmpty() ? null : problem.hint())))));
    }

    /** The answer where a signal came before the run began. */
    static String interrupted() {
        return of(
                ExitCode.INTERRUPTED,
                List.of(new Problem(Place.of("preflight"), "interrupted; no host was looked at", "")));
    }
}
