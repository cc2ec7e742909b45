package dev.preflight.checks.machine;

import dev.preflight.api.Arg;
import dev.preflight.api.CheckSpec;
import dev.preflight.api.HostCheck;
import dev.preflight.api.HostFacts;
import dev.preflight.api.Judgement;
import dev.preflight.api.Needs;
import dev.preflight.api.Param;
import dev.preflight.api.Param.Kind;
import dev.preflight.api.Remedy;
import dev.preflight.api.Remedy.Privilege;
import dev.preflight.api.Severity;
import dev.preflight.api.Shape;
import dev.preflight.api.Subject;
import dev.preflight.api.Untried;
import dev.preflight.fact.CodeName;
import dev.preflight.fact.FactRequest;
import dev.preflight.fact.Reason;
import dev.preflight.host.HostIdentity;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The host has the processors that are asked for. Default models of hypervisors (kvm64, qemu64) stop at x86-64-v1 on any
 * processor, and the images of EL9 need v2: there every program dies of an illegal instruction. A container is judged too:
 * its control group limits what it may use.
 */
@Untried(
        remedies = "online",
        why = "the hosts of the lab share the processors of the machine that builds, and may not write /sys")
public final class CpuCheck implements HostCheck<CpuCheck.Params> {
    private static final FactRequest<Cpu> CPU = Cpu.FACT.request();
    private static final Subject COUNT = Subject.of("cpu", "count");
    private static final Subject ARCH = Subject.of("cpu", "arch");
    private static final Subject LEVEL = Subject.of("cpu", "level");

    /** Which processors count. */
    public enum Counted {
        /** That the quota and the set of the machine or container leave. */
        USABLE,
        /** That the kernel runs on. */
        ONLINE,
        /** As usable, with hardware threads of one core as one. */
        CORES
    }

    /** Parameters. */
    public record Params(
            @Param(
                    value = "Processors that the host has at least",
                    example = "4",
                    shape = Shape.POSITIVE,
                    kind = Kind.THRESHOLD)
            Optional<Integer> minCount,

            @Param(
                    value =
                            "What counts: processors that may be used, all that are online, or cores without their threads",
                    defaultValue = "usable",
                    example = "cores",
                    kind = Kind.THRESHOLD)
            Counted countAs,

            @Param(value = "Architectures of which the host has one", example = "[amd64, arm64]", kind = Kind.THRESHOLD)
            List<CpuArch> arch,

            @Param(
                    value =
                            "What an x86-64 processor can do at least; not asked of other architectures that arch allows",
                    example = "x86-64-v2",
                    kind = Kind.THRESHOLD)
            Optional<CpuLevel> level,

            @Param(
                    value = "Flags of /proc/cpuinfo that the processor has; a|b is one of both",
                    example = "[aes, 'vmx|svm']",
                    shape = Shape.WORD,
                    kind = Kind.THRESHOLD)
            List<String> flags) {
        public Params {
            arch = List.copyOf(arch);
            flags = List.copyOf(flags);
            flags.stream()
                    .flatMap(flag -> Stream.of(flag.split("\\|")))
                    .flatMap(flag -> CpuFlags.refusal(flag).stream())
                    .findFirst()
                    .ifPresent(why -> {
                        throw new IllegalArgumentException("flags: " + why);
                    });
        }
    }

    private static final CheckSpec<Params> SPEC = CheckSpec.of("cpu", Params.class, Severity.BLOCKER)
            .requires("min_count", "arch", "level", "flags")
            .code("too-few")
            .code("limited", Severity.WARNING)
            .code("wrong-arch")
            .code("level-too-low")
            .code("flag-missing")
            .code("userland-32-bit");

    @Override
    public CheckSpec<Params> spec() {
        return SPEC;
    }

    @Override
    public Needs needs(Params params) {
        return Needs.none().required(HostIdentity.REQUEST, CPU);
    }

    @Override
    public List<Judgement> judge(HostFacts facts, Params params) {
        Cpu cpu = facts.get(CPU);
        String machine = facts.get(HostIdentity.REQUEST).arch();
        List<Judgement> said = new ArrayList<>();
        params.minCount().flatMap(least -> count(cpu, least, params.countAs())).ifPresent(said::add);
        arch(cpu, machine, params).ifPresent(said::add);
        params.level()
                .filter(level -> machine.equals("x86_64"))
                .flatMap(level -> level(cpu, level))
                .ifPresent(said::add);
        params.flags().stream().flatMap(flag -> flag(cpu, flag).stream()).forEach(said::add);
        Judgement pass = Judgement.pass(Subject.HOST)
                .with("online", Arg.count(cpu.online().size()))
                .with("count", shown(counted(cpu, Counted.USABLE)))
                .with("arch", machine);
        return said.isEmpty() ? List.of(pass) : said;
    }

