package dev.preflight.checks.time;

import dev.preflight.api.CheckSpec;
import dev.preflight.api.FleetCheck;
import dev.preflight.api.FleetFacts;
import dev.preflight.api.FromSetting;
import dev.preflight.api.HostFacts;
import dev.preflight.api.Judgement;
import dev.preflight.api.Needs;
import dev.preflight.api.Param;
import dev.preflight.api.Param.Kind;
import dev.preflight.api.Scope;
import dev.preflight.api.Scoped;
import dev.preflight.api.Severity;
import dev.preflight.api.Shape;
import dev.preflight.api.Subject;
import dev.preflight.api.Untried;
import dev.preflight.checks.fact.TimeSync;
import dev.preflight.host.HostIdentity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The clocks of the hosts agree, one service on each keeps them so, and all have one time zone. Otherwise logs cannot be
 * put in order, certificates and tokens are refused, and leases end early.
 *
 * <p>A clock is read in the single round trip, at some moment between sending the script and receiving the answer. This
 * gives an interval, and the hosts are compared with the host in the middle, because the clock of the machine that runs
 * Preflight may itself be wrong.
 *
 * <p>Sources: chronyc(1), ntpq(8), timedatectl(1), adjtimex(2); busybox prints {@code %N} of date(1) unchanged.
 */
@Untried(
        remedies = {"make-step", "enable-service"},
        why = "the clock is that of the machine, and a chronyd that is started as the distribution does would set it")
public final class ClockSyncCheck implements FleetCheck<ClockSyncCheck.Params> {

    /** Parameters. */
    public record Params(
            @Param(
                    value = "Largest accepted distance of a clock from the median clock",
                    defaultValue = "5s",
                    example = "2s",
                    shape = Shape.POSITIVE,
                    kind = Kind.THRESHOLD)
            Duration failAbove,

            @Param(
                    value = "Largest distance from the median clock without a warning",
                    defaultValue = "500ms",
                    example = "100ms",
                    shape = Shape.POSITIVE,
                    kind = Kind.THRESHOLD)
            Duration warnAbove,

            @FromSetting boolean treatAsHost) {

        /** Holds the thresholds in their order. */
        public Params {
            if (failAbove.compareTo(warnAbove) < 0) {
                throw new IllegalArgumentException("warn_above: more than fail_above");
            }
        }
    }

    private static final CheckSpec<Params> SPEC = CheckSpec.of("clock-sync", Params.class, Severity.WARNING)
            .code("skew", Severity.BLOCKER)
            .code("no-majority", Severity.BLOCKER)
            .code("unsynchronised")
            .code("no-service")
            .code("two-services")
            .code("by-hypervisor", Severity.INFO)
            .code("time-zone")
            .code("time-zones")
            .code("in-container", Severity.INFO)
            .code("one-host", Severity.INFO);

    @Override
    public CheckSpec<Params> spec() {
        return SPEC;
    }

    @Override
    public Needs needs(Params params) {
        return Needs.none().required(Clock.REQUEST, TimeSync.REQUEST, HostIdentity.REQUEST);
    }

    @Override
    public List<Scoped> judge(FleetFacts facts, Params params) {
        boolean several = facts.hosts().size() > 1;
        List<Scoped> judged = new ArrayList<>();
        facts.hosts()
                .forEach((name, host) ->
                        judged.add(new Scoped(Scope.host(name), service(host, several, params.treatAsHost()))));
        if (!several) {
            Scope only = Scope.host(facts.hosts().firstKey());
            judged.add(new Scoped(only, Judgement.notApplicable("one-host", Subject.of("clock", "skew"))));
            judged.add(new Scoped(only, Judgement.notApplicable("one-host", Subject.of("clock", "time-zone"))));
            return judged;
        }
        judged.addAll(new ClockSkew(params.failAbove(), params.warnAbove()).judge(facts));
        judged.addAll(TimeZones.judge(facts));
        return judged;
    }

    private static Judgement service(HostFacts host, boolean several, boolean treatAsHost) {
        Subject subject = Subject.of("clock", "service");
        return host.reading(HostIdentity.REQUEST)
                .fold(
                        identity -> identity.container().isEmpty() || treatAsHost
                                ? TimeService.judge(host, several)
                                : Judgement.notApplicable("in-container", subject)
                                        .with("runtime", identity.container())
                                        .basedOn(HostIdentity.REQUEST),
                        missing -> Judgement.unknown(missing, subject).basedOn(HostIdentity.REQUEST));
    }
}
