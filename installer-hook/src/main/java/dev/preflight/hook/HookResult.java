package dev.preflight.hook;

import dev.preflight.app.RunResult;
import dev.preflight.node.Problem;
import dev.preflight.verdict.ExitCode;
import dev.preflight.verdict.Verdict;
import java.util.List;

/** The result of a run. */
public final class HookResult {
    private final RunResult result;

    HookResult(RunResult result) {
        this.result = result;
    }

    /** Whether the installer may proceed. False also for an undetermined verdict and a cancelled run. */
    public boolean mayProceed() {
        return result.report().exit() == ExitCode.PROCEED;
    }

    /** The verdict over all hosts. */
    public Verdict verdict() {
        return result.report().verdict();
    }

    /** The exit code that the command would have. */
    public int exitCode() {
        return result.report().exit().number();
    }

    /** The page for people, without colours. */
    public String text() {
        return result.page();
    }

    /** The report for programs; its form is the schema {@code dev/preflight/schema/verdict-2.schema.json}. */
    public String json() {
        return result.json();
    }

    /** One for each host whose evidence was not saved although the request asks for it. */
    public List<Problem> failures() {
        return result.failures();
    }
}
