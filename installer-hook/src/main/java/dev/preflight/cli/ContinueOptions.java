package dev.preflight.cli;

import dev.preflight.app.Continuation;
import dev.preflight.app.Continuation.How;
import dev.preflight.node.Place;
import dev.preflight.node.ProblemsException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** Whether a run goes on with an earlier one. */
final class ContinueOptions {
    @Option(
            names = "--resume",
            paramLabel = "RUN",
            description =
                    "Go on with a run that was ended, in its directory of --save-evidence: ask the hosts that it had"
                            + " not done, and report all. Profile, checks and hosts are those of that run.")
    private @Nullable Path resume;

    @Option(
            names = "--only-failed",
            paramLabel = "RUN",
            description = "Only the hosts that did not proceed in an earlier run, whose --save-evidence named this"
                    + " directory; by its profile and checks.")
    private @Nullable Path onlyFailed;

    @Spec(Target.MIXEE)
    private @Nullable CommandSpec command;

    /**
     * What the options ask for; empty for a run of its own.
     *
     * @param showScript whether only the scripts are asked for
     */
    Optional<Continuation> continuation(boolean showScript) throws ProblemsException {
        if (resume != null && onlyFailed != null) {
            throw new ProblemsException(
                    Place.of("--only-failed"), "there is a --resume already", "give one of the two");
        }
        boolean some = resume != null || onlyFailed != null;
        if (some && showScript) {
            throw new ProblemsException(Place.of("--show-script"), "shows what a new run would do", "leave it out");
        }
        if (some && named("--limit") && !named("--local", "--host", "--inventory")) {
            throw new ProblemsException(
                    Place.of("--limit"), "selects from hosts that are not named here", "name them too, as with -i");
        }
        How how = resume != null ? How.RESUME : How.ONLY_FAILED;
        return Optional.ofNullable(resume)
                .or(() -> Optional.ofNullable(onlyFailed))
                .map(run -> continuation(how, run));
    }

    private Continuation continuation(How how, Path run) {
        return new Continuation(
                how,
                run,
                named("--local", "--host", "--inventory", "--limit"),
                named("--profile", "--set", "--only", "--skip", "--fail-on", "--defined-commands"),
                named("--host-deadline"));
    }

    /** Whether the user gave one of these. */
    private boolean named(String... options) {
        return command != null
                && Stream.of(options)
                        .anyMatch(
                                option -> command.commandLine().getParseResult().hasMatchedOption(option));
    }
}
