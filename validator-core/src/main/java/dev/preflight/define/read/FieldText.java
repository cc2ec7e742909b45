package dev.preflight.define.read;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import dev.preflight.define.value.Value;
import dev.preflight.node.Ascii;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** What the text of one field stands for. */
final class FieldText {
    /** Bounds a list, as a table; requirements of the checks of a site. */
    static final int MOST = 4096;

    private static final Pattern WHOLE = Pattern.compile("[+-]?[0-9]{1,19}");
    private static final Pattern DECIMAL = Pattern.compile("[+-]?[0-9]{1,40}(\\.[0-9]{1,40})?");
    private static final Pattern MEASURE = Pattern.compile("([0-9]{1,19}(?:\\.[0-9]{1,9})?)[ \\t]*([A-Za-z]*)");
    private static final Pattern DURATIONS = Pattern.compile("([0-9]{1,18}(?:\\.[0-9]{1,9})?)[ \\t]*([a-z]+)[ \\t]*");

    /** The spellings of systemd.syntax(7), without its single letters, which a file may mean otherwise. */
    private static final Set<String> YES = Set.of("true", "yes", "on", "1");

    private static final Set<String> NO = Set.of("false", "no", "off", "0");

    /**
     * IEC 80000-13, and the single letters of systemd.syntax(7), du(1) and most settings of services, which are powers of
     * 1024.
     */
    private static final Map<String, BigDecimal> BYTES = Map.ofEntries(
            unit("", 1024, 0),
            unit("b", 1024, 0),
            unit("k", 1024, 1),
            unit("m", 1024, 2),
            unit("g", 1024, 3),
            unit("t", 1024, 4),
            unit("p", 1024, 5),
            unit("kib", 1024, 1),
            unit("mib", 1024, 2),
            unit("gib", 1024, 3),
            unit("tib", 1024, 4),
            unit("pib", 1024, 5),
            unit("kb", 1000, 1),
            unit("mb", 1000, 2),
            unit("gb", 1000, 3),
            unit("tb", 1000, 4),
            unit("pb", 1000, 5));

    /** Nanoseconds; the units of systemd.time(7) that have one length. */
    private static final Map<String, BigDecimal> NANOS = Map.ofEntries(
            time("us", 1_000L),
            time("usec", 1_000L),
            time("ms", 1_000_000L),
            time("msec", 1_000_000L),
            time("s", 1_000_000_000L),
            time("sec", 1_000_000_000L),
            time("second", 1_000_000_000L),
            time("seconds", 1_000_000_000L),
            time("m", 60_000_000_000L),
            time("min", 60_000_000_000L),
            time("minute", 60_000_000_000L),
            time("minutes", 60_000_000_000L),
            time("h", 3_600_000_000_000L),
            time("hr", 3_600_000_000_000L),
            time("hour", 3_600_000_000_000L),
            time("hours", 3_600_000_000_000L),
            time("d", 86_400_000_000_000L),
            time("day", 86_400_000_000_000L),
            time("days", 86_400_000_000_000L),
            time("w", 604_800_000_000_000L),
            time("week", 604_800_000_000_000L),
            time("weeks", 604_800_000_000_000L));

    /** How openssl(1) prints the end of a certificate: {@code Mar  1 12:00:00 2027 GMT}. */
    private static final DateTimeFormatter OPENSSL =
            DateTimeFormatter.ofPattern("MMM d HH:mm:ss yyyy 'GMT'", Locale.US);

    private FieldText() {}

    private static Map.Entry<String, BigDecimal> unit(String name, int base, int power) {
        return Map.entry(name, BigDecimal.valueOf(base).pow(power));
    }

    private static Map.Entry<String, BigDecimal> time(String name, long nanos) {
        return Map.entry(name, BigDecimal.valueOf(nanos));
    }

    /** The value of a text. Only a text and the elements of a list keep blanks at their ends. */
    static Value of(FieldType type, String text, String listSeparator) throws FormMismatch {
        String word = text.strip();
        return switch (type) {
            case TEXT -> new Value.Text(text);
            case INT -> whole(word);
            case NUMBER -> number(word);
            case BOOL -> bool(word);
            case SIZE -> size(word);
            case DURATION -> duration(word);
            case DATE -> date(word);
            case VERSION -> version(word);
            case LIST -> list(text, listSeparator);
        };
    }

    /** A whole number where the text is one that 64 bits hold, else its words with single blanks. */
    static Value auto(String text) {
        String word = text.strip().replaceAll("[ \\t]+", " ");
        try {
            return whole(word);
        } catch (FormMismatch e) {
            return new Value.Text(word);
        }
    }

    private static Value whole(String word) throws FormMismatch {
        try {
            if (WHOLE.matches(word)) {
                return new Value.Whole(Long.parseLong(word));
            }
        } catch (NumberFormatException e) {
            throw FormMismatch.expected("a whole number that 64 bits hold", word);
        }
        throw FormMismatch.expected("a whole number", word);
    }

