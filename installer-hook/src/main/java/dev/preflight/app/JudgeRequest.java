package dev.preflight.app;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Which saved evidence to judge, and how. Where it names neither profile nor checks, those of the run apply.
 *
 * @param evidence the directory that the run wrote
 * @param incomplete whether to accept evidence of format 1, which has no list of its hosts
 * @param profile the name of a shipped profile, or a path; empty: the one that the run recorded
 * @param sets values of {@code --set}
 * @param only names of the checks to judge; empty: all
 * @param skip names of the checks not to judge
 * @param failOnWarning whether a warning blocks; empty: as in the run
 * @param at the instant at which waivers are looked at; empty: the start of the run, or of its last part if it was resumed
 */
public record JudgeRequest(
        Path evidence,
        boolean incomplete,
        Optional<String> profile,
        List<String> sets,
        List<String> only,
        List<String> skip,
        Optional<Boolean> failOnWarning,
        Optional<Instant> at) {

    /** Unmodifiable lists. */
    public JudgeRequest {
        sets = List.copyOf(sets);
        only = List.copyOf(only);
        skip = List.copyOf(skip);
    }

    /** Judges evidence as its run did. */
    public static JudgeRequest asRun(Path evidence) {
        return new JudgeRequest(
                evidence, false, Optional.empty(), List.of(), List.of(), List.of(), Optional.empty(), Optional.empty());
    }
}
