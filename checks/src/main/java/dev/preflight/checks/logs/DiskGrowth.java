package dev.preflight.checks.logs;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import dev.preflight.checks.fact.Numbers;
import dev.preflight.checks.fact.SharedShell;
import dev.preflight.fact.Fact;
import dev.preflight.fact.FactFormatException;
import dev.preflight.fact.ProbeOutput;
import dev.preflight.fact.Reading;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * How fast file systems fill, and what is large among logs. The fact's arguments are directories beside those that every
 * host has.
 *
 * @param looks three, at the begin, in the middle and at the end
 * @param logs large log files, the largest first
 * @param deletedBytes how much is deleted and still held open
 * @param elsewhere directories that lie on another machine and were not asked for
 * @param denied directories that may not be read
 * @param timedOut directories of file systems that did not answer in time
 * @param slow searches that did not come to their end: {@code logs}, {@code deleted}
 * @param failed directories that df could not tell of, with what it said
 */
record DiskGrowth(
        List<Look> looks,
        List<Log> logs,
        long deletedBytes,
        Set<String> elsewhere,
        Set<String> denied,
        Set<String> timedOut,
        Set<String> slow,
        Map<String, String> failed) {

    /** The fact. Beside the time it watches, it may wait 5 s for each of a few file systems, and 30 s for a search. */
    public static final Fact<DiskGrowth> FACT = Fact.named("disk-growth", DiskGrowth.class)
            .sharing(SharedShell.class, "own-process", "indent", "own-dockerd")
            .prefersRoot()
            .slow()
            .limit(Duration.ofSeconds(90))
            .parsedBy(DiskGrowth::parse);

    /** A line of {@code df -P}: source, size, used, available, percent, mount point (POSIX.1-2017, df). */
    private static final Pattern DF =
            Pattern.compile("(.*?)\\s+(\\d{1,18})\\s+(-?\\d{1,18})\\s+(-?\\d{1,18})\\s+(?:(\\d{1,9})%|-)\\s+(/.*)");

    /** One look: uptime in seconds, and file systems by the directory that was asked for. */
    public record Look(double uptime, Map<String, Room> rooms) {
        public Look {
            rooms = Collections.unmodifiableMap(new LinkedHashMap<>(rooms));
        }
    }

    /**
     * Room of one file system.
     *
     * @param source what is mounted
     * @param point where it is mounted
     * @param sizeKib all of it, in KiB; under a quota of a directory, what the quota allows
     * @param availableKib what users may still write, in KiB
     * @param percent of the blocks in use, as df tells it
     * @param inodesPercent of the inodes in use; 0 where the file system counts none
     */
    public record Room(String source, String point, long sizeKib, long availableKib, int percent, int inodesPercent) {}

    /** A log file and its size. */
    public record Log(long bytes, String file) {}

    public DiskGrowth {
        looks = List.copyOf(looks);
        logs = List.copyOf(logs);
        elsewhere = Collections.unmodifiableSet(new LinkedHashSet<>(elsewhere));
        denied = Collections.unmodifiableSet(new LinkedHashSet<>(denied));
        timedOut = Collections.unmodifiableSet(new LinkedHashSet<>(timedOut));
        slow = Collections.unmodifiableSet(new LinkedHashSet<>(slow));
        failed = Collections.unmodifiableMap(new LinkedHashMap<>(failed));
    }

    static Reading<DiskGrowth> parse(ProbeOutput output) throws FactFormatException {
        List<Double> uptimes = new ArrayList<>();
        List<Map<String, Room>> rooms = new ArrayList<>();
        List<Log> logs = new ArrayList<>();
        Set<String> elsewhere = new LinkedHashSet<>();
        Set<String> denied = new LinkedHashSet<>();
        Set<String> timedOut = new LinkedHashSet<>();
        Set<String> slow = new LinkedHashSet<>();
        Map<String, String> failed = new LinkedHashMap<>();
        long deleted = 0;
        boolean done = false;
        for (String line : output.lines()) {
            int space = line.indexOf(' ');
            String name = space < 0 ? line : line.substring(0, space);
            String rest = space < 0 ? "" : line.substring(space + 1);
            switch (name) {
                case "sample" -> {
                    uptimes.add(Numbers.decimal(rest));
                    rooms.add(new LinkedHashMap<>());
                }
                case "k", "i" -> addRoom(rooms, name.equals("i"), rest, failed);
                case "elsewhere" -> elsewhere.add(rest.substring(rest.indexOf(' ') + 1));
                case "denied" -> denied.add(rest);
                case "timeout" -> timedOut.add(rest);
                case "failed" -> failed.put(head(rest), rest.substring(rest.indexOf('|') + 1));
                case "slow" -> slow.add(rest);
                case "log" -> logs.add(log(rest));
                case "deleted" -> deleted = Numbers.whole(rest.substring(rest.indexOf(' ') + 1));
                case "done" -> done = true;
                default -> throw new FactFormatException("expected file systems and logs, found: " + line);
            }
        }
        if (uptimes.size() != 3 || !done) {
            throw new FactFormatException("expected three looks, found " + uptimes.size() + ": " + output.firstError());
        }
        List<Look> looks = IntStream.range(0, uptimes.size())
                .mapToObj(i -> new Look(uptimes.get(i), rooms.get(i)))
                .toList();
        return Reading.got(new DiskGrowth(looks, logs, deleted, elsewhere, denied, timedOut, slow, failed));
    }

    private static void addRoom(List<Map<String, Room>> looks, boolean inodes, String rest, Map<String, String> failed)
            throws FactFormatException {
        Matcher df = DF.matcher(rest.substring(rest.indexOf('|') + 1));
        if (looks.isEmpty() || !df.matches() || rest.indexOf('|') < 1) {
            throw new FactFormatException("expected a look first, and a line of df: " + rest);
        }
        Map<String, Room> rooms = looks.get(looks.size() - 1);
        int percent = df.group(5) == null ? 0 : Integer.parseInt(df.group(5));
        if (!inodes && df.group(5) == null) {
            // Of no size: df does not know this one.
            failed.put(head(rest), df.group());
        } else if (!inodes) {
            rooms.put(
                    head(rest),
                    new Room(
                            df.group(1),
                            df.group(6),
                            Long.parseLong(df.group(2)),
                            Long.parseLong(df.group(4)),
                            percent,
                            0));
        } else {
            rooms.computeIfPresent(
                    head(rest),
                    (path, room) -> new Room(
                            room.source(), room.point(), room.sizeKib(), room.availableKib(), room.percent(), percent));
        }
    }

    private static String head(String rest) {
        int bar = rest.indexOf('|');
        return bar < 0 ? rest : rest.substring(0, bar);
    }

    private static Log log(String rest) throws FactFormatException {
        int space = rest.indexOf(' ');
        if (space < 0) {
            throw new FactFormatException("expected a size and a file, found: " + rest);
        }
        return new Log(Numbers.whole(rest.substring(0, space)), rest.substring(space + 1));
    }
}
