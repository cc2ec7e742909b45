package dev.preflight.checks.fact;

import dev.preflight.fact.Fact;
import dev.preflight.fact.FactFormatException;
import dev.preflight.fact.ProbeOutput;
import dev.preflight.fact.Reading;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What the kernel's log holds of lines that are known to mean something, and the counters that tell some of it to a user
 * who may not read a log. A log that may not be read is a value.
 *
 * @param now seconds since 1970, by the host's clock
 * @param uptime seconds since it was started
 * @param virtual whether a hypervisor runs it
 * @param tainted the kernel's taint mask; empty if it could not be read
 * @param txTimeouts transmit timeouts by interface, over its queues; empty where the kernel does not count them
 * @param sources the logs that were read
 * @param denied the logs that are there and could not be read, each with what was said about it
 */
public record KernelLog(
        long now,
        long uptime,
        boolean virtual,
        OptionalLong tainted,
        SortedMap<String, Long> txTimeouts,
        List<Source> sources,
        List<String> denied) {

    /** Enough for two passes over 50 MB, and for the journal of a long uptime. */
    public static final Fact<KernelLog> FACT = Fact.named("kernel-log", KernelLog.class)
            .sharing(SharedShell.class, "find-tool")
            .prefersRoot()
            .limit(Duration.ofSeconds(20))
            .parsedBy(KernelLog::parse);

    /** The kernel's own first messages may be gone before a logger starts to read. */
    private static final long BOOT_SECONDS = 120;

    /** The probe names the tool, and so does what most tools say. */
    private static final Pattern TWICE = Pattern.compile("^dmesg (?=dmesg: )");

    /**
     * One log.
     *
     * @param begins when its first line was written; empty if it does not say
     * @param fromBoot whether the first line is the kernel's own first one
     */
    public record Source(String name, OptionalLong begins, boolean fromBoot, List<Event> events) {
        public Source {
            events = List.copyOf(events);
        }
    }

    /** One line of the kernel; {@code at} is seconds since 1970, empty if the line does not say. */
    public record Event(OptionalLong at, String text) {}

    public KernelLog {
        txTimeouts = Collections.unmodifiableSortedMap(new TreeMap<>(txTimeouts));
        sources = List.copyOf(sources);
        denied = List.copyOf(denied);
    }

    /** Every line of every log. */
    public List<Event> events() {
        return sources.stream().flatMap(source -> source.events().stream()).toList();
    }

    /** When the host was started, in seconds since 1970. */
    public long bootedAt() {
        return now - uptime;
    }

    /** Whether some log reaches back to the start of the host, or this far. */
    public boolean covers(Duration back) {
        long needed = Math.max(bootedAt() + BOOT_SECONDS, now - back.toSeconds());
        return sources.stream()
                .anyMatch(source -> source.fromBoot()
                        || (source.begins().isPresent() && source.begins().getAsLong() <= needed));
    }

    /** Whether the kernel has this taint bit (admin-guide/tainted-kernels.rst). */
    public boolean taintedBy(int bit) {
        return (tainted.orElse(0) >> bit & 1) == 1;
    }

    static Reading<KernelLog> parse(ProbeOutput output) throws FactFormatException {
        HeadedText text = HeadedText.parse(output.lines());
        if (text.first("done").isEmpty()) {
            throw new FactFormatException("expected all that is read of the kernel's log, and no 'done' came");
        }
        String[] now = text.argument("now").orElse("").split(" ", 2);
        long seconds = number("the host's time", now[0]);
        long uptime = number("the uptime", text.argument("uptime").orElse("").replaceFirst("\\..*", ""));
        LogLine reader = new LogLine(
                seconds, uptime, now[now.length - 1], text.argument("host").orElse(""));
        Optional<HeadedText.Part> tainted = text.first("tainted");
        return Reading.got(new KernelLog(
                seconds,
                uptime,
                text.first("virtual").isPresent(),
                tainted.isEmpty()
                        ? OptionalLong.empty()
                        : OptionalLong.of(number("a taint mask", tainted.get().argument())),
                timeouts(text),
                sources(text, reader),
                denied(text, reader)));
    }

    private static SortedMap<String, Long> timeouts(HeadedText text) throws FactFormatException {
        SortedMap<String, Long> byNic = new TreeMap<>();
        for (HeadedText.Part part : text.all("tx-timeout")) {
            String[] words = part.argument().split(" ", -1);
            byNic.merge(words[0], number("a count of timeouts", words[words.length - 1]), Long::sum);
        }
        return byNic;
    }

    /** A log without a readable line does not count: journalctl shows an ordinary user only a message, no kernel lines. */
    private static List<Source> sources(HeadedText text, LogLine reader) {
        return grouped(text).stream()
                .filter(log -> readable(log, reader))
                .map(log -> new Source(
                        log.name,
                        log.first.stream()
                                .map(reader::written)
                                .flatMapToLong(OptionalLong::stream)
                                .min(),
                        log.first.stream().anyMatch(line -> line.contains("Linux version ")),
                        log.lines.stream()
                                .flatMap(line -> reader.event(line).stream())
                                .toList()))
                .toList();
    }

    private static List<String> denied(HeadedText text, LogLine reader) {
        List<String> denied = new ArrayList<>();
        text.all("denied")
                .forEach(part -> denied.add(TWICE.matcher(part.argument()).replaceFirst("")));
        grouped(text).stream().filter(log -> !readable(log, reader)).forEach(log -> denied.add(log.name));
        return denied;
    }

    private static boolean readable(Log log, LogLine reader) {
        return log.first.stream().anyMatch(line -> reader.written(line).isPresent() || line.contains("Linux version "));
    }

    private record Log(String name, List<String> first, List<String> lines) {}

    private static List<Log> grouped(HeadedText text) {
        List<Log> logs = new ArrayList<>();
        for (HeadedText.Part part : text.parts()) {
            if (part.name().equals("source")) {
                logs.add(new Log(part.argument(), new ArrayList<>(), new ArrayList<>()));
            } else if (part.name().equals("first") && !logs.isEmpty()) {
                logs.get(logs.size() - 1).first.add(part.argument());
            } else if (part.name().equals("lines") && !logs.isEmpty()) {
                logs.get(logs.size() - 1).lines.addAll(part.lines());
            }
        }
        return logs;
    }

    private static long number(String what, String text) throws FactFormatException {
        if (!text.matches("\\d{1,18}")) {
            throw new FactFormatException("expected " + what + ", found: " + text);
        }
        return Long.parseLong(text);
    }
}
