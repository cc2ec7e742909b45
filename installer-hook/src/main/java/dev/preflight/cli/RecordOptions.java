package dev.preflight.cli;

import dev.preflight.app.Preflight;
import dev.preflight.casefile.Recorder;
import dev.preflight.casefile.Recording;
import dev.preflight.node.Place;
import dev.preflight.node.ProblemsException;
import dev.preflight.verdict.ExitCode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What of a run becomes a case of a test file. */
final class RecordOptions {
    @Option(
            names = "--record",
            paramLabel = "PATH",
            description =
                    "Make a case of saved evidence, and write what the profile asks for there: into a file if it ends in"
                            + " .yaml, or else into a folder. The case says 'reviewed: false'.")
    private @Nullable Path target;

    @Option(names = "--from", paramLabel = "EVIDENCE", description = "The evidence that becomes a case.")
    private @Nullable Path from;

    @Option(
            names = "--host",
            paramLabel = "NAME",
            split = ",",
            description = "Record only this host. Repeatable, or separated by commas. Default: all.")
    private List<String> hosts = new ArrayList<>();

    @Option(
            names = "--only",
            paramLabel = "CHECK",
            split = ",",
            description = "Record only what these checks ask for. Repeatable, or separated by commas. Default: all.")
    private List<String> only = new ArrayList<>();

    @Option(
            names = "--into",
            paramLabel = "FILE",
            description = "Test file that gets the case; PATH is then beside it. Default: the case is printed.")
    private @Nullable Path into;

    @Option(
            names = {"-p", "--profile"},
            paramLabel = "NAME|FILE",
            description =
                    "Profile that judges the case. Default: that of the test file, or else the one that the run recorded.")
    private @Nullable String profile;

    @Option(
            names = "--anonymise",
            description = "Replace names and addresses of hosts by others, the same one everywhere.")
    private boolean anonymise;

    /** Whether a case is to be recorded. */
    boolean asked() {
        return target != null;
    }

    /** Whether an option was given that means something only with {@code --record}. */
    Optional<String> withoutRecord() {
        if (from != null) {
            return Optional.of("--from");
        } else if (into != null) {
            return Optional.of("--into");
        } else if (profile != null) {
            return Optional.of("--profile");
        } else if (anonymise) {
            return Optional.of("--anonymise");
        } else if (!hosts.isEmpty()) {
            return Optional.of("--host");
        }
        return only.isEmpty() ? Optional.empty() : Optional.of("--only");
    }

    /** Records, and returns the exit code. */
    int record(Io io, Preflight preflight) throws ProblemsException {
        if (target == null || from == null) {
            throw new ProblemsException(Place.of("--record"), "no evidence is named", "name it with --from");
        }
        Recording wanted = new Recording(
                target, from, hosts, only, Optional.ofNullable(into), Optional.ofNullable(profile), anonymise);
        try {
            Recorder.Recorded recorded = preflight.recorder().record(wanted);
            Diagnostics.warnings(io, recorded.warnings());
            io.out().print(recorded.text());
            if (!recorded.sameFindings()) {
                io.say("warning: with other names and addresses the findings are not those of the run;"
                        + " compare them before you review the case");
            }
            io.say("recorded; review what is expected, and then remove 'reviewed: false'");
            io.out().flush();
            return ExitCode.PROCEED.number();
        } catch (IOException e) {
            io.say("error: the case was not written: " + e.getMessage());
            return ExitCode.INTERNAL_ERROR.number();
        }
    }
}
