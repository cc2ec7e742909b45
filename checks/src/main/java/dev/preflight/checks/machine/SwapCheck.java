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
import dev.preflight.api.Remedy.Privilege;
import dev.preflight.api.Severity;
import dev.preflight.api.Subject;
import dev.preflight.checks.fact.At;
import dev.preflight.checks.machine.SwapBoot.Source;
import dev.preflight.checks.machine.Swaps.Area;
import dev.preflight.fact.CodeName;
import dev.preflight.fact.FactRequest;
import dev.preflight.host.HostIdentity;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The host swaps to nothing, not even to zram, now and after the next boot; or to as much as is asked for. With swap a
 * kubelet does not start, unless its {@code failSwapOn} is false. What {@code swapoff} ends comes back by fstab, units,
 * zram-generator or the type of a partition (fedora-coreos-tracker#859). A container is judged like a host, because a
 * kubelet in it reads the same file; what it boots is not. Sources: KubeletConfiguration v1beta1; swapon(8).
 */
public final class SwapCheck implements HostCheck<SwapCheck.Params> {
    private static final FactRequest<Swaps> SWAPS = Swaps.FACT.request();
    private static final FactRequest<SwapBoot> BOOT = SwapBoot.FACT.request();
    private static final Subject AFTER_BOOT = Subject.of("swap", "after-boot");

    /** What is required. */
    public enum State {
        /** No swap. */
        OFF,
        /** Some, or as much as {@code min}. */
        ON
    }

    /** What compressed memory is. */
    public enum Zram {
        /** Swap like any other. */
        COUNTS,
        /** Nothing. */
        IGNORED
    }

    /** Parameters. */
    public record Params(
            @Param(
                    value =
                            "Whether the host has to swap to nothing (off), or to something (on); off unless min is given",
                    example = "on",
                    kind = Kind.THRESHOLD)
            Optional<State> state,

            @Param(
                    value = "Swap that the host has at least, all together",
                    example = "16GiB",
                    least = "1MiB",
                    kind = Kind.THRESHOLD)
            Optional<ByteSize> min,

            @Param(
                    value = "Whether compressed memory (zram) is swap",
                    defaultValue = "counts",
                    example = "ignored",
                    kind = Kind.THRESHOLD)
            Zram zram,

            @Param(
                    value = "How much less than min is enough: each area has a header of one page",
                    defaultValue = "1MiB",
                    example = "4MiB",
                    kind = Kind.THRESHOLD)
            ByteSize tolerance,

            @Param(
                    value = "Whether it is required now, after the next boot, or both",
                    defaultValue = "[now, boot]",
                    example = "[now]",
                    filled = true,
                    kind = Kind.LOCATOR)
            List<At> at) {
        public Params {
            at = List.copyOf(at);
            if (min.isPresent() && state.equals(Optional.of(State.OFF))) {
                throw new IllegalArgumentException("min: nothing is the least where the state is off");
            }
        }

        private State required() {
            return state.orElse(min.isPresent() ? State.ON : State.OFF);
        }

        private boolean counts(boolean isZram) {
            return zram == Zram.COUNTS || !isZram;
        }
    }

    private static final CheckSpec<Params> SPEC = CheckSpec.of("swap", Params.class, Severity.BLOCKER)
            .oldId("swap-off")
            .code("on")
            .oldCode("active", "on")
            .code("on-after-boot", Severity.WARNING)
            .code("off")
            .code("too-small")
            .code("off-after-boot", Severity.WARNING)
            .code("unsupported", Severity.INFO);

    @Override
    public CheckSpec<Params> spec() {
        return SPEC;
    }

    @Override
    public Needs needs(Params params) {
        Needs now = Needs.none().required(HostIdentity.REQUEST, SWAPS);
        return params.at().contains(At.BOOT) ? now.each(BOOT) : now;
    }

    @Override
    public List<Judgement> judge(HostFacts facts, Params params) {
        Swaps swaps = facts.get(SWAPS);
        if (!swaps.supported() && params.required() == State.OFF) {
            return List.of(Judgement.notApplicable("unsupported", Subject.HOST));
        }
        List<Area> areas = swaps.areas().stream()
                .filter(area -> params.counts(area.name().startsWith("/dev/zram")))
                .toList();
        Optional<List<Source>> boot = Optional.empty();
        List<Judgement> said = new ArrayList<>();
        // A container does not boot, so that nothing is missing where this cannot be read in it.
        boolean container = !facts.get(HostIdentity.REQUEST).container().isEmpty();
        if (params.at().contains(At.BOOT)) {
            boot = facts.reading(BOOT)
                    .fold(
                            read -> Optional.of(read.sources().stream()
                                    .filter(source -> params.counts(source.zram()))
                                    .toList()),
                            missing -> {
                                if (!container) {
                                    said.add(Judgement.unknown(missing, AFTER_BOOT)
                                            .withSeverity(Severity.WARNING));
                                }
                                return Optional.empty();
                            });
        }
        said.addAll(now(areas, params, boot.orElse(List.of())));
        if (said.isEmpty() && !container) {
            boot.ifPresent(sources -> said.addAll(afterBoot(sources, params.required())));
        }
        return said.isEmpty()
                ? List.of(Judgement.pass(Subject.HOST)
                        .with("state", CodeName.of(params.required()))
                        .with("size", Arg.bytes(size(areas))))
                : said;
    }

    private static long size(List<Area> areas) {
        return areas.stream().mapToLong(Area::size).sum();
    }

    private static List<Judgement> now(List<Area> areas, Params params, List<Source> boot) {
        if (!params.at().contains(At.NOW)) {
            return List.of();
        }
        if (params.required() == State.OFF) {
            return areas.stream().map(area -> on(area, boot)).toList();
        }
        long size = size(areas);
        ByteSize min = params.min().orElse(new ByteSize(1));
        if (size > 0 && size >= min.bytes() - params.tolerance().bytes()) {
            return List.of();
        }
        Judgement judgement = size == 0
                ? Judgement.fail("off", Subject.HOST)
                : Judgement.fail("too-small", Subject.HOST).with("size", new ByteSize(size).beside(min));
        return List.of(params.min().isPresent() ? judgement.with("min", min.toString()) : judgement);
    }

    private static Judgement on(Area area, List<Source> boot) {
        Judgement judgement = Judgement.fail("on", Subject.of("swap", area.name()))
                .with("device", area.name())
                .with("type", area.type())
                .with("size", Arg.bytes(area.size()))
                .with("used", Arg.bytes(area.used()));
        if (!boot.isEmpty()) {
            judgement = judgement.withSome(
                    "startedBy", boot.stream().map(Source::where).distinct().toList());
        }
        // The kernel escapes what a path may not hold there; a program takes the path as it is.
        return area.name().matches("/[A-Za-z0-9_./-]+")
                ? judgement.withRemedy(Remedy.confirm("swapoff", Privilege.ROOT)
                        .with("device", Arg.text(area.name()))
                        .with("priority", Arg.text(area.priority() < 0 ? "" : Integer.toString(area.priority()))))
                : judgement;
    }

    private static List<Judgement> afterBoot(List<Source> sources, State state) {
        if (state == State.ON) {
            return sources.isEmpty() ? List.of(Judgement.warning("off-after-boot", AFTER_BOOT)) : List.of();
        }
        return sources.stream()
                .map(source -> Judgement.warning("on-after-boot", Subject.of("swap", source.what()))
                        .with("device", source.what())
                        .with("where", source.where())
                        .withRemedy(remedy(source)))
                .toList();
    }

    private static Remedy remedy(Source source) {
        if (source.where().startsWith("/etc/fstab")) {
            return Remedy.manual("fstab");
        }
        if (source.zram() && source.what().startsWith("/")) {
            return Remedy.manual("zram-generator");
        }
        String unit = source.what().startsWith("/") ? SwapBoot.unit(source.what()) : source.what();
        // A unit of the site itself lies where a mask would, and cannot be masked.
        boolean enabled = source.where().startsWith("/etc/");
        return Remedy.safe(enabled ? "disable" : "mask", Privilege.ROOT).with("unit", Arg.text(unit));
    }
}