    private static Optional<Judgement> count(Cpu cpu, int least, Counted as) {
        long known = cpu.cores().stream()
                .flatMap(core -> core.stream())
                .filter(cpu.usable()::contains)
                .distinct()
                .count();
        if (as == Counted.CORES && known < cpu.usable().size()) {
            return Optional.of(unread("topology/thread_siblings_list", COUNT));
        }
        long count = counted(cpu, as);
        long login = Math.min(count, cpu.limited(cpu.own().size(), true));
        if (count >= 1000L * least && login >= 1000L * least) {
            return Optional.empty();
        }
        Judgement judgement = count < 1000L * least ? tooFew(cpu, count, least) : limited(cpu, login);
        return Optional.of(judgement
                .with("count", shown(count))
                .with("countAs", CodeName.of(as))
                .with("min", Arg.count(least)));
    }

    private static long counted(Cpu cpu, Counted as) {
        return switch (as) {
            case ONLINE -> 1000L * cpu.online().size();
            case USABLE -> cpu.limited(cpu.usable().size(), false);
            case CORES ->
                cpu.limited(
                        cpu.cores().stream()
                                .filter(core -> core.stream().anyMatch(cpu.usable()::contains))
                                .distinct()
                                .count(),
                        false);
        };
    }

    private static Judgement tooFew(Cpu cpu, long count, int least) {
        Judgement judgement = Judgement.fail("too-few", COUNT)
                .with("online", Arg.count(cpu.online().size()))
                .withRemedy(Remedy.manual("more"));
        int offline = cpu.offline().size();
        if (offline == 0) {
            return judgement;
        }
        judgement = judgement.with("offline", Arg.count(offline));
        if (cpu.smt().contains("off")) {
            return judgement.with("smt", cpu.smt());
        }
        long lacking = (1000L * least - count + 999) / 1000;
        return lacking > offline
                ? judgement
                : judgement.withRemedy(Remedy.confirm("online", Privilege.ROOT)
                        .with(
                                "cpus",
                                new Arg.Items(cpu.offline().stream()
                                        .sorted()
                                        .limit(lacking)
                                        .map(Arg::count)
                                        .toList())));
    }

    /** For the session only: a service runs in another slice. */
    private static Judgement limited(Cpu cpu, long login) {
        Judgement judgement = Judgement.warning("limited", COUNT).with("login", shown(login));
        return cpu.limits().stream()
                .filter(limit -> limit.amount() == login)
                .findFirst()
                .map(limit -> judgement.with("slice", limit.path()))
                .orElse(judgement);
    }

    private static Optional<Judgement> arch(Cpu cpu, String machine, Params params) {
        List<CpuArch> wanted =
                params.arch().isEmpty() && params.level().isPresent() ? List.of(CpuArch.X86_64) : params.arch();
        if (wanted.stream().noneMatch(arch -> arch.is(machine))) {
            return wanted.isEmpty()
                    ? Optional.empty()
                    : Optional.of(Judgement.fail("wrong-arch", ARCH)
                            .with("arch", machine)
                            .with(
                                    "wanted",
                                    Arg.texts(wanted.stream().map(CpuArch::id).toList())));
        }
        if (cpu.elfClass().equals("2") || CpuArch.ARMHF.is(machine)) {
            return Optional.empty();
        }
        return Optional.of(
                cpu.elfClass().equals("1")
                        ? Judgement.fail("userland-32-bit", ARCH).with("arch", machine)
                        : Judgement.unknown(Reason.NO_TOOL, ARCH).with("detail", "od"));
    }

    private static Optional<Judgement> level(Cpu cpu, CpuLevel level) {
        List<String> missing = level.missing(cpu.flags());
        if (missing.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                cpu.flags().isEmpty()
                        ? unread("flags", LEVEL)
                        : Judgement.fail("level-too-low", LEVEL)
                                .with("level", CodeName.of(level))
                                .with("missing", Arg.texts(missing))
                                .withRemedy(Remedy.manual("model")));
    }

    private static Optional<Judgement> flag(Cpu cpu, String flag) {
        if (Stream.of(flag.split("\\|")).anyMatch(cpu.flags()::contains)) {
            return Optional.empty();
        }
        Subject subject = Subject.of("flag", flag);
        return Optional.of(
                cpu.flags().isEmpty()
                        ? unread("flags", subject)
                        : Judgement.fail("flag-missing", subject)
                                .with("flag", flag)
                                .withRemedy(Remedy.manual("model")));
    }

    private static Judgement unread(String what, Subject subject) {
        return Judgement.unknown(Reason.NOT_READABLE, subject).with("detail", what);
    }

    private static Arg shown(long thousandths) {
        return Arg.text(BigDecimal.valueOf(thousandths, 3).stripTrailingZeros().toPlainString());
    }
}
