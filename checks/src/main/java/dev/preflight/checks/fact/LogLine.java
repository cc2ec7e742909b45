package dev.preflight.checks.fact;

import dev.preflight.checks.fact.KernelLog.Event;
import dev.preflight.node.Ascii;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads lines of the kernel as dmesg, journalctl and syslog write them.
 *
 * @param now the host's time, seconds since 1970
 * @param uptime seconds since its start: dmesg counts from there
 * @param zone the host's own, such as {@code +0800}: old syslog writes in it and does not say so
 * @param host whose lines count, with or without domain; those of others are in central files too
 */
record LogLine(long now, long uptime, String zone, String host) {

    /** dmesg; some kernels name thread or CPU in second brackets, some tools keep the level in front. */
    private static final Pattern SINCE_BOOT =
            Pattern.compile("(?:<\\d+>)?\\[\\s*(\\d{1,12})\\.\\d+\\](?:\\[\\s*[TC]\\d+\\])?\\s*+(.*)");

    /** journalctl -o short-iso, and rsyslog's newer form. */
    private static final Pattern ISO_TIME =
            Pattern.compile("(\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d)(?:[.,]\\d+)?(Z|[+-]\\d\\d:?\\d\\d)(?: |$)");

    /** RFC 3164: neither year nor zone. */
    private static final Pattern OLD_TIME =
            Pattern.compile("([A-Z][a-z]{2}) +(\\d{1,2}) (\\d\\d:\\d\\d:\\d\\d)(?: |$)");

    private static final Pattern WRITER = Pattern.compile("(\\S+) (.*)");

    private static final Pattern TAG = Pattern.compile("kernel: ?(.*)");

    private static final long DAY = 86400;

    /** When a line was written, in the form of any of the loggers; the beginning of the line is enough. */
    OptionalLong written(String line) {
        Matcher m = SINCE_BOOT.matcher(line);
        if (m.matches()) {
            return OptionalLong.of(now - uptime + Long.parseLong(m.group(1)));
        }
        m = ISO_TIME.matcher(line);
        if (m.lookingAt()) {
            return iso(m.group(1), m.group(2));
        }
        m = OLD_TIME.matcher(line);
        return m.lookingAt() ? old(m.group(1), m.group(2), m.group(3)) : OptionalLong.empty();
    }

    /** The event of a line of this host's kernel; empty for a line of another host or program. */
    Optional<Event> event(String line) {
        for (Pattern time : new Pattern[] {ISO_TIME, OLD_TIME}) {
            Matcher m = time.matcher(line);
            if (m.lookingAt()) {
                Matcher writer = WRITER.matcher(line.substring(m.end()));
                return writer.matches() ? ours(writer.group(1), writer.group(2), written(line)) : Optional.empty();
            }
        }
        return Optional.of(new Event(written(line), bare(line)));
    }

    private Optional<Event> ours(String writer, String rest, OptionalLong at) {
        Matcher m = TAG.matcher(rest);
        return m.matches() && shortName(writer).equals(shortName(host))
                ? Optional.of(new Event(at, bare(m.group(1))))
                : Optional.empty();
    }

    private static String shortName(String name) {
        return Ascii.lower(name.replaceFirst("\\..*", ""));
    }

    private static String bare(String message) {
        Matcher m = SINCE_BOOT.matcher(message);
        return m.matches() ? m.group(2) : message;
    }

    private static OptionalLong iso(String time, String offset) {
        try {
            String zoned = time + (offset.length() == 5 ? offset.substring(0, 3) + ":" + offset.substring(3) : offset);
            return OptionalLong.of(OffsetDateTime.parse(zoned).toEpochSecond());
        } catch (DateTimeParseException e) {
            return OptionalLong.empty();
        }
    }

    /** The latest year in which it would not lie in the future; a day of grace for clocks that were set back. */
    private OptionalLong old(String month, String day, String time) {
        ZoneOffset offset;
        try {
            offset = ZoneOffset.of(zone);
        } catch (DateTimeException e) {
            offset = ZoneOffset.UTC;
        }
        int year = OffsetDateTime.ofInstant(Instant.ofEpochSecond(now), offset).getYear();
        for (int y = year + 1; y >= year - 4; y--) {
            try {
                long at = LocalDateTime.parse(
                                y + " " + month + " " + day + " " + time,
                                DateTimeFormatter.ofPattern("uuuu MMM d HH:mm:ss", Locale.ENGLISH)
                                        .withResolverStyle(ResolverStyle.STRICT))
                        .toEpochSecond(offset);
                if (at <= now + DAY) {
                    return OptionalLong.of(at);
                }
            } catch (DateTimeParseException e) {
                // The 29th of February is in one year of four.
            }
        }
        return OptionalLong.empty();
    }
}
