package dev.preflight.checks.kernel;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A release of a kernel as {@code uname -r} prints it, or its beginning. The kernel's own part is its leading numbers, of
 * which a missing one is 0; nothing behind them makes it a version before (the kernel's Makefile: VERSION, PATCHLEVEL,
 * SUBLEVEL, EXTRAVERSION).
 */
record KernelVersion(String text) {
    private static final Pattern NUMBERS =
            Pattern.compile("(\\d{1,9})\\.(\\d{1,9})(?:\\.(\\d{1,9}))?(?:[-.+~_][A-Za-z0-9.+~_-]*)?");

    /**
     * A bound of a profile.
     *
     * @throws IllegalArgumentException if it does not begin with two numbers
     */
    static KernelVersion parse(String text) {
        return of(text).orElseThrow(
                        () -> new IllegalArgumentException("expected a version such as 5.10 or 4.18.0-305"));
    }

    /** A release; empty for what does not begin with two numbers. */
    static Optional<KernelVersion> of(String text) {
        return NUMBERS.matcher(text).matches() ? Optional.of(new KernelVersion(text)) : Optional.empty();
    }

    /** Whether its leading numbers are less than those of the other. */
    boolean below(KernelVersion other) {
        return Arrays.compare(numbers(), other.numbers()) < 0;
    }

    /** Whether it is older than the other by all that it says, as rpm and dpkg compare: 553 follows 305. */
    boolean olderRelease(KernelVersion other) {
        return KernelRelease.OLDEST_FIRST.compare(text, other.text) < 0;
    }

    private int[] numbers() {
        Matcher m = NUMBERS.matcher(text);
        if (!m.matches()) {
            throw new IllegalStateException("no version: " + text);
        }
        return Stream.of(m.group(1), m.group(2), m.group(3))
                .mapToInt(group -> group == null ? 0 : Integer.parseInt(group))
                .toArray();
    }

    @Override
    public String toString() {
        return text;
    }
}
