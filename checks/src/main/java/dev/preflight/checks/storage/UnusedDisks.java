package dev.preflight.checks.storage;

import dev.preflight.api.Arg;
import dev.preflight.api.ByteSize;
import dev.preflight.api.Judgement;
import dev.preflight.api.Outcome;
import dev.preflight.api.Subject;
import dev.preflight.checks.storage.BlockDevices.Device;
import dev.preflight.checks.storage.BlockDevices.Kind;
import dev.preflight.node.Glob;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The disks of a host beside how many unused ones are required. */
final class UnusedDisks {
    /**
     * Of the largest disk: what is at least as large is as good as equal. Makers agree on sectors for a nominal size
     * (SFF-8447), but controllers keep some for themselves.
     */
    private static final int EQUAL_PERCENT = 99;

    private static final int PERCENT = 100;

    /** The unit of sizes where no bound has one. */
    private static final ByteSize GIB = new ByteSize(1L << 30);

    private final BlockDevices devices;
    private final BlockDeviceCheck.Params params;
    private final List<Device> counted = new ArrayList<>();
    private final List<Device> unsure = new ArrayList<>();
    private final List<String> others = new ArrayList<>();

    UnusedDisks(BlockDevices devices, BlockDeviceCheck.Params params) {
        this.devices = devices;
        this.params = params;
        devices.devices().stream().filter(device -> device.kind() == Kind.DISK).forEach(this::sort);
    }

    private void sort(Device disk) {
        List<String> against = new ArrayList<>(disk.uses());
        if (disk.removable()) {
            against.add("removable");
        }
        if (params.minSize().filter(bound -> disk.size() < bound.bytes()).isPresent()) {
            against.add("too small");
        }
        if (excluded(disk)) {
            against.add("excluded");
        }
        // Without multipathd each path looks like a disk of its own.
        Stream.concat(counted.stream(), unsure.stream())
                .filter(other -> disk.wwid().isPresent() && disk.wwid().equals(other.wwid()))
                .forEach(other -> against.add("same disk as " + other.name()));
        if (!against.isEmpty()) {
            others.add(described(disk) + ": " + String.join(", ", against));
        } else if (disk.unused().isEmpty()) {
            unsure.add(disk);
        } else {
            counted.add(disk);
        }
    }

    private boolean excluded(Device disk) {
        return params.exclude().stream()
                .map(Glob::of)
                .anyMatch(glob -> Stream.concat(Stream.of(disk.name(), "/dev/" + disk.name()), disk.names().stream())
                        .anyMatch(glob::matches));
    }

    /** In the unit of the bound, for it may be just below. */
    private String described(Device disk) {
        ByteSize size = new ByteSize(disk.size());
        return disk.name() + " (" + size.beside(params.minSize().orElse(GIB)) + ")";
    }

    List<Judgement> judged() {
        List<Judgement> said = new ArrayList<>();
        count().ifPresent(said::add);
        boolean decided = said.isEmpty();
        unequal().ifPresent(said::add);
        rotational().ifPresent(said::add);
        if (decided && said.isEmpty()) {
            said.add(Judgement.pass(Subject.HOST));
        }
        return said.stream().map(this::with).toList();
    }

    private Optional<Judgement> count() {
        int least = counted.size();
        int most = least + unsure.size();
        Optional<Integer> min = params.minCount().filter(bound -> least < bound);
        Optional<Integer> max = params.maxCount().filter(bound -> most > bound);
        if (min.filter(bound -> most < bound).isPresent()) {
            return Optional.of(Judgement.fail("too-few", Subject.HOST).with("wanted", Arg.count(min.get())));
        }
        if (max.filter(bound -> least > bound).isPresent()) {
            return Optional.of(Judgement.fail("too-many", Subject.HOST).with("wanted", Arg.count(max.get())));
        }
        return min.isPresent() || max.isPresent()
                ? Optional.of(Judgement.unknown(devices.unsure(), Subject.HOST).with("detail", names(unsure)))
                : Optional.empty();
    }

    private Optional<Judgement> unequal() {
        long smallest = counted.stream().mapToLong(Device::size).min().orElse(0);
        long largest = counted.stream().mapToLong(Device::size).max().orElse(0);
        return smallest < largest / PERCENT * EQUAL_PERCENT
                ? Optional.of(Judgement.warning("unequal", Subject.HOST)
                        .with("smallest", Arg.bytes(smallest))
                        .with("largest", Arg.bytes(largest)))
                : Optional.empty();
    }

    private Optional<Judgement> rotational() {
        List<Device> wrong = counted.stream()
                .filter(disk -> params.rotational()
                        .filter(wanted -> wanted != disk.rotational())
                        .isPresent())
                .toList();
        return wrong.isEmpty()
                ? Optional.empty()
                : Optional.of(Judgement.warning("rotational", Subject.HOST)
                        .with("disks", names(wrong))
                        .with("rotational", Boolean.toString(wrong.get(0).rotational()))
                        .with("wanted", Boolean.toString(!wrong.get(0).rotational())));
    }

    private static String names(List<Device> disks) {
        return String.join(", ", disks.stream().map(Device::name).toList());
    }

    private Judgement with(Judgement judgement) {
        Judgement said = judgement.with("count", Arg.count(counted.size()));
        said = counted.isEmpty()
                ? said
                : said.with(
                        "unused",
                        Arg.texts(counted.stream().map(this::described).toList()));
        if (said.outcome() == Outcome.PASS) {
            return said;
        }
        said = params.minSize().isPresent()
                ? said.with("minSize", params.minSize().get().toString())
                : said;
        return others.isEmpty() ? said : said.with("others", Arg.texts(others));
    }
}
