package dev.preflight.checks.storage;

import dev.preflight.node.Ascii;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Minutes of a week, Sunday 00:00 first, by the clock of the host. A date within month or year is left out: on some week
 * it comes true. Sources: crontab(5), systemd.time(7).
 */
record WeekTimes(BitSet minutes) {
    private static final int HOUR = 60;
    private static final int DAY = 24 * HOUR;
    private static final int WEEK = 7 * DAY;

    private static final List<String> DAYS = List.of("sun", "mon", "tue", "wed", "thu", "fri", "sat");

    private static final Map<String, String> CRON_NAMES = Map.of(
            "@hourly", "0 * * * *",
            "@daily", "0 0 * * *",
            "@midnight", "0 0 * * *",
            "@weekly", "0 0 * * 0",
            "@monthly", "0 0 1 * *",
            "@yearly", "0 0 1 1 *",
            "@annually", "0 0 1 1 *");

    private static final Map<String, String> CALENDAR_NAMES = Map.of(
            "hourly", "*:00",
            "daily", "00:00",
            "weekly", "Mon 00:00",
            "monthly", "00:00",
            "quarterly", "00:00",
            "semiannually", "00:00",
            "yearly", "00:00");

    private static final Pattern WINDOW =
            Pattern.compile("(?:([A-Za-z,-]+) +)?(\\d{1,2}):(\\d{2})-(\\d{1,2}):(\\d{2})");

    private static final Pattern SPAN = Pattern.compile("\\s*(\\d{1,9})\\s*([a-zA-Z]*)");

    boolean meet(WeekTimes other) {
        return minutes.intersects(other.minutes);
    }

    /** Each of these minutes and those that follow it for so long. */
    WeekTimes spread(Duration time) {
        int longer = (int) Math.min(WEEK, time.toMinutes());
        BitSet all = new BitSet(WEEK);
        minutes.stream().forEach(from -> fill(all, from, from + longer + 1));
        return new WeekTimes(all);
    }

    private static void fill(BitSet all, int from, int to) {
        all.set(from, Math.min(to, WEEK));
        if (to > WEEK) {
            all.set(0, Math.min(to - WEEK, WEEK));
        }
    }

    /** A window such as {@code Sun 00:00-04:00}, {@code Mon-Fri 22:00-02:00} or {@code 01:00-05:00} for every day. */
    static Optional<WeekTimes> window(String text) {
        Matcher m = WINDOW.matcher(text.strip());
        Optional<BitSet> days = m.matches() ? days(m.group(1) == null ? "*" : m.group(1)) : Optional.empty();
        if (days.isEmpty()) {
            return Optional.empty();
        }
        int from = HOUR * Integer.parseInt(m.group(2)) + Integer.parseInt(m.group(3));
        int to = HOUR * Integer.parseInt(m.group(4)) + Integer.parseInt(m.group(5));
        if (from >= DAY || to > DAY || from == to) {
            return Optional.empty();
        }
        BitSet all = new BitSet(WEEK);
        days.get().stream().forEach(day -> fill(all, day * DAY + from, day * DAY + (to > from ? to : to + DAY)));
        return Optional.of(new WeekTimes(all));
    }

    /** When a line of a table of cron starts; empty if it cannot be read. */
    static Optional<WeekTimes> cron(String line) {
        String[] words = line.strip().split("\\s+");
        String named = CRON_NAMES.get(words[0]);
        String[] fields = named == null ? words : named.split(" ");
        if (fields.length < 5) {
            return Optional.empty();
        }
        // Where both are given, either of day of month and day of week starts it.
        return of(fields[2].equals("*") ? fields[4] : "*", fields[1], fields[0]);
    }

