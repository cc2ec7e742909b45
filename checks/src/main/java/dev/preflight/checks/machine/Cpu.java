package dev.preflight.checks.machine;

import dev.preflight.checks.fact.HeadedText;
import dev.preflight.checks.fact.Numbers;
import dev.preflight.fact.Fact;
import dev.preflight.fact.FactFormatException;
import dev.preflight.fact.ProbeOutput;
import dev.preflight.fact.Reading;
import dev.preflight.fact.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The processors, by their numbers. Sources: the kernel's admin-guide/cputopology.rst, cpu-hotplug.rst; cpuset(7).
 *
 * @param offline those that are there and not online
 * @param smt what the kernel says of hardware threads, such as {@code on}; empty before Linux 4.19
 * @param cores sets of those online that share a core; empty where the kernel does not say
 * @param model what the first one is called; on Arm the numbers of its maker and kind; empty where the kernel does not say, and
 *     in evidence of old
 * @param flags what the first one can do; empty where the kernel does not say
 * @param elfClass 1 where programs are of 32 bits, 2 of 64; empty if it could not be read
 * @param usable those online that the machine, or the container, may use
 * @param own those of them that this login may use
 */
public record Cpu(
        Set<Integer> online,
        Set<Integer> offline,
        String smt,
        List<Set<Integer>> cores,
        String model,
        Set<String> flags,
        String elfClass,
        Set<Integer> usable,
        Set<Integer> own,
        List<GroupLimit> limits) {

    /** Small files; the lists of siblings are some kilobytes on the largest machines. */
    public static final Fact<Cpu> FACT =
            Fact.named("cpu", Cpu.class).sharing(Cpu.class, "cgroup-limits").parsedBy(Cpu::parse);

    private static final String ONLINE = "/sys/devices/system/cpu/online";

    /** More than NR_CPUS of any kernel (8192). */
    private static final int MOST = 65_536;

    public Cpu {
        online = Set.copyOf(online);
        offline = Set.copyOf(offline);
        cores = cores.stream().map(Set::copyOf).toList();
        flags = Set.copyOf(flags);
        usable = Set.copyOf(usable);
        own = Set.copyOf(own);
        limits = List.copyOf(limits);
    }

    private static Reading<Cpu> parse(ProbeOutput output) throws FactFormatException {
        HeadedText text = HeadedText.parseEnded(output);
        if (text.first("online").isEmpty()) {
            return Reading.missing(Reason.NOT_READABLE, ONLINE);
        }
        Set<Integer> online = numbers(text.argument("online").orElse(""));
        Set<Integer> offline = within(text, "present", online);
        offline.removeAll(online);
        List<Set<Integer>> cores = new ArrayList<>();
        for (String line : text.lines("siblings")) {
            cores.add(numbers(line));
        }
        Set<Integer> usable = within(text, "cpuset", online);
        usable.retainAll(online);
        Set<Integer> own = within(text, "allowed", usable);
        own.retainAll(usable);
        return Reading.got(new Cpu(
                online,
                offline,
                text.argument("smt").orElse(""),
                cores,
                text.all("model").stream().map(part -> part.text().strip()).collect(Collectors.joining(" ")),
                Stream.of(String.join(" ", text.lines("flags")).split("\\s+"))
                        .filter(flag -> !flag.isEmpty())
                        .collect(Collectors.toSet()),
                text.argument("class").orElse(""),
                usable,
                own,
                GroupLimit.read(text)));
    }

    /** The set under this heading, or this one where nothing is limited. */
    private static Set<Integer> within(HeadedText text, String heading, Set<Integer> otherwise)
            throws FactFormatException {
        String list = text.argument(heading).orElse("");
        return list.isEmpty() ? new TreeSet<>(otherwise) : numbers(list);
    }

    /** The list format of cpuset(7): {@code 0-3,8}. */
    private static Set<Integer> numbers(String list) throws FactFormatException {
        Set<Integer> numbers = new TreeSet<>();
        for (String range : list.split(",", -1)) {
            int dash = range.indexOf('-');
            int from = Numbers.small(dash < 0 ? range : range.substring(0, dash));
            int to = Numbers.small(range.substring(dash + 1));
            if (to < from || to >= MOST) {
                throw new FactFormatException("expected a list of processors, found: " + list);
            }
            for (int number = from; number <= to; number++) {
                numbers.add(number);
            }
        }
        return numbers;
    }

    /** How many thousandths of a processor all groups of the machine, or these too, leave of so many processors. */
    public long limited(long processors, boolean ofLogin) {
        return limits.stream()
                .filter(limit -> ofLogin || limit.ofMachine())
                .mapToLong(GroupLimit::amount)
                .reduce(1000 * processors, Math::min);
    }
}
