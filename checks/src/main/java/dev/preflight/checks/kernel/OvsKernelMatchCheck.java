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
import dev.preflight.checks.fact.KernelLog.Event;
import dev.preflight.fact.FactRequest;
import dev.preflight.fact.Reason;
import dev.preflight.host.HostIdentity;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Open vSwitch's daemon and the kernel's datapath fit together. The kernel's log was full of "Key type 62 is out of range
 * max 22": a daemon that speaks the ABI of before 2.4 refused flows with that key. The line alone never explains lost
 * packets.
 *
 * <p>Sources: Open vSwitch, include/linux/openvswitch.h of 2.3.1 and 2.4.0; the kernel's net/openvswitch/flow_netlink.c.
 */
public final class OvsKernelMatchCheck implements HostCheck<OvsKernelMatchCheck.Params> {
    private static final FactRequest<OvsKernel> OVS = OvsKernel.FACT.request();
    private static final FactRequest<KernelLog> LOG = KernelLog.FACT.request();

    private static final Subject OPENVSWITCH = Subject.of("module", "openvswitch");
    private static final Pattern KEY_TYPE =
            Pattern.compile("openvswitch: netlink: Key type (\\d{1,9}) is out of range max (\\d{1,9})");

    /** MPLS in the ABI of Open vSwitch up to 2.3. */
    private static final int OLD_MPLS = 62;

    /** Parameters. */
    public record Params(
            @Param(
                    value = "How long after its start the daemon tries out which keys the kernel knows",
                    defaultValue = "10s",
                    example = "30s",
                    shape = Shape.POSITIVE,
                    kind = Kind.THRESHOLD)
            Duration probingTime,

            @Param(
                    value = "How far the kernel's log must reach back",
                    defaultValue = "7d",
                    example = "1d",
                    shape = Shape.POSITIVE,
                    kind = Kind.THRESHOLD)
            Duration maxAge,

            @FromSetting boolean treatAsHost) {}

    private record Refused(int type, int max, Event event) {}

    private static final CheckSpec<Params> SPEC = CheckSpec.of("ovs-kernel-match", Params.class, Severity.WARNING)
            .notInContainer(Params::treatAsHost)
            .code("unused", Severity.INFO)
            .code("old-userspace")
            .code("key-refused")
            .code("probe-at-start")
            .code("not-loadable");

    @Override
    public CheckSpec<Params> spec() {
        return SPEC;
    }

    @Override
    public Needs needs(Params params) {
        return Needs.none().required(HostIdentity.REQUEST, OVS, LOG);
    }

    @Override
    public List<Judgement> judge(HostFacts facts, Params params) {
        OvsKernel ovs = facts.get(OVS);
        Judgement judgement = !ovs.used() ? unused(ovs) : used(ovs, facts.get(LOG), params);
        return List.of(judgement.basedOn(OVS).basedOn(LOG));
    }

    /** A daemon in a container is seen by its process alone. */
    private static Judgement unused(OvsKernel ovs) {
        return ovs.hiddenProc()
                ? Judgement.unknown(Reason.HIDDEN_PROC, OPENVSWITCH)
                : Judgement.notApplicable("unused", OPENVSWITCH);
    }

    private static Judgement used(OvsKernel ovs, KernelLog log, Params params) {
        if (!ovs.loaded() && ovs.modprobe().isPresent() && ovs.modprobe().get().status() != 0) {
            return Judgement.fail("not-loadable", OPENVSWITCH)
                    .with("line", ovs.modprobe().get().line())
                    .withRemedy(Remedy.manual("match"));
        }
        List<Refused> refused =
                log.events().stream().flatMap(event -> refused(event).stream()).toList();
        Optional<Refused> old = refused.stream()
                .filter(line -> line.type() == OLD_MPLS && line.max() < OLD_MPLS)
                .findFirst();
        if (old.isPresent()) {
            return said(Judgement.warning("old-userspace", OPENVSWITCH), old.get(), ovs)
                    .withRemedy(Remedy.manual("match"));
        }
        Optional<Refused> later = refused.stream()
                .filter(line -> !atStart(line.event(), ovs, log, params.probingTime()))
                .findFirst();
        if (later.isPresent()) {
            return said(Judgement.warning("key-refused", OPENVSWITCH), later.get(), ovs)
                    .withRemedy(Remedy.manual("match"));
        }
        if (!ovs.loaded() && ovs.modprobe().isEmpty()) {
            return Judgement.unknown(Reason.NO_TOOL, OPENVSWITCH).with("detail", "modprobe");
        }
        if (!log.covers(params.maxAge())) {
            return unreadable(log);
        }
        return refused.isEmpty()
                ? said(Judgement.pass(OPENVSWITCH), ovs)
                : said(Judgement.pass("probe-at-start", OPENVSWITCH), refused.get(0), ovs);
    }

    private static Judgement unreadable(KernelLog log) {
        Judgement why = KernelLogSignaturesCheck.notCovered(log);
        Judgement unknown = Judgement.unknown(why.reason().orElse(Reason.NOT_READABLE), OPENVSWITCH);
        for (var arg : why.args().entrySet()) {
            unknown = unknown.with(arg.getKey(), arg.getValue());
        }
        return unknown;
    }

    private static Optional<Refused> refused(Event event) {
        Matcher m = KEY_TYPE.matcher(event.text());
        return m.find() && Integer.parseInt(m.group(1)) > Integer.parseInt(m.group(2))
                ? Optional.of(new Refused(Integer.parseInt(m.group(1)), Integer.parseInt(m.group(2)), event))
                : Optional.empty();
    }

    /** Clocks of log and process differ by the second that each of them drops. */
    private static boolean atStart(Event event, OvsKernel ovs, KernelLog log, Duration probing) {
        if (event.at().isEmpty()) {
            return false;
        }
        long after = event.at().getAsLong() - log.bootedAt();
        return ovs.daemons().stream()
                .map(OvsKernel.Daemon::startedAfterBoot)
                .anyMatch(start -> after >= start - 1 && after <= start + probing.toSeconds());
    }

    private static Judgement said(Judgement judgement, Refused line, OvsKernel ovs) {
        return said(judgement, ovs)
                .with("type", Arg.count(line.type()))
                .with("max", Arg.count(line.max()))
                .with("line", line.event().text());
    }

    private static Judgement said(Judgement judgement, OvsKernel ovs) {
        return judgement.with("version", ovs.version().orElse("")).with("module", ovs.outOfTree() ? ovs.module() : "");
    }
}
