package dev.preflight.casefile;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What of a run becomes a case.
 *
 * @param target where the evidence of the case is written: a file if it ends in {@code .yaml}, or else a folder
 * @param from the evidence of the run
 * @param hosts names of the hosts of the case; empty: all of the run
 * @param only names of the checks of the case; empty: all of the profile
 * @param into the test file that gets the case; empty: it is printed
 * @param profile the profile, if no test file names it
 * @param anonymise whether names and addresses are replaced
 */
public record Recording(
        Path target,
        Path from,
        List<String> hosts,
        List<String> only,
        Optional<Path> into,
        Optional<String> profile,
        boolean anonymise) {
    public Recording {
        hosts = List.copyOf(hosts);
        only = List.copyOf(only);
    }

    /** What a case is called after: the name of its evidence. */
    String name() {
        Path name = target.getFileName();
        return String.valueOf(name).replaceFirst("\\.ya?ml$", "").replaceFirst("\\.evidence$", "");
    }
}
