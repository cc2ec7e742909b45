package dev.preflight.casefile;

import dev.preflight.fact.Reason;
import dev.preflight.node.Node;
import dev.preflight.node.Place;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One case: what hosts said, with what is changed in it, and what judging it must come to.
 *
 * @param name unique in its file
 * @param place where it begins
 * @param evidence a folder that {@code run --save-evidence} kept, or a file
 * @param evidencePlace where the case names it
 * @param settings over those of the test file
 * @param sets values as of {@code --set}, over the settings
 * @param setPlace where they are written
 * @param only names of the checks that are judged; empty: all
 * @param at the present time for waivers and judges; empty: when the evidence was recorded
 * @param changes in what hosts said, before it is parsed
 * @param withheld what no host is known to have said
 * @param expected what it must come to
 * @param reviewed whether a person has said that the expectation is right; false for what was recorded
 */
public record Case(
        String name,
        Place place,
        Path evidence,
        Place evidencePlace,
        Optional<Node.Mapping> settings,
        List<String> sets,
        Place setPlace,
        List<String> only,
        Optional<Instant> at,
        List<Change> changes,
        List<Withheld> withheld,
        Expectation expected,
        boolean reviewed) {
    public Case {
        sets = List.copyOf(sets);
        only = List.copyOf(only);
        changes = List.copyOf(changes);
        withheld = List.copyOf(withheld);
    }

    /**
     * A fact of a host, as a test file names it.
     *
     * @param host its name
     * @param hostPlace where it is named
     * @param fact id of the fact, or fact and context as evidence has them, such as {@code umask-modes@login}
     * @param place where the fact is named
     */
    public record FactOfHost(String host, Place hostPlace, String fact, Place place) {
        /** Whether a frame with this key is one of this fact. */
        boolean names(String key) {
            return FactKey.isOf(key, fact);
        }
    }

    /**
     * A text in what a host said, and what stands in its place.
     *
     * @param of which fact
     * @param replace must be there
     * @param with every occurrence is replaced by this
     * @param place where the text to be replaced is written
     */
    public record Change(FactOfHost of, String replace, String with, Place place) {}

    /**
     * A fact that is missing in this case.
     *
     * @param of which fact
     * @param reason why it is missing
     */
    public record Withheld(FactOfHost of, Reason reason) {}
}
