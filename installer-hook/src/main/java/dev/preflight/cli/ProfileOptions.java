package dev.preflight.cli;

import dev.preflight.app.ProfileChoice;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which profile, and which of its checks. */
final class ProfileOptions {
    @Option(
            names = {"-p", "--profile"},
            paramLabel = "NAME|FILE",
            defaultValue = ProfileChoice.DEFAULT,
            description = "Shipped profile, or a file (with a '/' or the ending .yaml). Default: ${DEFAULT-VALUE}.")
    private String profile = ProfileChoice.DEFAULT;

    @Mixin
    private final SetOptions sets = new SetOptions();

    @Option(
            names = "--only",
            paramLabel = "CHECK",
            split = ",",
            description = "Run only these checks of the profile. Repeatable, or separated by commas.")
    private List<String> only = new ArrayList<>();

    @Option(
            names = "--skip",
            paramLabel = "CHECK",
            split = ",",
            description = "Do not run these checks; they are shown as skipped. Repeatable, or separated by commas.")
    private List<String> skip = new ArrayList<>();

    @Option(
            names = "--fail-on",
            paramLabel = "blocker|warning",
            defaultValue = "blocker",
            converter = FailOn.Converter.class,
            description = "What blocks: only blockers, or warnings too. Default: ${DEFAULT-VALUE}.")
    private FailOn failOn = FailOn.BLOCKER;

    @Option(
            names = "--defined-commands",
            paramLabel = "run|deny",
            defaultValue = "run",
            converter = DefinedCommands.Converter.class,
            description = "Whether commands are run that the profile itself names, under 'define' or in"
                    + " 'command-output'; denied, what they would tell is unknown. Default: ${DEFAULT-VALUE}.")
    private DefinedCommands definedCommands = DefinedCommands.RUN;

    ProfileChoice choice() {
        return new ProfileChoice(
                profile,
                Optional.empty(),
                sets.values(),
                only,
                skip,
                failOn == FailOn.WARNING,
                definedCommands == DefinedCommands.DENY);
    }
}
