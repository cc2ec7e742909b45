package dev.preflight.checks.storage;

import dev.preflight.checks.fact.HeadedText;
import dev.preflight.checks.fact.HeadedText.Part;
import dev.preflight.checks.fact.Numbers;
import dev.preflight.checks.fact.SharedShell;
import dev.preflight.fact.Fact;
import dev.preflight.fact.FactFormatException;
import dev.preflight.fact.FactRequest;
import dev.preflight.fact.ProbeOutput;
import dev.preflight.fact.Reading;
import dev.preflight.fact.Reason;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Block devices of a host and what they are used for. Sources: the kernel's {@code ABI/stable/sysfs-block}, udev(7),
 * blkid(8), swapon(8), fstab(5); what keeps a disk from being unused: "available" of Ceph's orchestrator.
 *
 * @param devices disks, partitions and what is made of them, in the order of their names
 * @param unsure why signatures could not be read, where {@link Device#unused} is not known
 */
public record BlockDevices(List<Device> devices, Reason unsure) {
    /** Root reads signatures of disks where udev does not run. */
    public static final Fact<BlockDevices> FACT = Fact.named("block-devices", BlockDevices.class)
            .sharing(SharedShell.class, "find-tool")
            .prefersRoot()
            .parsedBy(BlockDevices::parse);

    /** The one request for it. */
    public static final FactRequest<BlockDevices> REQUEST = FACT.request();

    /** The unit of {@code size} in sysfs, whatever the disk's own sectors are: the kernel's include/linux/blk_types.h. */
    private static final long SECTOR = 512;

    /**
     * One of them.
     *
     * @param name as the kernel calls it, such as {@code sdb}; it may be another one after the next boot
     * @param size in bytes
     * @param kind what it is
     * @param unused whether nothing uses it; empty if that is not known, because its signatures could not be read
     * @param rotational whether it says that it has platters; what a virtual disk says means little
     * @param removable whether its medium can be taken out
     * @param uses what uses it, such as {@code filesystem ext4} or {@code mounted on /data}
     * @param names paths below {@code /dev} that are links to it and stay the same
     * @param number of its device file, {@code MAJOR:MINOR}
     * @param wwid number that no other disk in the world has (SPC-4, NVMe); two devices with one are two paths to it
     * @param below devices that it is made of, or the one that it is a partition of
     */
    public record Device(
            String name,
            long size,
            Kind kind,
            Optional<Boolean> unused,
            boolean rotational,
            boolean removable,
            List<String> uses,
            List<String> names,
            String number,
            Optional<String> wwid,
            List<String> below) {
        /** The collections are copied. */
        public Device {
            uses = List.copyOf(uses);
            names = List.copyOf(names);
            below = List.copyOf(below);
        }

        /** Whether it is a disk that stays in the host: no part of one, and nothing made of others. */
        public boolean disk() {
            return kind == Kind.DISK && !removable;
        }
    }

    /** What a device is. */
    public enum Kind {
        /** A disk, or all paths to one as the device of multipath. */
        DISK,
        /** A part of another device. */
        PARTITION,
        /** Made of others, or of none: LVM, md, dm-crypt, network block devices. */
        OTHER
    }

    /** The devices are copied. */
    public BlockDevices {
        devices = List.copyOf(devices);
    }

    /** Disks that stay in the host. */
    public List<Device> disks() {
        return devices.stream().filter(Device::disk).toList();
    }

    /** The device at this path of {@code /dev}. */
    Optional<Device> at(String path) {
        return devices.stream()
                .filter(device ->
                        path.equals("/dev/" + device.name()) || device.names().contains(path))
                .findFirst();
    }

    /**
     * The disks that a file system lies on in the end.
     *
     * @param number of the device that is mounted
     * @param source what is mounted, if the number is none of a device (btrfs)
     */
    List<Device> lowest(String number, String source) {
        Map<String, Device> byName = new HashMap<>();
        devices.forEach(device -> byName.put(device.name(), device));
        Deque<Device> left = new ArrayDeque<>(
                devices.stream().filter(d -> d.number().equals(number)).toList());
        if (left.isEmpty()) {
            at(source).ifPresent(left::add);
        }
        List<Device> lowest = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        while (!left.isEmpty()) {
            Device device = left.remove();
            if (seen.add(device.name())) {
                List<Device> below = device.below().stream()
                        .flatMap(name -> Stream.ofNullable(byName.get(name)))
                        .toList();
                left.addAll(below);
                if (below.isEmpty()) {
                    lowest.add(device);
                }
            }
        }
        return lowest;
    }

    private static Reading<BlockDevices> parse(ProbeOutput output) throws FactFormatException {
        HeadedText text = HeadedText.parseEnded(output);
        if (text.first("unreadable").isPresent()) {
            return Reading.missing(Reason.NOT_READABLE, "/sys/block");
        }
        // A kernel that cannot swap has no /proc/swaps, but each has mounts.
        if (text.first("mounts").isEmpty()) {
            return Reading.missing(Reason.NOT_READABLE, "/proc/self/mountinfo");
        }
        DeviceUses uses = new DeviceUses(text);
        List<Device> devices = new ArrayList<>();
        List<Part> parts = text.parts();
        for (int i = 0; i < parts.size(); i++) {
            if (parts.get(i).name().equals("device")) {
                int end = i + 1;
                while (end < parts.size() && parts.get(end).name().equals("partition")) {
                    end++;
                }
                devices.addAll(withPartitions(parts.get(i), parts.subList(i + 1, end), uses));
            }
        }
        return Reading.got(new BlockDevices(devices, unsure(text)));
    }

    private static Reason unsure(HeadedText text) {
        return switch (text.argument("blkid").orElse("")) {
            case "denied" -> Reason.NO_PERMISSION;
            case "no-tool" -> Reason.NO_TOOL;
            default -> Reason.NOT_READABLE;
        };
    }

    private static List<Device> withPartitions(Part disk, List<Part> partitions, DeviceUses uses)
            throws FactFormatException {
        boolean rotational = flag(disk, "rotational");
        boolean removable = flag(disk, "removable");
        Kind kind = disk.lines().contains("physical") || disk.lines().contains("multipath") ? Kind.DISK : Kind.OTHER;
        List<String> used = new ArrayList<>();
        if (!partitions.isEmpty()) {
            used.add("partitions "
                    + String.join(" ", partitions.stream().map(Part::argument).toList()));
        }
        used.addAll(uses.of(disk));
        List<Device> devices = new ArrayList<>();
        devices.add(new Device(
                disk.argument(),
                size(disk),
                kind,
                uses.unused(disk, used),
                rotational,
                removable,
                used,
                uses.names(disk),
                DeviceUses.number(disk),
                disk.values("wwid").stream().findFirst(),
                disk.values("slave")));
        for (Part part : partitions) {
            List<String> ofPart = uses.of(part);
            devices.add(new Device(
                    part.argument(),
                    size(part),
                    Kind.PARTITION,
                    uses.unused(part, ofPart),
                    rotational,
                    removable,
                    ofPart,
                    uses.names(part),
                    DeviceUses.number(part),
                    Optional.empty(),
                    List.of(disk.argument())));
        }
        return devices;
    }

    private static long size(Part part) throws FactFormatException {
        // More than a disk of 2^62 bytes has is none of a disk.
        long sectors = Numbers.whole(DeviceUses.value(part, "sectors"));
        if (sectors > Long.MAX_VALUE / 2 / SECTOR) {
            throw new FactFormatException("expected the sectors of a disk, found: " + sectors);
        }
        return SECTOR * sectors;
    }

    private static boolean flag(Part part, String name) {
        return part.values(name).contains("1");
    }
}
