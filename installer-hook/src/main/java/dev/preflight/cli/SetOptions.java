package dev.preflight.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Values that override those of a profile. */
final class SetOptions {
    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description =
                    "A value over the profile's: settings.NAME=.., vars.NAME=.. or CHECK.PARAMETER=.. Repeatable.")
    private List<String> sets = new ArrayList<>();

    /** As typed, in order. */
    List<String> values() {
        return sets;
    }
}
