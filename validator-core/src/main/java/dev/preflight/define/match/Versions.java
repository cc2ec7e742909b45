package dev.preflight.define.match;

import java.math.BigInteger;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The order of versions number by number: what stands between the numbers only separates them, and a number that one of
 * two versions lacks is 0. So {@code 1.8.0_181} is below {@code 1.8.0_191}, and {@code 5.9} below {@code 5.10}.
 */
public final class Versions {
    private static final Pattern DIGITS = Pattern.compile("[0-9]+");

    private Versions() {}

    /** Whether there is a number in it. */
    public static boolean isVersion(String text) {
        return DIGITS.matcher(text).find();
    }

    /** Negative, zero or positive, as the first version is before, the same as or after the second. */
    public static int compare(String a, String b) {
        List<BigInteger> left = numbers(a);
        List<BigInteger> right = numbers(b);
        for (int i = 0; i < Math.max(left.size(), right.size()); i++) {
            int order = at(left, i).compareTo(at(right, i));
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    private static BigInteger at(List<BigInteger> numbers, int i) {
        return i < numbers.size() ? numbers.get(i) : BigInteger.ZERO;
    }

    private static List<BigInteger> numbers(String version) {
        return DIGITS.matcher(version)
                .results()
                .map(number -> new BigInteger(number.group()))
                .toList();
    }
}
