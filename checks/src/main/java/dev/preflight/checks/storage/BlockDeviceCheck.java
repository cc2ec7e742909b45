package dev.preflight.checks.storage;

import dev.preflight.api.Arg;
import dev.preflight.api.ByteSize;
import dev.preflight.api.CheckSpec;
import dev.preflight.api.FromSetting;
import dev.preflight.api.HostCheck;
import dev.preflight.api.HostFacts;
import dev.preflight.api.Judgement;
import dev.preflight.api.Needs;
import dev.preflight.api.Param;
import dev.preflight.api.Param.Kind;
import dev.preflight.api.Rows;
import dev.preflight.api.Severity;
import dev.preflight.api.Shape;
import dev.preflight.api.Subject;
import dev.preflight.checks.storage.BlockDevices.Device;
import dev.preflight.host.HostIdentity;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * There are as many unused disks as a storage platform is to take. A platform that finds fewer than planned is installed
 * without the rest, and says so in a log. A disk without a known file system is no unused one where no program looked for
 * signatures: {@code lsblk} shows none without udev (longhorn#4508). Offers to wipe nothing.
 */
public final class BlockDeviceCheck implements HostCheck<BlockDeviceCheck.Params> {

    /** What is required of a device. */
    public record Limits(
            @Param(
                    value = "Whether nothing may use it: no partitions, file system, LVM, RAID, mount or swap",
                    example = "true",
                    kind = Kind.THRESHOLD)
            Optional<Boolean> unused,

            @Param(value = "Its size", example = "1TB", least = "1B", kind = Kind.THRESHOLD)
            Optional<ByteSize> minSize,

            @Param(
                    value = "Whether it is to be one with platters (true) or without (false), by what it says itself",
                    example = "false",
                    kind = Kind.THRESHOLD)
            Optional<Boolean> rotational)
            implements Rows.Needed {
        @Override
        public boolean requiresNothing() {
            return !unused.orElse(false) && minSize.isEmpty() && rotational.isEmpty();
        }
    }

    /** Parameters. */
    public record Params(
            @Param(
                    value = "Unused disks that the host has at least",
                    example = "4",
                    shape = Shape.POSITIVE,
                    kind = Kind.THRESHOLD)
            Optional<Integer> minCount,

            @Param(
                    value = "Unused disks that the host has at most",
                    example = "12",
                    shape = Shape.COUNT,
                    kind = Kind.THRESHOLD)
            Optional<Integer> maxCount,

            @Param(
                    value = "Size from which an unused disk counts",
                    example = "1TB",
                    least = "1B",
                    kind = Kind.THRESHOLD)
            Optional<ByteSize> minSize,

            @Param(
                    value = "Whether unused disks are to be those with platters (true) or without (false)",
                    example = "false",
                    kind = Kind.THRESHOLD)
            Optional<Boolean> rotational,

            @Param(
                    value = "Disks that never count, by name or path; * is any characters, ? is one",
                    example = "['/dev/disk/by-id/usb-*', 'nvme0n1']",
                    kind = Kind.THRESHOLD)
            List<String> exclude,

            @Param(
                    value = "What is required of single devices",
                    example = "{/dev/disk/by-id/wwn-0x5000c500a1b2c3d4: {unused: true, min_size: 1TB}}",
                    shape = Shape.DEVICE,
                    kind = Kind.THRESHOLD)
            Rows<Limits> require,

            @FromSetting boolean treatAsHost) {
        /** The list is copied. */
        public Params {
            exclude = List.copyOf(exclude);
            if (minCount.isPresent()
                    && maxCount.filter(most -> most < minCount.get()).isPresent()) {
                throw new IllegalArgumentException("max_count: less than min_count");
            }
        }
    }

    private static final CheckSpec<Params> SPEC = CheckSpec.of("block-device", Params.class, Severity.BLOCKER)
            .requires("min_count", "max_count", "require")
            .notInContainer(Params::treatAsHost)
            .code("too-few")
            .code("too-many")
            .code("in-use")
            .code("absent")
            .code("too-small")
            .code("unequal", Severity.WARNING)
            .code("rotational", Severity.WARNING);

    @Override
    public CheckSpec<Params> spec() {
        return SPEC;
    }

    @Override
    public Needs needs(Params params) {
        return Needs.none().required(HostIdentity.REQUEST, BlockDevices.REQUEST);
    }

    @Override
    public List<Judgement> judge(HostFacts facts, Params params) {
        BlockDevices devices = facts.get(BlockDevices.REQUEST);
        List<Judgement> said = new ArrayList<>();
        if (params.minCount().isPresent() || params.maxCount().isPresent()) {
            said.addAll(new UnusedDisks(devices, params).judged());
        }
        for (Rows.Row<Limits> row : params.require().all()) {
            said.addAll(one(row, devices));
        }
        return said.stream().map(one -> one.basedOn(BlockDevices.REQUEST)).toList();
    }

    private static List<Judgement> one(Rows.Row<Limits> row, BlockDevices devices) {
        Subject subject = Subject.of("device", row.key());
        Optional<Device> found = devices.at(row.key());
        if (found.isEmpty()) {
            return List.of(Judgement.fail("absent", subject).with("device", row.key()));
        }
        Device device = found.get();
        Limits limits = row.limits();
        List<Judgement> said = new ArrayList<>();
        if (limits.unused().orElse(false)) {
            if (device.unused().isEmpty()) {
                said.add(Judgement.unknown(devices.unsure(), subject).with("detail", device.name()));
            } else if (!device.unused().get()) {
                said.add(Judgement.fail("in-use", subject).with("uses", Arg.texts(device.uses())));
            }
        }
        limits.minSize()
                .filter(bound -> device.size() < bound.bytes())
                .ifPresent(bound -> said.add(Judgement.fail("too-small", subject)
                        .with("measured", new ByteSize(device.size()).beside(bound))
                        .with("wanted", bound.beside(bound))));
        limits.rotational()
                .filter(wanted -> wanted != device.rotational())
                .ifPresent(wanted -> said.add(Judgement.warning("rotational", subject)
                        .with("disks", device.name())
                        .with("rotational", Boolean.toString(device.rotational()))
                        .with("wanted", Boolean.toString(wanted))));
        if (said.isEmpty()) {
            said.add(Judgement.pass(subject));
        }
        return said.stream()
                .map(judgement -> judgement
                        .with("device", row.key())
                        .with("name", device.name())
                        .with("size", Arg.bytes(device.size())))
                .toList();
    }
}
