package dev.preflight.checks.storage;

import dev.preflight.checks.fact.HeadedText;
import dev.preflight.checks.fact.Numbers;
import dev.preflight.fact.Fact;
import dev.preflight.fact.FactFormatException;
import dev.preflight.fact.ProbeOutput;
import dev.preflight.fact.Reading;
import dev.preflight.fact.Reason;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * All that is mounted and not hidden by another mount. Sources: proc_pid_mountinfo(5), statfs(2); mount_namespaces(7).
 *
 * @param seen in the order of the kernel
 */
record Mounts(List<Mount> seen) {
    /** As root also the room of file systems below directories that only root may enter. */
    static final Fact<Mounts> FACT =
            Fact.named("mounts", Mounts.class).prefersRoot().cap(1024 * 1024).parsedBy(Mounts::parse);

    private static final int MOUNT_WORDS = 7;
    private static final int ROOM_WORDS = 4;

    /**
     * A mount. In its names a blank is a blank; other signs are as the kernel writes them.
     *
     * @param options those of the mount and those of the file system
     * @param room of a file system that the host keeps itself, where it may be asked for
     */
    record Mount(
            String point, String source, String type, List<String> options, boolean readOnly, Optional<Room> room) {
        Mount {
            options = List.copyOf(options);
        }
    }

    /**
     * Room of a file system, in bytes.
     *
     * @param size all of it
     * @param free what users may write
     */
    record Room(long size, long free) {}

    /** A line of mountinfo. */
    private record Line(long id, long parent, String point, String own, String type, String ofType, String source) {
        boolean readOnly() {
            return options(own).contains("ro") || options(ofType).contains("ro");
        }
    }

    /** A place where something is mounted: on which mount, and at which path. */
    private record Spot(long on, String point) {}

    Mounts {
        seen = List.copyOf(seen);
    }

    private static Reading<Mounts> parse(ProbeOutput output) throws FactFormatException {
        HeadedText text = HeadedText.parseEnded(output);
        if (text.first("unreadable").isPresent()) {
            return Reading.missing(Reason.NOT_READABLE, "/proc/self/mountinfo");
        }
        if (text.first("more").isPresent()) {
            return Reading.missing(Reason.TRUNCATED, "/proc/self/mountinfo");
        }
        List<Line> lines = new ArrayList<>();
        for (String mount : text.arguments("mount")) {
            lines.add(line(mount));
        }
        if (lines.isEmpty()) {
            throw new FactFormatException("expected what is mounted");
        }
        Map<String, Room> rooms = rooms(text);
        return Reading.got(new Mounts(visible(lines).stream()
                .map(line -> new Mount(
                        named(line.point()),
                        named(line.source()),
                        line.type(),
                        options(line.own() + "," + line.ofType()),
                        line.readOnly(),
                        Optional.ofNullable(rooms.get(line.point()))))
                .toList()));
    }

    private static Line line(String mount) throws FactFormatException {
        // A file system may have no source at all.
        List<String> words = Arrays.asList((mount + " ").split(" ", MOUNT_WORDS));
        if (words.size() != MOUNT_WORDS || !words.get(2).startsWith("/")) {
            throw new FactFormatException("expected a mount, found: " + mount);
        }
        return new Line(
                Numbers.whole(words.get(0)),
                Numbers.whole(words.get(1)),
                words.get(2),
                words.get(3),
                words.get(4),
                words.get(5),
                words.get(6).strip());
    }

    private static Map<String, Room> rooms(HeadedText text) throws FactFormatException {
        Map<String, Room> rooms = new HashMap<>();
        for (String room : text.arguments("room")) {
            String[] words = room.split(" ", ROOM_WORDS);
            if (words.length != ROOM_WORDS || !room.matches("(\\d{1,20} ){3}/.*")) {
                throw new FactFormatException("expected the room of a mount, found: " + room);
            }
            BigInteger block = new BigInteger(words[0]);
            long size = Space.bounded(block.multiply(new BigInteger(words[1])));
            if (size > 0) {
                rooms.put(words[3], new Room(size, Space.bounded(block.multiply(new BigInteger(words[2])))));
            }
        }
        return rooms;
    }

    /** Those that no other mount lies over: on the same place, or on a directory above. */
    private static List<Line> visible(List<Line> lines) {
        Map<Long, Line> byId = new HashMap<>();
        Set<Spot> taken = new HashSet<>();
        for (Line line : lines) {
            byId.put(line.id(), line);
            // The first of all may lie on itself.
            if (line.parent() != line.id()) {
                taken.add(new Spot(line.parent(), line.point()));
            }
        }
        return lines.stream().filter(line -> seen(line, byId, taken)).toList();
    }

    private static boolean seen(Line line, Map<Long, Line> byId, Set<Spot> taken) {
        if (taken.contains(new Spot(line.id(), line.point()))) {
            return false;
        }
        Set<Long> passed = new HashSet<>();
        for (Line at = line; at != null && passed.add(at.id()); at = byId.get(at.parent())) {
            Line on = byId.get(at.parent());
            if (on != null && covered(at, on, taken)) {
                return false;
            }
        }
        return true;
    }

    /** Whether something is mounted on the same mount, between its own place and that of this one. */
    private static boolean covered(Line at, Line on, Set<Spot> taken) {
        String up = at.point();
        while (up.length() > 1) {
            up = up.substring(0, Math.max(1, up.lastIndexOf('/')));
            boolean within = up.length() >= on.point().length();
            if (within && taken.contains(new Spot(on.id(), up))) {
                return true;
            }
        }
        return false;
    }

    private static List<String> options(String text) {
        return List.copyOf(new LinkedHashSet<>(List.of(text.split(","))));
    }

    /** Only these two: a line break would be one in a report, too. */
    private static String named(String name) {
        return name.replace("\\040", " ").replace("\\134", "\\");
    }
}
