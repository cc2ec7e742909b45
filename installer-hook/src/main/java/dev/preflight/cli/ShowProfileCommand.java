package dev.preflight.cli;

import dev.preflight.app.Preflight;
import dev.preflight.node.Place;
import dev.preflight.node.ProblemsException;
import dev.preflight.profile.ResolvedProfile;
import dev.preflight.verdict.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Prints a profile. */
@Command(
        name = "show",
        description = "Print a profile as it is written, or with all that it extends.",
        footer = {"", "What --resolved prints is itself a profile: preflight lint accepts it, and it extends no other."
        },
        sortOptions = false)
final class ShowProfileCommand implements Callable<Integer> {
    private final Io io;

    @Parameters(paramLabel = "PROFILE", description = "Shipped profile, or a file.")
    private String profile = "";

    @Option(
            names = "--resolved",
            description =
                    "With all that it extends, without variables, and with the file and line of each value behind it.")
    private boolean resolved;

    @Mixin
    private final SetOptions sets = new SetOptions();

    ShowProfileCommand(Io io) {
        this.io = io;
    }

    @Override
    public Integer call() throws ProblemsException {
        if (!resolved && !sets.values().isEmpty()) {
            throw new ProblemsException(Place.of("--set"), "it changes no text of a profile", "add --resolved");
        }
        Preflight preflight = Preflight.load();
        try {
            io.out().print(resolved ? resolved(preflight) : preflight.profileText(profile));
        } catch (ProblemsException e) {
            throw new ProblemsException(e.problems().stream()
                    .map(problem -> Diagnostics.ofArgument(problem, profile))
                    .toList());
        }
        io.out().flush();
        return ExitCode.PROCEED.number();
    }

    private String resolved(Preflight preflight) throws ProblemsException {
        ResolvedProfile whole = preflight.resolve(profile, sets.values());
        Diagnostics.warnings(io, whole.warnings());
        return whole.annotated();
    }
}
