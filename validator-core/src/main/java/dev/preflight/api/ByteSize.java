package dev.preflight.api;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A size written with its unit: {@code 512B}, {@code 100KiB}, {@code 10MiB}, {@code 2GiB}; {@code 32GB} is 32 times 10^9
 * bytes (IEC 80000-13).
 */
public record ByteSize(long bytes) {
    private static final Pattern TEXT = Pattern.compile("(\\d{1,9}) ?(\\p{Alpha}+)?");
    private static final String UNITS = "B, KiB, MiB, GiB, TiB, kB, MB, GB, TB";
    private static final Map<String, Long> BINARY = units(1024, "B", "KiB", "MiB", "GiB", "TiB");
    private static final Map<String, Long> DECIMAL = units(1000, "B", "kB", "MB", "GB", "TB");
    /** How many decimals a size has that is shown beside a bound. */
    private static final int DECIMALS = 2;

    private static Map<String, Long> units(long step, String... names) {
        Map<String, Long> units = new LinkedHashMap<>();
        long size = 1;
        for (String name : names) {
            units.put(name, size);
            size *= step;
        }
        return units;
    }

    /**
     * Reads a number with a unit.
     *
     * @throws IllegalArgumentException if it is anything else
     */
    public static ByteSize parse(String text) {
        Matcher m = TEXT.matcher(text);
        String unit = m.matches() && m.group(2) != null ? m.group(2) : "";
        long size = size(unit);
        if (size == 0) {
            throw new IllegalArgumentException("expected a size with its unit (" + UNITS + "), such as "
                    + (m.matches() ? suggested(m.group(1), unit) : "10MiB"));
        }
        return new ByteSize(Math.multiplyExact(Long.parseLong(m.group(1)), size));
    }

    /** What {@code 16G} or a bare number may have meant. */
    private static String suggested(String number, String unit) {
        String letter = unit.isEmpty() ? "M" : unit.substring(0, 1).toUpperCase(Locale.ROOT);
        return number + (BINARY.containsKey(letter + "iB") ? letter + "iB" : "MiB");
    }

    /**
     * This size beside a bound that it was held against: in the bound's unit with two decimals, rounded away from the
     * bound, so that it reads on the side on which it is: {@code 15.99 GiB} beside {@code 16GiB}.
     */
    public String beside(ByteSize bound) {
        String name = bound.unit();
        BigDecimal unit = BigDecimal.valueOf(size(name));
        RoundingMode away = bytes < bound.bytes ? RoundingMode.FLOOR : RoundingMode.CEILING;
        BigDecimal shown = BigDecimal.valueOf(bytes).divide(unit, DECIMALS, away);
        return shown.stripTrailingZeros().toPlainString() + " " + name;
    }

    /** The largest unit of which it is a whole number. */
    private String unit() {
        String unit = "B";
        for (Map<String, Long> units : List.of(BINARY, DECIMAL)) {
            for (Map.Entry<String, Long> one : units.entrySet()) {
                boolean larger = one.getValue() > size(unit);
                unit = larger && bytes != 0 && bytes % one.getValue() == 0 ? one.getKey() : unit;
            }
        }
        return unit;
    }

    private static long size(String unit) {
        return BINARY.getOrDefault(unit, DECIMAL.getOrDefault(unit, 0L));
    }

    @Override
    public String toString() {
        String unit = unit();
        return bytes / size(unit) + unit;
    }
}
