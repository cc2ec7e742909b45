package dev.preflight.node;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds the valid word that a user most likely meant. */
public final class Suggestion {
    /** A longer word is no word of ours with a typing error in it; to compare two such costs the product of their lengths. */
    private static final int MAX_CHARS = 64;

    /** More valid words than this do not help; a profile may have thousands of its own. */
    private static final int MAX_LISTED = 50;

    private Suggestion() {}

    /** The nearest of the valid words, if one is near enough to be meant: a third of the letters may differ. */
    public static Optional<String> nearest(String word, Collection<String> valid) {
        if (word.length() > MAX_CHARS) {
            return Optional.empty();
        }
        int reach = Math.max(1, word.length() / 3);
        return valid.stream()
                .filter(candidate -> Math.abs(candidate.length() - word.length()) <= reach)
                .filter(candidate -> distance(word, candidate) <= reach)
                .min(Comparator.<String>comparingInt(candidate -> distance(word, candidate))
                        .thenComparing(Comparator.naturalOrder()));
    }

    /** A hint such as {@code did you mean 'umask-effective'?}, or a list of what is valid, or the empty string. */
    public static String hint(String word, Collection<String> valid) {
        return nearest(word, valid)
                .map(near -> "did you mean '" + near + "'?")
                .orElseGet(() -> valid.isEmpty()
                        ? ""
                        : "valid here: "
                                + String.join(
                                        ", ",
                                        valid.stream()
                                                .sorted()
                                                .limit(MAX_LISTED)
                                                .toList())
                                + (valid.size() > MAX_LISTED ? ", ..." : ""));
    }

    /** Edits that lead from one word to the other; a swap of two neighbours counts as one. */
    private static int distance(String a, String b) {
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    d[i][j] = i + j;
                    continue;
                }
                int cost = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                d[i][j] = Math.min(Math.min(d[i - 1][j] + 1, d[i][j - 1] + 1), d[i - 1][j - 1] + cost);
                boolean swapped =
                        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
                if (swapped) {
                    d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
                }
            }
        }
        return d[a.length()][b.length()];
    }
}
