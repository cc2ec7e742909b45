package dev.preflight.api;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A size written with its unit: {@code 512B}, {@code 100KiB}, {@code 10MiB}, {@code 2GiB}. */
public record ByteSize(long bytes) {
    private static final Pattern TEXT = Pattern.compile("(\\d{1,9}) ?(B|KiB|MiB|GiB|TiB)");

    /**
     * Reads a number with a binary unit.
     *
     * @throws IllegalArgumentException if it is anything else
     */
    public static ByteSize parse(String text) {
        Matcher m = TEXT.matcher(text);
        if (!m.matches()) {
            throw new IllegalArgumentException("expected a size with its unit (B, KiB, MiB, GiB, TiB), such as 10MiB");
        }
        int power = "BKMGT".indexOf(m.group(2).charAt(0));
        return new ByteSize(Math.multiplyExact(Long.parseLong(m.group(1)), 1L << (10 * power)));
    }

    @Override
    public String toString() {
        String[] units = {"B", "KiB", "MiB", "GiB", "TiB"};
        int power = 0;
        long rest = bytes;
        while (power < units.length - 1 && rest != 0 && rest % 1024 == 0) {
            rest /= 1024;
            power++;
        }
        return String.format(Locale.ROOT, "%d%s", rest, units[power]);
    }
}