    /** When an expression of systemd comes true; empty if it cannot be read. */
    static Optional<WeekTimes> calendar(String expression) {
        String text = CALENDAR_NAMES.getOrDefault(Ascii.lower(expression.strip()), expression.strip());
        String days = "*";
        String hour = "0";
        String minute = "0";
        for (String word : text.split("\\s+")) {
            if (word.matches("[A-Za-z]{3,9}([,.-]+[A-Za-z]{3,9})*+,?")) {
                days = word.replaceAll(",$", "").replace("..", "-");
            } else if (word.matches("[\\d*,./]+:[\\d*,./]+(:[\\d*,./]+)?")) {
                String[] parts = word.split(":");
                hour = parts[0].replace("..", "-");
                minute = parts[1].replace("..", "-");
            } else if (!word.matches("[\\d*,./~]+(-[\\d*,./~]+){1,2}")) {
                return Optional.empty();
            }
        }
        return of(days, hour, minute);
    }

    /** A span of systemd.time(7) such as {@code 1h 30min}; a bare number is seconds. */
    static Optional<Duration> span(String text) {
        String spans = text.strip();
        Matcher m = SPAN.matcher(spans);
        Duration all = Duration.ZERO;
        int end = 0;
        while (end < spans.length()) {
            if (!m.region(end, spans.length()).lookingAt()) {
                return Optional.empty();
            }
            long number = Long.parseLong(m.group(1));
            Optional<Duration> unit = switch (m.group(2)) {
                case "", "s", "sec", "second", "seconds" -> Optional.of(Duration.ofSeconds(number));
                case "m", "min", "minute", "minutes" -> Optional.of(Duration.ofMinutes(number));
                case "h", "hr", "hour", "hours" -> Optional.of(Duration.ofHours(number));
                case "d", "day", "days" -> Optional.of(Duration.ofDays(number));
                case "ms", "msec", "us", "usec" -> Optional.of(Duration.ZERO);
                default -> Optional.empty();
            };
            if (unit.isEmpty()) {
                return unit;
            }
            all = all.plus(unit.get());
            end = m.end();
        }
        return Optional.of(all);
    }

    private static Optional<WeekTimes> of(String days, String hours, String minutes) {
        Optional<BitSet> onDays = days(days);
        Optional<BitSet> atHours = field(hours, 0, 23);
        Optional<BitSet> atMinutes = field(minutes, 0, 59);
        if (onDays.isEmpty() || atHours.isEmpty() || atMinutes.isEmpty()) {
            return Optional.empty();
        }
        BitSet all = new BitSet(WEEK);
        onDays.get().stream()
                .forEach(day -> atHours.get().stream()
                        .forEach(hour ->
                                atMinutes.get().stream().forEach(minute -> all.set(day * DAY + hour * HOUR + minute))));
        return Optional.of(new WeekTimes(all));
    }

    /** 0 and 7 are Sunday; a range may run over the end of the week. */
    private static Optional<BitSet> days(String text) {
        String numbers = Ascii.lower(text);
        for (int day = 0; day < DAYS.size(); day++) {
            numbers = numbers.replaceAll("\\b" + DAYS.get(day) + "[a-z]*", Integer.toString(day));
        }
        return field(numbers, 0, 7).map(found -> {
            if (found.get(7)) {
                found.set(0);
                found.clear(7);
            }
            return found;
        });
    }

    /** Numbers, ranges and steps, parted by commas; only a range of days may run over the end. */
    private static Optional<BitSet> field(String text, int least, int most) {
        BitSet found = new BitSet();
        for (String part : text.split(",", -1)) {
            Matcher m = Pattern.compile("(?:(\\*)|(\\d{1,2})(?:-(\\d{1,2}))?)(?:/(\\d{1,2}))?")
                    .matcher(part);
            if (!m.matches()) {
                return Optional.empty();
            }
            int step = m.group(4) == null ? 1 : Integer.parseInt(m.group(4));
            int from = m.group(1) != null ? least : Integer.parseInt(m.group(2));
            int to = m.group(1) != null || (m.group(3) == null && m.group(4) != null)
                    ? most
                    : m.group(3) == null ? from : Integer.parseInt(m.group(3));
            if (step == 0 || from < least || to > most || (to < from && most != DAYS.size())) {
                return Optional.empty();
            }
            for (int i = from; i <= (to < from ? to + most : to); i += step) {
                found.set(i > most ? i - most : i);
            }
        }
        return Optional.of(found);
    }
}
