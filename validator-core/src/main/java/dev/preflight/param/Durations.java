package dev.preflight.param;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as people write them: a whole number and one unit, such as {@code 500ms}, {@code 10s}, {@code 5m}. */
public final class Durations {
    /** Nine digits of the largest unit are far from what a {@link Duration} cannot hold. */
    private static final Pattern TEXT = Pattern.compile("(\\d{1,9}) ?(ms|s|m|h|d)");

    private Durations() {}

    /**
     * Reads a duration.
     *
     * @throws IllegalArgumentException if it is anything else
     */
    public static Duration parse(String text) {
        Matcher m = TEXT.matcher(text);
        if (!m.matches()) {
            throw new IllegalArgumentException("expected a duration with its unit (ms, s, m, h, d), such as 10s");
        }
        long number = Long.parseLong(m.group(1));
        return switch (m.group(2)) {
            case "ms" -> Duration.ofMillis(number);
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            case "h" -> Duration.ofHours(number);
            default -> Duration.ofDays(number);
        };
    }
}
