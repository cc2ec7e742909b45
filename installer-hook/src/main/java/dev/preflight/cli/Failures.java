package dev.preflight.cli;

import dev.preflight.app.Version;
import dev.preflight.node.Problem;
import dev.preflight.report.CleanText;
import dev.preflight.verdict.ExitCode;
import java.io.IOException;
import java.util.List;

/** Says on standard error what went wrong. */
final class Failures {
    private Failures() {}

    /** What a user wrote cannot be used: every problem on a line of its own. */
    static int problems(Io io, List<Problem> problems) {
        errors(io, problems);
        if (problems.size() > 1) {
            io.err().println(problems.size() + " errors; nothing was run");
        }
        return ExitCode.NOT_RUN.number();
    }

    /** Each on a line of its own. */
    static void errors(Io io, List<Problem> problems) {
        problems.forEach(problem -> io.err().println("error: " + CleanText.of(problem.toString())));
    }

    /** Standard output was lost, and with it whatever was to be said there. */
    static int lostOutput(Io io, IOException why) {
        io.err().println("error: standard output was not written: " + CleanText.of(String.valueOf(why.getMessage())));
        return ExitCode.INTERNAL_ERROR.number();
    }

    /** What does not stop the run, but should be known. */
    static void warnings(Io io, List<Problem> warnings) {
        warnings.forEach(warning -> io.err().println("warning: " + CleanText.of(warning.toString())));
    }

    /** A bug of ours. */
    static int internal(Io io, Throwable bug) {
        io.err()
                .println("preflight " + Version.text() + " has made a mistake of its own: "
                        + CleanText.of(String.valueOf(bug)));
        if ("1".equals(io.env().get("PREFLIGHT_TRACE"))) {
            bug.printStackTrace(io.err());
            io.err().flush();
        } else {
            io.err().println("Run it again with PREFLIGHT_TRACE=1 in the environment, and report what it prints.");
        }
        return ExitCode.INTERNAL_ERROR.number();
    }
}
