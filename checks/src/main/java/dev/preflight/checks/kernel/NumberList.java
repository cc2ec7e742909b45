package dev.preflight.checks.kernel;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BinaryOperator;
import java.util.stream.Collectors;

/**
 * Numbers of a setting of the kernel, as it takes them: decimal, octal behind 0, hexadecimal behind 0x
 * ({@code proc_get_long} of kernel/sysctl.c); some exceed the signed 64 bits of Java.
 */
record NumberList(List<BigInteger> values) {
    /** No setting of the kernel has more: 20 digits, a sign, a prefix. */
    private static final int LONGEST = 24;

    /** No setting that is compared has more: kernel.sem has four. */
    private static final int MOST = 64;

    /** The numbers are copied. */
    NumberList {
        values = List.copyOf(values);
    }

    /**
     * Numbers of a profile.
     *
     * @throws IllegalArgumentException if it is anything else
     */
    static NumberList parse(String text) {
        return of(text).orElseThrow(() -> new IllegalArgumentException("expected numbers such as 250 32000 100 128"));
    }

    /** Numbers with blanks between; empty for any other text. */
    static Optional<NumberList> of(String text) {
        String[] words = text.strip().split("\\s+", MOST + 1);
        List<BigInteger> numbers = new ArrayList<>();
        for (String word : words) {
            boolean negative = word.startsWith("-");
            String digits = negative ? word.substring(1) : word;
            int radix = digits.startsWith("0x") ? 16 : digits.startsWith("0") && digits.length() > 1 ? 8 : 10;
            digits = radix == 16 ? digits.substring(2) : digits;
            boolean written = digits.length() <= LONGEST
                    && !digits.isEmpty()
                    && digits.chars().allMatch(c -> c < 128 && Character.digit(c, radix) >= 0);
            if (!written || numbers.size() == MOST) {
                return Optional.empty();
            }
            BigInteger number = new BigInteger(digits, radix);
            numbers.add(negative ? number.negate() : number);
        }
        return Optional.of(new NumberList(numbers));
    }

    /** Whether there are as many of the others, and each is at most the other in its place. */
    boolean atMost(NumberList others) {
        boolean all = values.size() == others.values.size();
        for (int i = 0; all && i < values.size(); i++) {
            all = values.get(i).compareTo(others.values.get(i)) <= 0;
        }
        return all;
    }

    /** One number for each place; the others themselves if there are more or fewer of them. */
    NumberList each(NumberList others, BinaryOperator<BigInteger> chosen) {
        if (values.size() != others.values.size()) {
            return others;
        }
        List<BigInteger> made = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            made.add(chosen.apply(values.get(i), others.values.get(i)));
        }
        return new NumberList(made);
    }

    @Override
    public String toString() {
        return values.stream().map(BigInteger::toString).collect(Collectors.joining(" "));
    }
}
