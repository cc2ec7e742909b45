package dev.preflight.checks.machine;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import dev.preflight.checks.fact.HeadedText;
import dev.preflight.checks.fact.Numbers;
import dev.preflight.fact.Fact;
import dev.preflight.fact.FactFormatException;
import dev.preflight.fact.ProbeOutput;
import dev.preflight.fact.Reading;
import java.util.List;
import java.util.Optional;

/**
 * The memory, in bytes. Sources: proc_meminfo(5); lsmem(1); the kernel's admin-guide/mm/memory-hotplug.rst, hugetlbpage.rst.
 *
 * @param total what the kernel manages: MemTotal
 * @param available what programs can get without swapping; empty before Linux 3.14
 * @param nominal what is installed; empty where the blocks do not show it
 * @param crashKernel what is kept for the kernel that takes over after a crash
 * @param hugePages what the pools of huge pages hold
 * @param swap what there is to swap to: SwapTotal; empty in evidence of old
 * @param numaNodes how many nodes the kernel knows; empty where it does not say, and in evidence of old
 */
public record Memory(
        long total,
        Optional<Long> available,
        Optional<Long> nominal,
        long crashKernel,
        long hugePages,
        Optional<Long> swap,
        Optional<Long> numaNodes,
        List<GroupLimit> limits) {

    /** Small files; one for each block, which are 128 MiB to 2 GiB. */
    public static final Fact<Memory> FACT = Fact.named("memory", Memory.class)
            .sharing(Memory.class, "cgroup-limits")
            .parsedBy(Memory::parse);

    private static final long KIB = 1024;

    /** How many blocks are online, and the size of one: hexadecimal digits without a mark. */
    private static final Pattern BLOCKS = Pattern.compile("(\\d{1,7}) ([0-9a-f]{1,9})");

    /** The size of a page in KiB, and how many there are. */
    private static final Pattern POOL = Pattern.compile("(\\d{1,8}) (\\d{1,9})");

    /** More than any machine has, and a hundred times as many bytes are still a long. */
    private static final long MOST_KIB = 10_000_000_000_000L;

    /** What firmware, the kernel's own tables and a hole below 4 GiB take away at most, in parts of a hundred. */
    private static final int MOST_MISSING = 12;

    public Memory {
        limits = List.copyOf(limits);
    }

    /** What is left for programs without huge pages. */
    long usable() {
        return total - hugePages;
    }

    private static Reading<Memory> parse(ProbeOutput output) throws FactFormatException {
        HeadedText text = HeadedText.parseEnded(output);
        long total = bytes(number(text, "MemTotal:")
                .orElseThrow(() -> new FactFormatException("expected MemTotal of /proc/meminfo")));
        Optional<Long> available = number(text, "MemAvailable:");
        Optional<Long> swap = number(text, "SwapTotal:");
        long crash = number(text, "crash").orElse(0L);
        long huge = 0;
        for (HeadedText.Part pool : text.all("pool")) {
            Matcher m = matched(POOL, pool);
            huge = bytes(huge / KIB + Long.parseLong(m.group(1)) * Long.parseLong(m.group(2)));
        }
        Optional<HeadedText.Part> blocks = text.first("blocks");
        return Reading.got(new Memory(
                total,
                available.isEmpty() ? available : Optional.of(bytes(available.get())),
                blocks.isEmpty() ? Optional.empty() : nominal(matched(BLOCKS, blocks.get()), total, crash),
                crash,
                huge,
                swap.isEmpty() ? swap : Optional.of(bytes(swap.get())),
                number(text, "nodes").filter(nodes -> nodes > 0),
                GroupLimit.read(text)));
    }

    /** All blocks, where that explains MemTotal: partly filled blocks, balloons and faked files make it something else. */
    private static Optional<Long> nominal(Matcher blocks, long total, long crash) {
        long size = Long.parseLong(blocks.group(2), 16);
        long all = Long.parseLong(blocks.group(1)) * size;
        long missing = crash + Math.max(total / 100 * MOST_MISSING, 2 * size);
        return all >= total && all <= total + missing ? Optional.of(all) : Optional.empty();
    }

    private static long bytes(long kib) throws FactFormatException {
        if (kib > MOST_KIB) {
            throw new FactFormatException("expected what a machine can have, found kilobytes: " + kib);
        }
        return KIB * kib;
    }

    private static Matcher matched(Pattern pattern, HeadedText.Part part) throws FactFormatException {
        Matcher m = pattern.matcher(part.argument());
        if (!m.matches()) {
            throw new FactFormatException("expected two numbers for " + part.name() + ", found: " + part.argument());
        }
        return m;
    }

    private static Optional<Long> number(HeadedText text, String heading) throws FactFormatException {
        Optional<HeadedText.Part> part = text.first(heading);
        return part.isEmpty()
                ? Optional.empty()
                : Optional.of(Numbers.whole(part.get().argument()));
    }
}
