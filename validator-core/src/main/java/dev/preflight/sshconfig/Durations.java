package dev.preflight.sshconfig;

import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Times as sshd_config(5), "TIME FORMATS", writes them: {@code 90}, {@code 1m30s}. */
final class Durations {
    private static final Pattern PART = Pattern.compile("([0-9]{1,9})([sSmMhHdDwW]?)");

    private Durations() {}

    /** The seconds; empty if it is no time. */
    static OptionalLong seconds(String text) {
        Matcher part = PART.matcher(text);
        long sum = 0;
        int at = 0;
        while (at < text.length() && part.find(at) && part.start() == at) {
            sum += Long.parseLong(part.group(1)) * unit(part.group(2));
            at = part.end();
        }
        return text.isEmpty() || at < text.length() || sum > Integer.MAX_VALUE
                ? OptionalLong.empty()
                : OptionalLong.of(sum);
    }

    private static long unit(String letter) {
        return switch (letter) {
            case "m", "M" -> 60;
            case "h", "H" -> 3_600;
            case "d", "D" -> 86_400;
            case "w", "W" -> 604_800;
            default -> 1;
        };
    }
}
