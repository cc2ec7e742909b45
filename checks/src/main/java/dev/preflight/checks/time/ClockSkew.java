package dev.preflight.checks.time;

import dev.preflight.api.Arg;
import dev.preflight.api.FleetFacts;
import dev.preflight.api.HostFacts;
import dev.preflight.api.Judgement;
import dev.preflight.api.ProbeTiming;
import dev.preflight.api.Remedy;
import dev.preflight.api.Remedy.Privilege;
import dev.preflight.api.Scope;
import dev.preflight.api.Scoped;
import dev.preflight.api.Severity;
import dev.preflight.api.Subject;
import dev.preflight.checks.time.ClockOffsets.Offset;
import dev.preflight.checks.time.ClockOffsets.Reference;
import dev.preflight.fact.Reading;
import dev.preflight.fact.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Whether the clocks of hosts agree. */
final class ClockSkew {
    private static final Subject SKEW = Subject.of("clock", "skew");

    private final Duration failAbove;
    private final Duration warnAbove;

    ClockSkew(Duration failAbove, Duration warnAbove) {
        this.failAbove = failAbove;
        this.warnAbove = warnAbove;
    }

    List<Scoped> judge(FleetFacts facts) {
        List<Scoped> judged = new ArrayList<>();
        SortedMap<String, Offset> offsets = new TreeMap<>();
        facts.hosts().forEach((name, host) -> {
            Reading<Offset> offset = offset(host);
            Optional<Judgement> missing = offset.fold(
                    got -> {
                        offsets.put(name, got);
                        return Optional.empty();
                    },
                    // It is not known whether the offset is too large to proceed.
                    none -> Optional.of(Judgement.unknown(none, SKEW).withSeverity(Severity.BLOCKER)));
            missing.ifPresent(judgement -> judged.add(scoped(name, judgement)));
        });
        if (offsets.size() == 1) {
            judged.add(scoped(
                    offsets.firstKey(),
                    Judgement.unknown(Reason.PEER_UNREACHABLE, SKEW)
                            .with("detail", "")
                            .withSeverity(Severity.BLOCKER)));
        } else if (offsets.size() > 1) {
            judged.addAll(compared(offsets));
        }
        return judged;
    }

    private static Reading<Offset> offset(HostFacts host) {
        return host.reading(Clock.REQUEST)
                .fold(
                        clock -> {
                            Optional<ProbeTiming> exchange = host.exchange(Clock.REQUEST);
                            if (exchange.isEmpty()) {
                                return Reading.missing(Reason.NOT_COLLECTED, "");
                            }
                            return exchange.get().width().isNegative()
                                    ? Reading.missing(Reason.STALE, "")
                                    : Reading.got(Offset.of(clock, exchange.get()));
                        },
                        missing -> missing.as());
    }

    private List<Scoped> compared(SortedMap<String, Offset> offsets) {
        Reference reference = ClockOffsets.median(offsets);
        if (reference.gap().compareTo(warnAbove) > 0) {
            // As many are early as are late: any of them may be right.
            boolean fails = reference.gap().compareTo(failAbove) > 0;
            Judgement apart = fails ? Judgement.fail("no-majority", SKEW) : Judgement.warning("no-majority", SKEW);
            return List.of(new Scoped(Scope.fleet(), with(apart, offsets).with("max", max(fails))));
        }
        return offsets.entrySet().stream()
                .map(host -> scoped(host.getKey(), judgement(host.getValue(), reference)))
                .toList();
    }

    private Arg max(boolean fails) {
        return Arg.span(fails ? failAbove : warnAbove);
    }

    /** Of many clocks those that are furthest behind and furthest ahead are named. */
    private static Judgement with(Judgement judgement, SortedMap<String, Offset> offsets) {
        List<Map.Entry<String, Duration>> all = ClockOffsets.aheadOfTheLast(offsets);
        int more = all.size() - 2 * Judgement.NAMED;
        List<Arg> clocks = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            if (more <= 0 || i < Judgement.NAMED || i >= all.size() - Judgement.NAMED) {
                clocks.add(Arg.text(all.get(i).getKey()));
                clocks.add(Arg.span(all.get(i).getValue()));
            }
        }
        Judgement named = judgement.with("clocks", new Arg.Items(clocks));
        return more > 0 ? named.with("clocksMore", Arg.count(more)) : named;
    }

    private Judgement judgement(Offset offset, Reference reference) {
        Duration off = offset.middle().minus(reference.middle());
        Judgement judgement;
        if (exceeds(off, offset, failAbove)) {
            judgement = Judgement.fail("skew", SKEW).withRemedy(step());
        } else if (mayExceed(off, offset)) {
            judgement = unknown(offset, failAbove);
        } else if (exceeds(off, offset, warnAbove)) {
            judgement = Judgement.warning("skew", SKEW).withRemedy(step());
        } else if (blurred(offset, warnAbove)) {
            judgement = unknown(offset, warnAbove).withSeverity(Severity.WARNING);
        } else {
            judgement = Judgement.pass(SKEW);
        }
        boolean fails = exceeds(off, offset, failAbove);
        return judgement
                .with("offset", Arg.span(off))
                .with("error", Arg.span(offset.error()))
                .with("max", max(fails));
    }

    /** Beyond the threshold for certain, or as measured where the measure is good enough for it. */
    private static boolean exceeds(Duration off, Offset offset, Duration threshold) {
        Duration least = blurred(offset, threshold) ? off.abs().minus(offset.error()) : off.abs();
        return least.compareTo(threshold) > 0;
    }

    /** Whether the error, half of the interval, exceeds half of the threshold. */
    private static boolean blurred(Offset offset, Duration threshold) {
        return offset.error().compareTo(threshold.dividedBy(2)) > 0;
    }

    /** Too far off for all that is known, and not known well enough to say so. */
    private boolean mayExceed(Duration off, Offset offset) {
        return blurred(offset, failAbove) && off.abs().plus(offset.error()).compareTo(failAbove) > 0;
    }

    /**
     * Replies that took long in all tries are not a fault of the host, and do not stop the installer; a date command that
     * shows only whole seconds keeps its weight.
     */
    private static Judgement unknown(Offset offset, Duration threshold) {
        boolean step = offset.step().compareTo(threshold) > 0;
        return Judgement.unknown(step ? Reason.WHOLE_SECONDS : Reason.AMBIGUOUS, SKEW)
                .with("detail", "")
                .withSeverity(step ? Severity.BLOCKER : Severity.WARNING);
    }

    private static Remedy step() {
        // What the clock showed before is over.
        return Remedy.confirm("make-step", Privilege.ROOT).once();
    }

    private static Scoped scoped(String host, Judgement judgement) {
        return new Scoped(Scope.host(host), judgement.basedOn(Clock.REQUEST));
    }
}
