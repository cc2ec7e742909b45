package dev.preflight.checks.machine;

import dev.preflight.api.PublishedFact;
import dev.preflight.checks.fact.Fields;
import dev.preflight.define.value.Value;
import dev.preflight.define.value.ValueType;
import dev.preflight.define.value.ValueType.ListOf;
import dev.preflight.define.value.ValueType.Simple;
import dev.preflight.fact.Reading;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** What checks of a profile may read of processors, memory and swap. */
public final class MachineFacts {
    private static final ValueType CPU = Fields.type(
            "online", Simple.INT,
            "offline", Simple.INT,
            "usable", Simple.INT,
            "cores", Simple.INT,
            "smt", Simple.TEXT,
            "model", Simple.TEXT,
            "flags", new ListOf(Simple.TEXT));

    private static final ValueType MEMORY = Fields.type(
            "total", Simple.SIZE,
            "available", Simple.SIZE,
            "nominal", Simple.SIZE,
            "huge_pages", Simple.SIZE,
            "swap", Simple.SIZE,
            "numa_nodes", Simple.INT);

    private static final ValueType AREA =
            Fields.type("name", Simple.TEXT, "type", Simple.TEXT, "size", Simple.SIZE, "used", Simple.SIZE);

    private static final ValueType SWAP =
            Fields.type("supported", Simple.BOOL, "total", Simple.SIZE, "used", Simple.SIZE, "areas", new ListOf(AREA));

    private MachineFacts() {}

    /** All of them. */
    public static List<PublishedFact<?>> published() {
        return List.of(
                PublishedFact.ofHost("cpu", CPU, Cpu.FACT.request(), cpu -> Reading.got(cpu(cpu))),
                PublishedFact.ofHost("memory", MEMORY, Memory.FACT.request(), memory -> Reading.got(memory(memory))),
                PublishedFact.ofHost("swap", SWAP, Swaps.FACT.request(), swaps -> Reading.got(swap(swaps))));
    }

    private static Value cpu(Cpu cpu) {
        Optional<Long> cores = cpu.cores().isEmpty()
                ? Optional.empty()
                : Optional.of(cpu.cores().stream().distinct().count());
        Optional<List<String>> flags =
                cpu.flags().isEmpty() ? Optional.empty() : Optional.of(List.copyOf(new TreeSet<>(cpu.flags())));
        Fields fields = new Fields()
                .whole("online", cpu.online().size())
                .whole("offline", cpu.offline().size())
                .whole("usable", cpu.usable().size())
                .whole("cores", cores)
                .texts("flags", flags);
        fields = cpu.model().isEmpty() ? fields : fields.text("model", cpu.model());
        return (cpu.smt().isEmpty() ? fields : fields.text("smt", cpu.smt())).row();
    }

    /** What is installed is left out where the kernel does not show it: what it manages is less. */
    private static Value memory(Memory memory) {
        return new Fields()
                .whole("total", memory.total())
                .whole("available", memory.available())
                .whole("nominal", memory.nominal())
                .whole("huge_pages", memory.hugePages())
                .whole("swap", memory.swap())
                .whole("numa_nodes", memory.numaNodes())
                .row();
    }

    private static Value swap(Swaps swaps) {
        List<Value> areas = swaps.areas().stream()
                .map(area -> new Fields()
                        .text("name", area.name())
                        .text("type", area.type())
                        .whole("size", area.size())
                        .whole("used", area.used())
                        .row())
                .toList();
        return new Fields()
                .bool("supported", swaps.supported())
                .whole(
                        "total",
                        swaps.areas().stream().mapToLong(Swaps.Area::size).sum())
                .whole(
                        "used",
                        swaps.areas().stream().mapToLong(Swaps.Area::used).sum())
                .with("areas", new Value.Items(areas))
                .row();
    }
}
