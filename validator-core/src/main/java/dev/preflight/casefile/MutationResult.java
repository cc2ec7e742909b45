package dev.preflight.casefile;

import java.util.List;

/**
 * What came of all changes that were tried.
 *
 * @param tried how many
 * @param survivors those that made no difference and should have
 * @param spared how many of these the test file allows
 */
public record MutationResult(int tried, List<Survivor> survivors, int spared) {
    public MutationResult {
        survivors = List.copyOf(survivors);
    }
}
