package dev.preflight.checks.machine;

import dev.preflight.api.Arg;
import dev.preflight.api.ByteSize;
import dev.preflight.api.CheckSpec;
import dev.preflight.api.HostCheck;
import dev.preflight.api.HostFacts;
import dev.preflight.api.Judgement;
import dev.preflight.api.Needs;
import dev.preflight.api.Param;
import dev.preflight.api.Param.Kind;
import dev.preflight.api.Remedy;
import dev.preflight.api.Severity;
import dev.preflight.api.Shape;
import dev.preflight.api.Subject;
import dev.preflight.fact.CodeName;
import dev.preflight.fact.FactRequest;
import dev.preflight.fact.Reason;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Enough memory is installed, and what was taken of it leaves enough. MemTotal of 16 GiB is 15.5 GiB or less, so installers
 * guess a slack, and guess again (harvester-installer#730, checkbox#191): the blocks of memory show what is installed
 * without one. A container is judged too: its control group limits what it may use.
 */
public final class MemoryCheck implements HostCheck<MemoryCheck.Params> {
    private static final FactRequest<Memory> MEMORY = Memory.FACT.request();

    /** What is measured. */
    public enum Measure {
        /** What is installed. */
        NOMINAL,
        /** What the kernel manages, without huge pages. */
        USABLE,
        /** What is free now, or can be freed. */
        AVAILABLE
    }

    /** Parameters. */
    public record Params(
            @Param(
                    value = "Memory that the host has at least",
                    example = "16GiB",
                    least = "1MiB",
                    most = "1024TiB",
                    kind = Kind.THRESHOLD)
            Optional<ByteSize> min,

            @Param(
                    value =
                            "What is measured: what is installed, what the kernel leaves for programs, what is free now",
                    defaultValue = "nominal",
                    example = "usable",
                    kind = Kind.THRESHOLD)
            Measure measure,

            @Param(
                    value = "How much MemTotal may be below what is installed, where only MemTotal is known",
                    defaultValue = "10",
                    example = "5",
                    unit = "%",
                    shape = Shape.PERCENT,
                    kind = Kind.THRESHOLD)
            int tolerance) {}

    private static final CheckSpec<Params> SPEC = CheckSpec.of("memory", Params.class, Severity.BLOCKER)
            .requires("min")
            .code("too-little")
            .code("limited")
            .code("reserved", Severity.WARNING)
            .code("available-low", Severity.WARNING);

    @Override
    public CheckSpec<Params> spec() {
        return SPEC;
    }

    @Override
    public Needs needs(Params params) {
        return Needs.none().required(MEMORY);
    }

    @Override
    public List<Judgement> judge(HostFacts facts, Params params) {
        Memory memory = facts.get(MEMORY);
        ByteSize min = params.min().orElse(new ByteSize(0));
        List<Judgement> said = new ArrayList<>();
        measured(memory, min, params).ifPresent(said::add);
        limited(memory, min).ifPresent(said::add);
        if (said.isEmpty()) {
            said.add(Judgement.pass(Subject.HOST)
                    .with("have", shown(memory.nominal().orElse(memory.total()), min))
                    .with("usable", shown(memory.usable(), min)));
        }
        return said.stream()
                .map(judgement -> judgement
                        .with("min", min.toString())
                        .with("total", shown(memory.total(), min))
                        .with("measure", CodeName.of(params.measure())))
                .toList();
    }

    private static Optional<Judgement> measured(Memory memory, ByteSize min, Params params) {
        return switch (params.measure()) {
            case NOMINAL -> nominal(memory, min, params.tolerance());
            case USABLE ->
                memory.usable() >= min.bytes()
                        ? Optional.empty()
                        : Optional.of(by(memory, Judgement.fail("too-little", Subject.HOST), memory.usable(), min));
            case AVAILABLE ->
                memory.available()
                        .map(available -> available >= min.bytes()
                                ? Optional.<Judgement>empty()
                                : Optional.of(Judgement.warning("available-low", Subject.HOST)
                                        .with("have", shown(available, min))))
                        .orElseGet(() -> Optional.of(Judgement.unknown(Reason.NOT_READABLE, Subject.HOST)
                                .with("detail", "MemAvailable")));
        };
    }

    private static Optional<Judgement> nominal(Memory memory, ByteSize min, int tolerance) {
        long have = memory.nominal().orElse(memory.total());
        boolean enough = memory.nominal().isPresent() ? have >= min.bytes() : nearly(have, min, tolerance);
        if (enough) {
            return nearly(memory.usable(), min, tolerance)
                    ? Optional.empty()
                    : Optional.of(by(memory, Judgement.warning("reserved", Subject.HOST), have, min)
                            .with("usable", shown(memory.usable(), min)));
        }
        Judgement judgement = by(memory, Judgement.fail("too-little", Subject.HOST), have, min);
        return Optional.of(
                memory.nominal().isPresent() ? judgement : judgement.with("tolerance", Arg.count(tolerance)));
    }

    private static boolean nearly(long bytes, ByteSize min, int tolerance) {
        return bytes * 100 >= min.bytes() * (100 - tolerance);
    }

    /** The same, with what took memory away. */
    private static Judgement by(Memory memory, Judgement judgement, long have, ByteSize min) {
        Judgement all = judgement.with("have", shown(have, min));
        if (memory.crashKernel() > 0) {
            all = all.with("crash", Arg.bytes(memory.crashKernel())).withRemedy(Remedy.manual("crash-kernel"));
        }
        if (memory.hugePages() > 0) {
            all = all.with("huge", Arg.bytes(memory.hugePages())).withRemedy(Remedy.manual("huge-pages"));
        }
        return all.withRemedy(Remedy.manual("more"));
    }

    /** In a container this is what there is; of a login it concerns what is started from there. */
    private static Optional<Judgement> limited(Memory memory, ByteSize min) {
        Stream<GroupLimit> low = memory.limits().stream().filter(limit -> limit.amount() < min.bytes());
        return low.min(Comparator.comparing((GroupLimit limit) -> !limit.ofMachine())
                        .thenComparing(GroupLimit::amount))
                .map(limit -> (limit.ofMachine()
                                ? Judgement.fail("limited", Subject.HOST)
                                : Judgement.warning("limited", Subject.HOST).with("slice", limit.path()))
                        .with("have", shown(limit.amount(), min)));
    }

    private static Arg shown(long bytes, ByteSize min) {
        return Arg.text(new ByteSize(bytes).beside(min));
    }
}
