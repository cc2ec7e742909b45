package dev.preflight.node;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds the valid word that a user most likely meant. */
public final class Suggestion {
    /**
     * Longer words are not compared: they are no misspelled keys, and a comparison costs the product of both lengths.
     */
    private static final int MAX_CHARS = 64;

    /** A list of more characters is cut, after a whole word: the problem itself is shown before the list. */
    private static final int MAX_LISTED = 300;

    /** Shorter pieces of words are found in too many. */
    private static final int MIN_PIECE = 3;

    /** More words with one piece are not what was meant. */
    private static final int MAX_PIECES = 3;

    private Suggestion() {}

    /** The nearest of the valid words, if one is near enough to be meant: a third of the letters may differ. */
    public static Optional<String> nearest(String word, Collection<String> valid) {
        return nearest(word, valid, Map.of());
    }

    /**
     * The same, where the valid words had other names before: if one of those is nearest, the word that replaced it.
     *
     * @param replaced the present word by each old one; what replaced one and is not valid here is not meant
     */
    public static Optional<String> nearest(String word, Collection<String> valid, Map<String, String> replaced) {
        return candidate(word, valid, replaced).map(near -> replaced.getOrDefault(near, near));
    }

    private static Optional<String> candidate(String word, Collection<String> valid, Map<String, String> replaced) {
        if (word.length() > MAX_CHARS) {
            return Optional.empty();
        }
        int reach = Math.max(1, word.length() / 3);
        Stream<String> old = replaced.entrySet().stream()
                .filter(entry -> valid.contains(entry.getValue()))
                .map(Map.Entry::getKey);
        return Stream.concat(valid.stream(), old)
                .filter(candidate -> Math.abs(candidate.length() - word.length()) <= reach)
                .filter(candidate -> distance(word, candidate) <= reach)
                .min(Comparator.<String>comparingInt(candidate -> distance(word, candidate))
                        .thenComparing(replaced::containsKey)
                        .thenComparing(Comparator.naturalOrder()));
    }

    /** A hint such as {@code did you mean 'umask-effective'?}, or a list of what is valid, or the empty string. */
    public static String hint(String word, Collection<String> valid) {
        return hint(word, valid, Map.of());
    }

    /** The same, where the valid words had other names before; see {@link #nearest(String, Collection, Map)}. */
    public static String hint(String word, Collection<String> valid, Map<String, String> replaced) {
        Optional<String> old = candidate(word, valid, replaced).filter(replaced::containsKey);
        if (old.isPresent()) {
            return "did you mean '" + replaced.get(old.get()) + "'? '" + old.get() + "' was renamed";
        }
        List<String> meant = nearest(word, valid, replaced).map(List::of).orElseGet(() -> with(word, valid));
        if (!meant.isEmpty()) {
            return "did you mean '" + String.join("' or '", meant) + "'?";
        }
        return valid.isEmpty()
                ? ""
                : "valid here: " + list(valid.stream().sorted().toList());
    }

    /** The few valid words of which this is a piece: 'umask' is meant for 'umask-effective'. */
    private static List<String> with(String word, Collection<String> valid) {
        if (word.length() < MIN_PIECE) {
            return List.of();
        }
        String piece = Ascii.lower(word);
        List<String> with = valid.stream()
                .filter(candidate -> Ascii.lower(candidate).contains(piece))
                .sorted()
                .toList();
        return with.size() <= MAX_PIECES ? with : List.of();
    }

    private static String list(List<String> words) {
        StringBuilder list = new StringBuilder(words.get(0));
        for (int i = 1; i < words.size(); i++) {
            if (list.length() + words.get(i).length() > MAX_LISTED) {
                return list.append(", and ")
                        .append(words.size() - i)
                        .append(" more")
                        .toString();
            }
            list.append(", ").append(words.get(i));
        }
        return list.toString();
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
