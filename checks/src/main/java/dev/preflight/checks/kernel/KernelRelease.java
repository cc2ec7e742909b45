package dev.preflight.checks.kernel;

import java.util.Comparator;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Releases of kernels, as {@code uname -r} says them. They are compared segment by segment as rpm compares versions
 * (rpmvercmp), never as text: 327.4 is older than 327.22.
 */
final class KernelRelease {
    private static final Pattern SEGMENT = Pattern.compile("[0-9]+|[A-Za-z]+|~");

    /** Older first. */
    static final Comparator<String> OLDEST_FIRST = KernelRelease::compare;

    private KernelRelease() {}

    private static int compare(String one, String other) {
        List<String> a = segments(one);
        List<String> b = segments(other);
        for (int i = 0; i < Math.max(a.size(), b.size()); i++) {
            if (i >= a.size() || i >= b.size()) {
                // What goes on is newer, unless it goes on with a tilde: that is a version before.
                boolean before = (i < a.size() ? a : b).get(i).equals("~");
                return (i < a.size()) == before ? -1 : 1;
            }
            int order = segment(a.get(i), b.get(i));
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    private static int segment(String a, String b) {
        if (a.equals("~") || b.equals("~")) {
            return Boolean.compare(b.equals("~"), a.equals("~"));
        }
        boolean aNumber = Character.isDigit(a.charAt(0));
        boolean bNumber = Character.isDigit(b.charAt(0));
        if (aNumber != bNumber) {
            return aNumber ? 1 : -1;
        }
        if (!aNumber) {
            return a.compareTo(b);
        }
        String x = a.replaceFirst("^0+", "");
        String y = b.replaceFirst("^0+", "");
        return x.length() != y.length() ? Integer.compare(x.length(), y.length()) : x.compareTo(y);
    }

    private static List<String> segments(String release) {
        return SEGMENT.matcher(release).results().map(MatchResult::group).toList();
    }

    /**
     * What tells kernels apart that are installed side by side: {@code generic} and {@code lowlatency}, {@code amd64} and
     * {@code cloud-amd64}, {@code el} and {@code eluek}. Numbers of a distribution's releases do not: el8_9 follows el8.
     */
    static String flavour(String release) {
        return release.replaceFirst("^[0-9][0-9.~-]*", "")
                .replaceAll("_\\d+(?=\\.)", "")
                .replaceAll("[0-9]", "");
    }
}
