package dev.preflight.casefile;

import dev.preflight.api.ByteSize;
import dev.preflight.api.FileMode;
import dev.preflight.param.ParamType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A number that is written in a profile, as one of a row of numbers.
 *
 * @param now where it is
 * @param written what is written there
 */
record Scale(long now, LongFunction<String> written) {
    private static final Pattern WHOLE = Pattern.compile("\\d{1,15}");
    private static final Pattern WITH_UNIT = Pattern.compile("(\\d{1,9})( ?)([A-Za-z]+)");
    private static final Pattern VERSION = Pattern.compile("(v?(?:\\d{1,9}\\.)+)(\\d{1,9})");
    private static final long KIB = 1024;
    /** Nine digits are what a size has at most, see {@link ByteSize}. */
    private static final long MOST_DIGITS = 999_999_999;

    private static final List<String> BINARY = List.of("KiB", "MiB", "GiB", "TiB");

    /** What stands at a place; the number beside the one that is written is at {@code now + 1}. */
    String at(long number) {
        return written.apply(number);
    }

    /** The number as it is written, in its own unit; empty for what is no number. */
    static Optional<Scale> ofWritten(ParamType type, String text) {
        if (!counts(type)) {
            return Optional.empty();
        }
        if (WHOLE.matcher(text).matches()) {
            return Optional.of(new Scale(Long.parseLong(text), Long::toString));
        }
        Matcher unit = WITH_UNIT.matcher(text);
        if ((isSize(type) || type instanceof ParamType.Span) && unit.matches()) {
            return Optional.of(
                    new Scale(Long.parseLong(unit.group(1)), number -> number + unit.group(2) + unit.group(3)));
        }
        Matcher version = VERSION.matcher(text);
        return version.matches()
                ? Optional.of(new Scale(Long.parseLong(version.group(2)), number -> version.group(1) + number))
                : Optional.empty();
    }

    /** The same number in the finest unit in which hosts are measured: KiB, seconds, or as it is written. */
    static Optional<Scale> ofMeasured(ParamType type, String text) {
        Optional<Scale> written = ofWritten(type, text);
        if (written.isPresent() && isSize(type)) {
            return Optional.of(new Scale(ByteSize.parse(text).bytes() / KIB, Scale::size));
        }
        if (written.isPresent() && type instanceof ParamType.Span && !text.endsWith("ms")) {
            long seconds =
                    seconds(text.charAt(text.length() - 1)) * written.get().now();
            return Optional.of(new Scale(seconds, number -> number + "s"));
        }
        return written;
    }

    /**
     * The same; of a version each of its numbers, the last one first: beside {@code 20.10} a host with 26.1 is found only by
     * the first one.
     */
    static List<Scale> allMeasured(ParamType type, String text) {
        List<Scale> all = new ArrayList<>(ofMeasured(type, text).stream().toList());
        Matcher version = VERSION.matcher(text);
        if (!all.isEmpty() && version.matches() && !WITH_UNIT.matcher(text).matches()) {
            String[] numbers = version.group(1).split("\\.");
            for (int i = numbers.length - 1; i >= 0; i--) {
                String before = String.join(
                        "", Stream.of(numbers).limit(i).map(n -> n + ".").toList());
                String behind = text.substring(before.length() + numbers[i].length());
                String prefix = numbers[i].startsWith("v") ? before + "v" : before;
                all.add(new Scale(Long.parseLong(numbers[i].replace("v", "")), number -> prefix + number + behind));
            }
        }
        return List.copyOf(all);
    }

    private static long seconds(char unit) {
        return switch (unit) {
            case 'm' -> 60;
            case 'h' -> 3600;
            case 'd' -> 86_400;
            default -> 1;
        };
    }

    private static String size(long kib) {
        long number = kib;
        int unit = 0;
        while (number > MOST_DIGITS && unit < BINARY.size() - 1) {
            number /= KIB;
            unit++;
        }
        return number + BINARY.get(unit);
    }

    private static boolean counts(ParamType type) {
        return type instanceof ParamType.Whole
                || type instanceof ParamType.Span
                || type instanceof ParamType.Text
                || (type instanceof ParamType.Parsed parsed && parsed.type() != FileMode.class);
    }

    private static boolean isSize(ParamType type) {
        return type instanceof ParamType.Parsed parsed && parsed.type() == ByteSize.class;
    }
}
