package dev.preflight.checks.software;

import java.math.BigInteger;

/**
 * The order of versions, part by part. Sources: deb-version(7), "Sorting algorithm"; rpm-version(7); apk-tools,
 * {@code src/version.c}.
 */
final class VersionOrder {
    private VersionOrder() {}

    /** Negative, zero or positive, as the first version is before, the same as or after the second. */
    static int compare(String a, String b, PackageManager manager) {
        return switch (manager) {
            case DPKG -> dpkg(a, b);
            case RPM -> rpm(a, b);
            // Its suffixes are what dpkg writes with ~ and +.
            case APK -> dpkg(suffixed(a), suffixed(b));
        };
    }

    private static String suffixed(String version) {
        return version.replaceAll("_(alpha|beta|pre|rc)", "~$1").replaceAll("_(cvs|svn|git|hg|p)", "+$1");
    }

    /** Letters are before all else but ~, which is before the end. */
    private static int weight(String text, int at) {
        char c = at < text.length() ? text.charAt(at) : '0';
        if (isDigit(c)) {
            return 0;
        }
        return c == '~' ? -1 : Character.isLetter(c) ? c : c + Character.MAX_VALUE;
    }

    private static int dpkg(String a, String b) {
        int i = 0;
        int j = 0;
        while (i < a.length() || j < b.length()) {
            while ((i < a.length() && !isDigit(a.charAt(i))) || (j < b.length() && !isDigit(b.charAt(j)))) {
                int order = Integer.compare(weight(a, i), weight(b, j));
                if (order != 0) {
                    return order;
                }
                i++;
                j++;
            }
            int endA = run(a, i, true);
            int endB = run(b, j, true);
            int order = number(a.substring(i, endA)).compareTo(number(b.substring(j, endB)));
            if (order != 0) {
                return order;
            }
            i = endA;
            j = endB;
        }
        return 0;
    }

    private static int rpm(String a, String b) {
        int i = 0;
        int j = 0;
        while (true) {
            i = separators(a, i);
            j = separators(b, j);
            int mark = marks(at(a, i), at(b, j));
            if (mark != 0) {
                return mark;
            }
            if (at(a, i) == '~' || at(a, i) == '^') {
                i++;
                j++;
                continue;
            }
            if (i >= a.length() || j >= b.length()) {
                return Boolean.compare(i < a.length(), j < b.length());
            }
            boolean digits = isDigit(a.charAt(i));
            if (digits != isDigit(b.charAt(j))) {
                // A number is after a word.
                return digits ? 1 : -1;
            }
            int endA = run(a, i, digits);
            int endB = run(b, j, digits);
            String left = a.substring(i, endA);
            String right = b.substring(j, endB);
            int order = digits ? number(left).compareTo(number(right)) : left.compareTo(right);
            if (order != 0) {
                return order;
            }
            i = endA;
            j = endB;
        }
    }

    /** A ~ is before all else, the end too; a ^ is after the end, and before all else. */
    private static int marks(char a, char b) {
        if (a == b) {
            return 0;
        }
        if (a == '~' || b == '~') {
            return a == '~' ? -1 : 1;
        }
        if (a == '^') {
            return b == END ? 1 : -1;
        }
        if (b == '^') {
            return a == END ? -1 : 1;
        }
        return 0;
    }

    private static final char END = 0;

    private static char at(String text, int at) {
        return at < text.length() ? text.charAt(at) : END;
    }

    private static int separators(String text, int from) {
        int i = from;
        while (i < text.length()
                && !isDigit(text.charAt(i))
                && !isWord(text.charAt(i))
                && "~^".indexOf(text.charAt(i)) < 0) {
            i++;
        }
        return i;
    }

    private static int run(String text, int from, boolean digits) {
        int i = from;
        while (i < text.length() && (digits ? isDigit(text.charAt(i)) : isWord(text.charAt(i)))) {
            i++;
        }
        return i;
    }

    private static BigInteger number(String digits) {
        return digits.isEmpty() ? BigInteger.ZERO : new BigInteger(digits);
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isWord(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }
}
