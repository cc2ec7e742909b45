package dev.preflight.checks.storage;

import dev.preflight.checks.fact.HeadedText;
import dev.preflight.checks.fact.HeadedText.Part;
import dev.preflight.checks.fact.Numbers;
import dev.preflight.checks.fact.SharedShell;
import dev.preflight.fact.Fact;
import dev.preflight.fact.FactFormatException;
import dev.preflight.fact.ProbeOutput;
import dev.preflight.fact.Reading;
import dev.preflight.fact.Reason;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How paths are mounted now and at the next boot, and who gets to them. The fact's arguments are paths and names of users.
 * Names are written as in mountinfo, with a blank as {@code \040}. Sources: proc_pid_mountinfo(5), fstab(5),
 * systemd.mount(5), xfs_info(8).
 *
 * @param places by path that was asked for
 * @param wanted what fstab and units mount, in their order
 * @param dirs directories on the way, with a slash behind their paths; none where no user was asked for
 * @param users by name that was asked for; empty for one that is not there
 */
record PathMounts(
        SortedMap<String, Place> places,
        List<WantedMount> wanted,
        SortedMap<String, Dir> dirs,
        SortedMap<String, Optional<User>> users) {

    /** A path that hangs leaves all rows without an answer, in the time that {@code space} takes for one. */
    static final Fact<PathMounts> FACT = Fact.named("path-mounts", PathMounts.class)
            .sharing(SharedShell.class, "find-tool")
            .sharing(PathMounts.class, "canonical-path")
            .prefersRoot()
            .parsedBy(PathMounts::parse);

    /** How many words stand for a mount, and for a line of fstab. */
    private static final int MOUNT_WORDS = 6;

    private static final int FSTAB_WORDS = 5;

    /** The collections are copied. */
    PathMounts {
        places = Collections.unmodifiableSortedMap(new TreeMap<>(places));
        wanted = List.copyOf(wanted);
        dirs = Collections.unmodifiableSortedMap(new TreeMap<>(dirs));
        users = Collections.unmodifiableSortedMap(new TreeMap<>(users));
    }

    /**
     * A path.
     *
     * @param asked it, as mountinfo writes names
     * @param link whether it is a symbolic link
     * @param found where it leads
     */
    record Place(String asked, boolean link, Reading<Found> found) {}

    /**
     * Where a path leads.
     *
     * @param at what is there of it, without links
     * @param below what is not there yet, with a slash in front
     * @param file whether it is there, and no directory
     * @param mount what it lies on
     * @param xfs of XFS the line of xfs_info(8) on names, such as {@code naming =version 2 bsize=4096 ftype=1}, or
     *     {@code no-tool}
     */
    record Found(String at, String below, boolean file, Mount mount, Optional<String> xfs) {
        /** The whole path, without links as far as it is there. */
        String whole() {
            return at.equals("/") && !below.isEmpty() ? below : at + below;
        }
    }

    /** A mount; its options are those of the mount and of the file system. */
    record Mount(String number, String point, String type, String source, List<String> options) {
        Mount {
            options = List.copyOf(options);
        }
    }

    /** A directory, as {@code ls -n} prints mode, owner and group. */
    record Dir(String mode, String uid, String gid) {}

    /** A user and the groups that the user is in. */
    record User(String uid, Set<String> gids) {
        User {
            gids = Set.copyOf(gids);
        }
    }

    private static Reading<PathMounts> parse(ProbeOutput output) throws FactFormatException {
        HeadedText text = HeadedText.parseEnded(output);
        if (text.first("unreadable").isPresent()) {
            return Reading.missing(Reason.NOT_READABLE, "/proc/self/mountinfo");
        }
        SortedMap<String, Place> places = new TreeMap<>();
        List<WantedMount> wanted = new ArrayList<>();
        SortedMap<String, Dir> dirs = new TreeMap<>();
        SortedMap<String, Optional<User>> users = new TreeMap<>();
        for (Part part : text.parts()) {
            switch (part.name()) {
                case "path" -> places.put(part.argument(), place(part));
                case "fstab" -> wanted.add(fstab(part.argument()));
                case "unit" -> WantedMount.unit(part).ifPresent(wanted::add);
                case "dir" -> dirs.put(part.argument(), dir(part));
                case "user" -> users.put(part.argument(), user(part));
                default -> throw new FactFormatException("expected a heading of mounts, found: " + part.name());
            }
        }
        return Reading.got(new PathMounts(places, wanted, dirs, users));
    }

    private static Place place(Part part) throws FactFormatException {
        return new Place(one(part, "asked"), part.lines().contains("link"), found(part));
    }

    private static Reading<Found> found(Part part) throws FactFormatException {
        for (Map.Entry<String, Reason> missing : Map.of("denied", Reason.NO_PERMISSION, "dangling", Reason.AMBIGUOUS)
                .entrySet()) {
            if (part.lines().contains(missing.getKey())) {
                return Reading.missing(missing.getValue(), part.argument());
            }
        }
        List<String> words = words(one(part, "mount"), MOUNT_WORDS);
        Set<String> options = new LinkedHashSet<>(List.of(words.get(4).split(",")));
        options.addAll(List.of(words.get(5).split(",")));
        Mount mount = new Mount(words.get(0), words.get(1), words.get(2), words.get(3), List.copyOf(options));
        return Reading.got(new Found(
                one(part, "at"),
                part.values("below").stream().findFirst().orElse(""),
                part.lines().contains("file"),
                mount,
                part.values("xfs").stream().findFirst()));
    }

    private static WantedMount fstab(String line) throws FactFormatException {
        List<String> words = words(line, FSTAB_WORDS);
        return new WantedMount(
                "/etc/fstab:" + Numbers.small(words.get(0)),
                words.get(1),
                words.get(2),
                words.get(3),
                List.of(words.get(4).split(",")),
                true);
    }

    private static Dir dir(Part part) throws FactFormatException {
        if (part.lines().isEmpty()) {
            throw new FactFormatException("expected the mode of " + part.argument());
        }
        List<String> words = words(part.lines().get(0), 3);
        if (!words.get(0).matches("d[-rwxsStT]{9}[+.@]?")) {
            throw new FactFormatException("expected the mode of a directory, found: " + words.get(0));
        }
        return new Dir(words.get(0), words.get(1), words.get(2));
    }

    private static Optional<User> user(Part part) {
        return part.values("ids").stream().findFirst().map(ids -> {
            List<String> words = List.of(ids.split(" "));
            return new User(words.get(0), new LinkedHashSet<>(words.subList(1, words.size())));
        });
    }

    private static String one(Part part, String word) throws FactFormatException {
        return part.values(word).stream()
                .findFirst()
                .orElseThrow(() -> new FactFormatException("expected " + word + " of " + part.argument()));
    }

    private static List<String> words(String line, int count) throws FactFormatException {
        List<String> words = List.of(line.split(" ", -1));
        if (words.size() != count || words.contains("")) {
            throw new FactFormatException("expected " + count + " words, found: " + line);
        }
        return words;
    }
}
