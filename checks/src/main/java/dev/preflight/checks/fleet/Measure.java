package dev.preflight.checks.fleet;

import dev.preflight.api.Arg;
import dev.preflight.api.ByteSize;
import dev.preflight.api.HostFacts;
import dev.preflight.checks.machine.Cpu;
import dev.preflight.checks.machine.GroupLimit;
import dev.preflight.checks.machine.Memory;
import dev.preflight.checks.storage.BlockDevices;
import dev.preflight.checks.storage.BlockDevices.Device;
import dev.preflight.checks.storage.Space;
import dev.preflight.fact.CodeName;
import dev.preflight.fact.FactRequest;
import dev.preflight.fact.Reading;
import dev.preflight.fact.Reason;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** What is added up over the hosts of a group. */
enum Measure {
    /** The hosts themselves. */
    HOSTS,
    /** Processors that may be used, in thousandths. */
    CPU,
    /** Memory that is installed, in bytes. */
    MEMORY,
    /** What users may write below a path, in bytes. */
    DISK_FREE,
    /** Disks that nothing uses. */
    UNUSED_DISKS;

    /** A quota may leave parts of a processor. */
    private static final long PARTS = 1000;

    private static final FactRequest<Cpu> PROCESSORS = Cpu.FACT.request();

    private static final FactRequest<Memory> INSTALLED = Memory.FACT.request();

    /**
     * By how many parts of a hundred MemTotal may be below what is installed, where the kernel does not show its blocks:
     * the same as {@code tolerance} of the check {@code memory}.
     */
    static final int TOLERANCE = 10;

    private static final ByteSize GIB = new ByteSize(1L << 30);

    /** How a profile spells it. */
    String id() {
        return CodeName.of(this);
    }

    /** Whether it is measured at a path. */
    boolean takesPath() {
        return this == DISK_FREE;
    }

    /** Whether its bounds are sizes with units. */
    boolean sizes() {
        return this == MEMORY || this == DISK_FREE;
    }

    /** How many of its units one of a bound is. */
    long units() {
        return this == CPU ? PARTS : 1;
    }

    /** What is read for it; hosts are counted without. */
    Optional<FactRequest<?>> request(String path) {
        return switch (this) {
            case HOSTS -> Optional.empty();
            case CPU -> Optional.of(PROCESSORS);
            case MEMORY -> Optional.of(INSTALLED);
            case DISK_FREE -> Optional.of(Space.at(path));
            case UNUSED_DISKS -> Optional.of(BlockDevices.REQUEST);
        };
    }

    /** What a host has of it. */
    Share of(HostFacts facts, String path) {
        return switch (this) {
            case HOSTS -> Share.of(1);
            case CPU ->
                facts.reading(PROCESSORS)
                        .fold(cpu -> Share.of(cpu.limited(cpu.usable().size(), false)), Share::unknown);
            case MEMORY -> facts.reading(INSTALLED).fold(Measure::memory, Share::unknown);
            case DISK_FREE -> facts.reading(Space.at(path)).fold(Measure::room, Share::unknown);
            case UNUSED_DISKS -> facts.reading(BlockDevices.REQUEST).fold(Measure::disks, Share::unknown);
        };
    }

    /** What a container may use of it is all that it has. */
    private static Share memory(Memory memory) {
        long limit = memory.limits().stream()
                .filter(GroupLimit::ofMachine)
                .mapToLong(GroupLimit::amount)
                .min()
                .orElse(Share.ANY);
        long shown = Math.min(limit, memory.nominal().orElse(memory.total()));
        if (memory.nominal().isPresent() || shown == limit) {
            return Share.of(shown);
        }
        // Accepted as the check of one host accepts it: a sum of three fit hosts must not fail.
        long installed = Math.min(limit, memory.total() / (100 - TOLERANCE) * 100);
        return new Share(shown, installed, installed, Optional.empty());
    }

    /** What is not mounted, or cannot be written, has no room. */
    private static Share room(Space space) {
        if (space.absent().isPresent() || space.mount().flags().contains("read-only")) {
            return Share.of(0);
        }
        return space.total() == 0
                ? Share.unknown(
                        new Reading.Missing<>(Reason.AMBIGUOUS, space.mount().type()))
                : Share.of(space.available());
    }

    /** Two devices with one number of the world are two paths to one disk. */
    private static Share disks(BlockDevices devices) {
        Set<String> seen = new HashSet<>();
        long unused = 0;
        long unsure = 0;
        for (Device disk : devices.disks()) {
            if (disk.wwid().isEmpty() || seen.add(disk.wwid().get())) {
                unused += disk.unused().orElse(false) ? 1 : 0;
                unsure += disk.unused().isEmpty() ? 1 : 0;
            }
        }
        return unsure == 0
                ? Share.of(unused)
                : Share.between(unused, unused + unsure, new Reading.Missing<>(devices.unsure(), "signatures"));
    }

    /** An amount for people, in the unit of a bound if there is one. */
    Arg shown(long amount, Optional<Amount> bound) {
        return sizes()
                ? Arg.text(new ByteSize(amount)
                        .beside(bound.map(b -> new ByteSize(b.number())).orElse(GIB)))
                : Arg.text(BigDecimal.valueOf(amount)
                        .divide(BigDecimal.valueOf(units()))
                        .stripTrailingZeros()
                        .toPlainString());
    }
}
