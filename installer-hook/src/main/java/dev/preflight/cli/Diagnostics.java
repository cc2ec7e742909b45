package dev.preflight.cli;

import dev.preflight.app.Version;
import dev.preflight.node.Place;
import dev.preflight.node.Problem;
import dev.preflight.report.CleanText;
import dev.preflight.verdict.ExitCode;
import java.io.IOException;
import java.util.List;

/** Prints errors and warnings on standard error, as a user reads them. */
final class Diagnostics {
    private Diagnostics() {}

    /** Prints the problems of a request, and returns the exit code. */
    static int problems(Io io, List<Problem> problems) {
        errors(io, problems);
        if (problems.size() > 1) {
            io.say(problems.size() + " errors; nothing was run");
        }
        return ExitCode.NOT_RUN.number();
    }

    /** The problem, with the argument of the command where it names the option {@code --profile} of other commands. */
    static Problem ofArgument(Problem problem, String profile) {
        return problem.place().equals(Place.of("--profile"))
                ? new Problem(Place.of(profile), problem.message(), problem.hint())
                : problem;
    }

    /** Prints errors, each from the beginning of a line. */
    static void errors(Io io, List<Problem> problems) {
        problems.forEach(problem -> io.say("error: " + CleanText.of(problem.toString())));
    }

    /** Prints that standard output could not be written, and returns the exit code. */
    static int lostOutput(Io io, IOException why) {
        io.say("error: standard output was not written: " + CleanText.of(String.valueOf(why.getMessage())));
        return ExitCode.INTERNAL_ERROR.number();
    }

    /** Prints warnings, each from the beginning of a line. */
    static void warnings(Io io, List<Problem> warnings) {
        warnings.forEach(warning -> io.say("warning: " + CleanText.of(warning.toString())));
    }

    /** Prints an internal error, and returns the exit code. */
    static int internal(Io io, Throwable bug) {
        io.say("preflight " + Version.text() + ": internal error: " + CleanText.of(String.valueOf(bug)));
        if ("1".equals(io.env().get("PREFLIGHT_TRACE"))) {
            bug.printStackTrace(io.err());
            io.err().flush();
        } else {
            io.say("Run it again with PREFLIGHT_TRACE=1 in the environment, and report what it prints.");
        }
        return ExitCode.INTERNAL_ERROR.number();
    }
}
