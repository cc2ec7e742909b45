package dev.preflight.checks.storage;

import dev.preflight.checks.fact.HeadedText;
import dev.preflight.fact.Fact;
import dev.preflight.fact.FactFormatException;
import dev.preflight.fact.FactRequest;
import dev.preflight.fact.ProbeOutput;
import dev.preflight.fact.Reading;
import dev.preflight.fact.Reason;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Room of the file system that holds a path, or will hold it. Sources: statfs(2), statvfs(3), proc(5) for mountinfo,
 * fstab(5), systemd.mount(5).
 *
 * @param total all of it, in bytes
 * @param free what is free, with what is kept for root, in bytes
 * @param available what users may write ({@code f_bavail}), in bytes
 * @param percent of its blocks that users may write, rounded down
 * @param inodes how many files it may have; 0 or less if it counts none (btrfs)
 * @param freeInodes how many more files it may have
 * @param mount where it is mounted
 * @param absent what should be mounted above the path and is not
 */
public record Space(
        long total,
        long free,
        long available,
        long percent,
        long inodes,
        long freeInodes,
        Mount mount,
        Optional<Absent> absent) {

    /** One probe for each path: a path that hangs (NFS, autofs) leaves the other rows their answers. */
    public static final Fact<Space> FACT = Fact.named("space", Space.class)
            .sharing(Space.class, "canonical-path")
            .prefersRoot()
            .limit(Duration.ofSeconds(5))
            .parsedBy(Space::parse);

    /**
     * A mount, in the words of mountinfo.
     *
     * @param device number of the file system's superblock, which its bind mounts and subvolumes share
     * @param flags {@code read-only}, {@code quota}
     */
    public record Mount(String device, String point, String type, String source, List<String> flags) {
        public Mount {
            flags = List.copyOf(flags);
        }

        /** What shares its room: all of a superblock, all data sets of a pool of ZFS. */
        String shared() {
            return type.equals("zfs") ? "zfs " + source.split("/", 2)[0] : device;
        }
    }

    /** A mount point on which nothing is mounted. */
    public record Absent(String point, String from) {}

    /** The request for this path. */
    public static FactRequest<Space> at(String path) {
        return FACT.request().with("PATH", path);
    }

    private static Reading<Space> parse(ProbeOutput output) throws FactFormatException {
        HeadedText text = HeadedText.parseEnded(output);
        if (text.first("denied").isPresent()) {
            return Reading.missing(Reason.NO_PERMISSION, "");
        }
        if (text.first("dangling").isPresent()) {
            return Reading.missing(Reason.AMBIGUOUS, "");
        }
        if (text.first("no-tool").isPresent()) {
            return Reading.missing(Reason.NO_TOOL, "stat");
        }
        List<String> mount = words(text, "mount", 4);
        List<BigInteger> room = numbers(words(text, "room", 6));
        BigInteger block = room.get(0);
        BigInteger blocks = room.get(1);
        BigInteger available = room.get(3);
        List<String> wanted = text.first("absent").isPresent() ? words(text, "wanted", 2) : List.of();
        return Reading.got(new Space(
                bounded(block.multiply(blocks)),
                bounded(block.multiply(room.get(2))),
                bounded(block.multiply(available)),
                blocks.signum() == 0
                        ? 0
                        : bounded(available.multiply(BigInteger.valueOf(100)).divide(blocks)),
                bounded(room.get(4)),
                bounded(room.get(5)),
                new Mount(mount.get(0), mount.get(1), mount.get(2), mount.get(3), mount.subList(4, mount.size())),
                wanted.isEmpty() ? Optional.empty() : Optional.of(new Absent(wanted.get(1), wanted.get(0)))));
    }

    private static List<String> words(HeadedText text, String heading, int least) throws FactFormatException {
        List<String> words = text.first(heading)
                .map(part -> Arrays.asList(part.argument().split(" ", -1)))
                .orElse(List.of());
        if (words.size() < least) {
            throw new FactFormatException("expected " + heading + " with " + least + " words, found: " + words);
        }
        return words;
    }

    private static List<BigInteger> numbers(List<String> words) throws FactFormatException {
        List<BigInteger> numbers = new ArrayList<>();
        for (String word : words) {
            if (!word.matches("-?\\d{1,20}")) {
                throw new FactFormatException("expected a number, found: " + word);
            }
            numbers.add(new BigInteger(word));
        }
        return numbers;
    }

    /** Network file systems say 2^64-1 where they know no limit: for a bound that is as good as the longest long. */
    static long bounded(BigInteger number) {
        return number.min(BigInteger.valueOf(Long.MAX_VALUE)).longValue();
    }
}
