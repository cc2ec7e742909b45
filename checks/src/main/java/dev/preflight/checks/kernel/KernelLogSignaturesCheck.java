package dev.preflight.checks.kernel;

import dev.preflight.api.Arg;
import dev.preflight.api.CheckSpec;
import dev.preflight.api.FromSetting;
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
import dev.preflight.checks.fact.KernelLog;
import dev.preflight.fact.FactRequest;
import dev.preflight.fact.Reason;
import dev.preflight.host.HostIdentity;
import java.time.Duration;
import java.util.List;

/**
 * The kernel's log has no line that explains an outage. NETDEV WATCHDOG, soft lockups and disk errors had been in
 * the log for days, unread.
 *
 * <p>Sources: net/sched/sch_generic.c, Documentation/ABI/testing/sysfs-class-net-queues,
 * admin-guide/tainted-kernels.rst; the table names those of each row.
 */
public final class KernelLogSignaturesCheck implements HostCheck<KernelLogSignaturesCheck.Params> {

    /** Parameters. */
    public record Params(
            @Param(
                    value = "Further lines that are signs of trouble, in addition to the shipped table",
                    example = "[{name: acme-hba-reset, contains: acme_hba, pattern: 'acme_hba .* adapter reset'}]",
                    kind = Kind.LOCATOR)
            List<Signature> more,

            @Param(
                    value = "Age up to which a line has its full severity; older lines are warnings",
                    defaultValue = "7d",
                    example = "1d",
                    shape = Shape.POSITIVE,
                    kind = Kind.THRESHOLD)
            Duration maxAge,

            @FromSetting boolean treatAsHost) {
        public Params {
            more = List.copyOf(more);
        }
    }

    private static final CheckSpec<Params> SPEC = CheckSpec.of("kernel-log-signatures", Params.class, Severity.WARNING)
            .notInContainer(Params::treatAsHost)
            .code("nic-tx-timeout", Severity.BLOCKER)
            .code("soft-lockup", Severity.BLOCKER)
            .code("hard-lockup", Severity.BLOCKER)
            .code("rcu-stall", Severity.BLOCKER)
            .code("conntrack-full", Severity.BLOCKER)
            .code("arp-overflow", Severity.BLOCKER)
            .code("io-error", Severity.BLOCKER)
            .code("oops", Severity.BLOCKER)
            .code("hung-task")
            .code("oom")
            .code("mce")
            .code("unregister")
            .code("site-signature");

    @Override
    public CheckSpec<Params> spec() {
        return SPEC;
    }

    @Override
    public Needs needs(Params params) {
        return Needs.none().required(HostIdentity.REQUEST, log(params));
    }

    /** The same request as that of the other checks of the log, unless the site looks for more. */
    private static FactRequest<KernelLog> log(Params params) {
        return KernelLog.FACT
                .request()
                .withArguments(params.more().stream()
                        .map(Signature::contains)
                        .distinct()
                        .toList());
    }

    @Override
    public List<Judgement> judge(HostFacts facts, Params params) {
        FactRequest<KernelLog> request = log(params);
        LogEvents events = new LogEvents(facts.get(request), params.more(), params.maxAge());
        List<Judgement> found = events.judgements();
        return found.stream()
                .map(judgement -> needsMending(judgement) ? judgement.withRemedy(Remedy.manual("look")) : judgement)
                .map(judgement -> judgement.basedOn(request))
                .toList();
    }

    private static boolean needsMending(Judgement judgement) {
        return switch (judgement.outcome()) {
            case FAIL, WARNING -> true;
            default -> false;
        };
    }

    /** Why it is not known whether the log is clean. */
    static Judgement notCovered(KernelLog log) {
        if (!log.sources().isEmpty()) {
            return Judgement.unknown(Reason.SAMPLE_TOO_SHORT, Subject.HOST)
                    .with(
                            "logs",
                            Arg.texts(log.sources().stream()
                                    .map(KernelLog.Source::name)
                                    .toList()));
        }
        return log.denied().isEmpty()
                ? Judgement.unknown(Reason.NO_TOOL, Subject.HOST).with("detail", "dmesg")
                : Judgement.unknown(Reason.NO_PERMISSION, Subject.HOST).with("detail", String.join("; ", log.denied()));
    }
}
