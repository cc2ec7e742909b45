package dev.preflight.checks.storage;

import dev.preflight.api.PublishedFact;
import dev.preflight.checks.fact.Fields;
import dev.preflight.checks.storage.BlockDevices.Device;
import dev.preflight.define.value.Value;
import dev.preflight.define.value.ValueType;
import dev.preflight.define.value.ValueType.ListOf;
import dev.preflight.define.value.ValueType.Simple;
import dev.preflight.fact.Reading;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What checks of a profile may read of disks and of what is mounted. */
public final class StorageFacts {
    private static final ValueType DISKS = new ListOf(
            Fields.type("name", Simple.TEXT, "size", Simple.SIZE, "unused", Simple.BOOL, "rotational", Simple.BOOL));

    private static final ValueType MOUNTS = new ListOf(Fields.type(
            "path", Simple.TEXT,
            "source", Simple.TEXT,
            "type", Simple.TEXT,
            "options", new ListOf(Simple.TEXT),
            "read_only", Simple.BOOL,
            "size", Simple.SIZE,
            "free", Simple.SIZE));

    private StorageFacts() {}

    /** All of them. */
    public static List<PublishedFact<?>> published() {
        return List.of(
                PublishedFact.ofHost("block-devices", DISKS, BlockDevices.REQUEST, devices -> disks(devices)),
                PublishedFact.ofHost("mounts", MOUNTS, Mounts.FACT.request(), mounts -> Reading.got(mounts(mounts))));
    }

    private static Value mounts(Mounts mounts) {
        return new Value.Items(mounts.seen().stream()
                .map(mount -> new Fields()
                        .text("path", mount.point())
                        .text("source", mount.source())
                        .text("type", mount.type())
                        .texts("options", mount.options())
                        .bool("read_only", mount.readOnly())
                        .whole("size", mount.room().map(Mounts.Room::size))
                        .whole("free", mount.room().map(Mounts.Room::free))
                        .row())
                .toList());
    }

    /**
     * The disks that stay in the host, each once. A field that is absent would drop a row from a {@code where}, and no row
     * would be left to object: where it is not known whether a disk is unused, nothing is known.
     */
    private static Reading<Value> disks(BlockDevices devices) {
        List<Value> rows = new ArrayList<>();
        for (List<Device> paths : byDisk(devices)) {
            boolean used = paths.stream()
                    .anyMatch(path -> path.unused().filter(unused -> !unused).isPresent());
            Device first = paths.get(0);
            if (!used && paths.stream().anyMatch(path -> path.unused().isEmpty())) {
                return Reading.missing(devices.unsure(), first.name());
            }
            rows.add(new Fields()
                    .text("name", first.name())
                    .whole("size", first.size())
                    .bool("unused", !used)
                    .bool("rotational", first.rotational())
                    .row());
        }
        return Reading.got(new Value.Items(rows));
    }

    /** Without multipathd each path to a disk looks like a disk of its own. */
    private static Iterable<List<Device>> byDisk(BlockDevices devices) {
        Map<String, List<Device>> paths = new LinkedHashMap<>();
        devices.disks()
                .forEach(disk -> paths.computeIfAbsent(
                                disk.wwid().map(id -> "wwid " + id).orElse(disk.name()), any -> new ArrayList<>())
                        .add(disk));
        return paths.values();
    }
}
