package dev.preflight.version;

import java.math.BigInteger;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An order of versions, part by part; never that of decimal numbers or of text. Sources: deb-version(7), "Sorting
 * algorithm"; rpm-version(7); apk-tools, {@code src/version.c}.
 */
public enum VersionOrder {
    /** By the numbers in them alone; one that a version lacks counts as 0. */
    NUMBERS,
    RPM,
    DPKG,
    APK;

    /** An epoch is an unsigned number of 32 bits (rpm-version(7)); digits beyond that are part of no epoch. */
    private static final int MAX_EPOCH_DIGITS = 9;

    private static final char END = 0;

    /** The order of this name, such as {@code rpm}. */
    public static Optional<VersionOrder> named(String name) {
        return Stream.of(values()).filter(order -> order.id().equals(name)).findFirst();
    }

    /** Its name in a profile. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Negative, zero or positive, as the first part of a version is before, the same as or after the second. A part is a
     * version of a program, or a revision of a package.
     */
    public int compare(String a, String b) {
        return switch (this) {
            case NUMBERS -> numbers(a, b);
            case DPKG -> dpkg(a, b);
            case RPM -> rpm(a, b);
            // Its suffixes are what dpkg writes with ~ and +.
            case APK -> dpkg(suffixed(a), suffixed(b));
        };
    }

    /** The same for whole versions: epoch, version of the program, revision of the package. */
    public int compareWhole(String a, String b) {
        if (this == NUMBERS) {
            return numbers(a, b);
        }
        String left = withoutEpoch(a);
        String right = withoutEpoch(b);
        int order = number(a.substring(0, epoch(a))).compareTo(number(b.substring(0, epoch(b))));
        if (order == 0) {
            order = compare(left.substring(0, program(left)), right.substring(0, program(right)));
        }
        return order == 0 ? compare(left.substring(program(left)), right.substring(program(right))) : order;
    }

    private static String withoutEpoch(String version) {
        int digits = epoch(version);
        return digits == 0 ? version : version.substring(digits + 1);
    }

    private static int epoch(String version) {
        int digits = run(version, 0, true);
        return digits <= MAX_EPOCH_DIGITS && at(version, digits) == ':' ? digits : 0;
    }

    private static int program(String version) {
        int dash = version.lastIndexOf('-');
        return dash < 0 ? version.length() : dash;
    }

    private static int numbers(String a, String b) {
        int i = digits(a, 0);
        int j = digits(b, 0);
        while (i < a.length() || j < b.length()) {
            int endA = run(a, i, true);
            int endB = run(b, j, true);
            int order = number(a.substring(i, endA)).compareTo(number(b.substring(j, endB)));
            if (order != 0) {
                return order;
            }
            i = digits(a, endA);
            j = digits(b, endB);
        }
        return 0;
    }

    private static int digits(String text, int from) {
        int i = from;
        while (i < text.length() && !isDigit(text.charAt(i))) {
            i++;
        }
        return i;
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
