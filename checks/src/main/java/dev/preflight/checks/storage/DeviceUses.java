package dev.preflight.checks.storage;

import dev.preflight.checks.fact.HeadedText;
import dev.preflight.checks.fact.HeadedText.Part;
import dev.preflight.fact.FactFormatException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What uses the block devices of a host, as the probe {@code block-devices} printed it. */
final class DeviceUses {
    /** What libblkid calls a signature that is none of a file system: its {@code superblocks} directory. */
    private static final Map<String, String> SIGNATURES = Map.of(
            "LVM2_member", "lvm",
            "LVM1_member", "lvm",
            "crypto_LUKS", "luks",
            "swap", "swap",
            "ceph_bluestore", "bluestore",
            "bcache", "bcache",
            "mpath_member", "multipath",
            "zfs_member", "zfs");

    private static final String FS_TYPE = "ID_FS_TYPE=";
    private static final String TABLE = "ID_PART_TABLE_TYPE=";

    private final List<String> links;
    private final List<String> swaps;
    private final List<String[]> mounts = new ArrayList<>();
    private final List<String[]> fstab = new ArrayList<>();

    DeviceUses(HeadedText text) throws FactFormatException {
        List<String> named = new ArrayList<>();
        for (Part part : text.all("links")) {
            part.lines().forEach(line -> named.add("/dev/disk/" + part.argument() + "/" + line));
        }
        this.links = named;
        this.swaps = text.lines("swaps");
        for (String line : text.lines("mounts")) {
            String[] words = line.split(" ", 3);
            if (words.length != 3) {
                throw new FactFormatException("expected a number, a source and a mount point, found: " + line);
            }
            mounts.add(words);
        }
        text.lines("fstab").forEach(line -> fstab.add(line.split(" ", 2)));
    }

    /** The first value of a line that must be there. */
    static String value(Part part, String word) throws FactFormatException {
        return part.values(word).stream()
                .findFirst()
                .orElseThrow(() -> new FactFormatException("expected " + word + " of " + part.argument()));
    }

    static String number(Part part) {
        return part.values("number").stream().findFirst().orElse("");
    }

    /** Links to it, and the name of the device mapper. */
    List<String> names(Part part) {
        List<String> names = new ArrayList<>();
        part.values("mapped").forEach(name -> names.add("/dev/mapper/" + name));
        for (String link : links) {
            int blank = link.lastIndexOf(' ');
            if (blank > 0 && link.substring(blank + 1).equals(kernelName(part))) {
                names.add(link.substring(0, blank));
            }
        }
        return names;
    }

    /** The last part: that of cciss/c0d0 is what its links end with. */
    private static String kernelName(Part part) {
        return part.argument().substring(part.argument().lastIndexOf('/') + 1);
    }

    /** What uses it, without its partitions. */
    List<String> of(Part part) {
        Set<String> uses = new LinkedHashSet<>();
        for (String has : part.values("has")) {
            if (has.startsWith(FS_TYPE) && has.length() > FS_TYPE.length()) {
                uses.add(signature(has.substring(FS_TYPE.length())));
            } else if (has.startsWith(TABLE) && has.length() > TABLE.length()) {
                uses.add("partition table " + has.substring(TABLE.length()));
            }
        }
        part.values("holder").forEach(holder -> uses.add("held by " + holder));
        List<String> paths = new ArrayList<>(names(part));
        paths.add("/dev/" + part.argument());
        String number = number(part);
        mounts.stream()
                .filter(mount -> mount[0].equals(number) || paths.contains(mount[1]))
                .forEach(mount -> uses.add("mounted on " + mount[2]));
        if (swaps.stream().anyMatch(paths::contains)) {
            uses.add("swap");
        }
        fstab.stream().filter(line -> paths.contains(line[0])).forEach(line -> uses.add("in fstab"));
        if (part.values("ro").contains("1")) {
            uses.add("read-only");
        }
        return List.copyOf(uses);
    }

    private static String signature(String type) {
        return type.endsWith("_raid_member") ? "raid" : SIGNATURES.getOrDefault(type, "filesystem " + type);
    }

    /** Whether nothing uses it; without its signatures, something that is not seen may. */
    Optional<Boolean> unused(Part part, List<String> uses) {
        if (!uses.isEmpty()) {
            return Optional.of(false);
        }
        return part.values("signatures").isEmpty() ? Optional.empty() : Optional.of(true);
    }
}