    private static Value number(String word) throws FormMismatch {
        if (!DECIMAL.matches(word)) {
            throw FormMismatch.expected("a number", word);
        }
        return new Value.Decimal(new BigDecimal(word));
    }

    private static Value bool(String word) throws FormMismatch {
        String lower = Ascii.lower(word);
        if (!YES.contains(lower) && !NO.contains(lower)) {
            throw FormMismatch.expected("yes or no", word);
        }
        return new Value.Bool(YES.contains(lower));
    }

    private static Value size(String word) throws FormMismatch {
        Matcher m = MEASURE.matcher(word);
        BigDecimal unit = m.matches() ? BYTES.get(Ascii.lower(m.group(2))) : null;
        if (unit == null) {
            throw FormMismatch.expected("a size, such as 16GiB", word);
        }
        return new Value.Whole(inLong(new BigDecimal(m.group(1)).multiply(unit), "a size that 64 bits hold", word));
    }

    private static Value duration(String word) throws FormMismatch {
        if (DECIMAL.matches(word) && !word.startsWith("-")) {
            BigDecimal nanos = new BigDecimal(word).multiply(BigDecimal.valueOf(1_000_000_000L));
            return new Value.Time(Duration.ofNanos(inLong(nanos, "a shorter time", word)));
        }
        BigDecimal nanos = BigDecimal.ZERO;
        Matcher m = DURATIONS.matcher(word);
        int at = 0;
        while (at < word.length()) {
            BigDecimal unit = m.find(at) && m.start() == at ? NANOS.get(m.group(2)) : null;
            if (unit == null) {
                throw FormMismatch.expected("a length of time, such as 10s or 1h 30min", word);
            }
            nanos = nanos.add(new BigDecimal(m.group(1)).multiply(unit));
            at = m.end();
        }
        if (word.isEmpty()) {
            throw FormMismatch.expected("a length of time, such as 10s", word);
        }
        return new Value.Time(Duration.ofNanos(inLong(nanos, "a shorter time", word)));
    }

    private static long inLong(BigDecimal number, String what, String word) throws FormMismatch {
        try {
            return number.setScale(0, RoundingMode.DOWN).longValueExact();
        } catch (ArithmeticException e) {
            throw FormMismatch.expected(what, word);
        }
    }

    private static Value date(String word) throws FormMismatch {
        try {
            return new Value.Date(instant(word));
        } catch (DateTimeException e) {
            throw FormMismatch.expected("a date, such as 2027-03-01 or 2027-03-01T12:00:00Z", word);
        }
    }

    private static Instant instant(String word) {
        if (word.endsWith(" GMT")) {
            return LocalDateTime.parse(word.replaceAll(" +", " "), OPENSSL).toInstant(ZoneOffset.UTC);
        }
        return word.indexOf('T') < 0
                ? LocalDate.parse(word).atStartOfDay(ZoneOffset.UTC).toInstant()
                : OffsetDateTime.parse(word).toInstant();
    }

    /** It is compared as it is; what has no digit is none. */
    private static Value version(String word) throws FormMismatch {
        boolean plain = word.chars().anyMatch(c -> c >= '0' && c <= '9')
                && word.chars().noneMatch(c -> Character.isWhitespace(c) || Character.isISOControl(c));
        if (!plain) {
            throw FormMismatch.expected("a version", word);
        }
        return new Value.Version(word);
    }

    private static Value list(String text, String separator) throws FormMismatch {
        List<Value> items = new ArrayList<>();
        for (String item : split(text, separator, 0)) {
            if (!item.isBlank()) {
                items.add(new Value.Text(item.strip()));
            }
        }
        if (items.size() > MOST) {
            throw FormMismatch.more("a list has more than " + MOST + " elements");
        }
        return new Value.Items(items);
    }

    /**
     * The parts of a text.
     *
     * @param separator a blank stands for any blanks and tabs, of which those in front are dropped
     * @param most the last of so many parts is the rest; 0: as many as there are
     */
    static List<String> split(String text, String separator, int most) {
        boolean blanks = separator.equals(" ");
        String whole = blanks ? text.strip() : text;
        List<String> parts = new ArrayList<>();
        int from = 0;
        while (parts.size() != most - 1) {
            int at = blanks ? blank(whole, from, true) : whole.indexOf(separator, from);
            if (at < 0) {
                break;
            }
            parts.add(whole.substring(from, at));
            // No blanks are at the end of the whole.
            from = blanks ? blank(whole, at, false) : at + separator.length();
        }
        if (!blanks || !whole.isEmpty()) {
            parts.add(whole.substring(from));
        }
        return parts;
    }

    /** The next character that is a blank or a tab, or that is none; -1 if there is none. */
    private static int blank(String text, int from, boolean wanted) {
        for (int i = from; i < text.length(); i++) {
            if ((text.charAt(i) == ' ' || text.charAt(i) == '\t') == wanted) {
                return i;
            }
        }
        return -1;
    }
}
