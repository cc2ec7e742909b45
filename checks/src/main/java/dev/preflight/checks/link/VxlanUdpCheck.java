package dev.preflight.checks.link;

import dev.preflight.api.Arg;
import dev.preflight.api.CheckSpec;
import dev.preflight.api.FromSetting;
import dev.preflight.api.Judgement;
import dev.preflight.api.LinkCheck;
import dev.preflight.api.LinkFacts;
import dev.preflight.api.Needs;
import dev.preflight.api.Pair;
import dev.preflight.api.Param;
import dev.preflight.api.Param.Kind;
import dev.preflight.api.Remedy;
import dev.preflight.api.Scoped;
import dev.preflight.api.Severity;
import dev.preflight.api.Shape;
import dev.preflight.api.Subject;
import dev.preflight.checks.fact.IpAddress;
import dev.preflight.checks.fact.Links;
import dev.preflight.checks.firewall.Firewall;
import dev.preflight.checks.settings.NetworkSettings;
import dev.preflight.exchange.ListenReport.Bind;
import dev.preflight.exchange.SendReport;
import dev.preflight.exchange.Traffic;
import dev.preflight.fact.FactRequest;
import dev.preflight.fact.Reading;
import dev.preflight.fact.Reason;
import java.util.List;
import java.util.Optional;

/**
 * UDP crosses between the hosts at the ports of their overlay network, in each direction by itself: an answer that a
 * firewall lets back proves one only. Only what arrived counts. VXLAN between hosts never worked, because packets left one
 * host and never reached the other.
 *
 * <p>Sources: RFC 7348, RFC 8926 (Geneve), Docker's "Use overlay networks" (ports 2377, 4789 and 7946), flannel (8472).
 */
public final class VxlanUdpCheck implements LinkCheck<VxlanUdpCheck.Params> {
    private static final FactRequest<Links> LINKS = Links.FACT.request();

    /** Parameters. */
    public record Params(
            @Param(
                    value = "UDP ports of the overlay network: VXLAN 4789, Flannel and Cilium 8472, Geneve 6081",
                    defaultValue = "[4789]",
                    example = "[4789, 7946]",
                    shape = Shape.PORT,
                    filled = true,
                    kind = Kind.LOCATOR)
            List<Integer> overlayPorts,

            @FromSetting(in = NetworkSettings.class) int expectedMtu,

            @Param(
                    value =
                            "How many of 5 plain datagrams must arrive: the first may be lost while addresses are resolved",
                    defaultValue = "4",
                    example = "5",
                    least = "1",
                    most = "5",
                    kind = Kind.THRESHOLD)
            int minReceived,

            @Param(
                    value = "Lost part of a burst of datagrams, from which on it is a warning",
                    defaultValue = "2",
                    unit = "percent",
                    example = "1",
                    shape = Shape.PERCENT,
                    kind = Kind.THRESHOLD)
            int maxLoss,

            @Param(
                    value = "Try all pairs even of more than 64 hosts; otherwise those are tried along a ring",
                    defaultValue = "false",
                    example = "true",
                    kind = Kind.LOCATOR)
            boolean fullMesh) {
        public Params {
            overlayPorts = List.copyOf(overlayPorts);
        }
    }

    private static final CheckSpec<Params> SPEC = CheckSpec.of("vxlan-udp", Params.class, Severity.BLOCKER)
            .code("dropped")
            .code("asymmetric")
            .code("rejected")
            .code("large-dropped")
            .oldCode("size", "large-dropped")
            .code("vxlan-dropped")
            .oldCode("shaped", "vxlan-dropped")
            .code("loss", Severity.WARNING)
            .code("nat", Severity.WARNING)
            .code("one-host", Severity.INFO)
            .explainedBy("nic-link")
            .explainedBy("firewall")
            .explainedBy("nic-mtu")
            .explainedBy("path-mtu");

    @Override
    public CheckSpec<Params> spec() {
        return SPEC;
    }

    @Override
    public Needs needs(Params params) {
        return Needs.none().optional(Firewall.REQUEST, LINKS);
    }

    @Override
    public Traffic traffic(Params params) {
        return Traffic.none().udp(params.overlayPorts(), params.expectedMtu()).everywhere(params.fullMesh());
    }

    @Override
    public List<Scoped> judge(LinkFacts facts, Params params) {
        return Pairs.each(
                facts,
                pair -> params.overlayPorts().stream()
                        .map(port -> judge(facts, pair, port, params))
                        .toList());
    }

    private static Judgement judge(LinkFacts facts, Pair pair, int port, Params params) {
        Subject subject = subject(port);
        boolean owned = facts.ready(pair.to()).fold(ready -> ready.udp().get(port) == Bind.IN_USE, missing -> false);
        return Crossing.of(facts, pair, port)
                .fold(
                        crossing -> owned
                                ? behindFirewall(facts, pair, port, crossing, params)
                                : judge(facts, pair, port, crossing, params),
                        missing -> Judgement.unknown(missing, subject))
                .with("port", Arg.text(String.valueOf(port)));
    }

    /**
     * A port that another program uses is watched at the interface, before the host's own firewall, which may still drop
     * what was seen.
     */
    private static Judgement behindFirewall(LinkFacts facts, Pair pair, int port, Crossing crossing, Params params) {
        Subject subject = subject(port);
        return facts.reading(pair.to(), Firewall.REQUEST)
                .fold(
                        firewall -> firewall.ruleOn(port)
                                .map(rule -> Judgement.unknown(Reason.PORT_IN_USE, subject)
                                        .with("rule", rule))
                                .orElseGet(() -> judge(facts, pair, port, crossing, params)),
                        missing -> Judgement.unknown(missing, subject));
    }

    private static Subject subject(int port) {
        return Subject.of("port", port + "/udp");
    }

    private static Judgement judge(LinkFacts facts, Pair pair, int port, Crossing crossing, Params params) {
        Subject subject = subject(port);
        if (!crossing.any()) {
            return Unheard.judge(facts, pair, port, crossing, subject);
        }
        boolean mostSmall = crossing.small() >= params.minReceived() - 1;
        if (mostSmall && crossing.full() == 0) {
            return told(Judgement.fail("large-dropped", subject), crossing)
                    .with("size", Arg.count(params.expectedMtu()))
                    .with("error", crossing.sent().error())
                    .withRemedy(Remedy.manual("mtu"));
        }
        if (mostSmall && crossing.sent().shaped() > 0 && crossing.shaped() == 0) {
            return told(Judgement.fail("vxlan-dropped", subject), crossing)
                    .withRemedy(Remedy.manual("offload"))
                    .withRemedy(Remedy.manual("hypervisor"));
        }
        if (crossing.received() < params.minReceived()) {
            return told(Judgement.warning("loss", subject), crossing)
                    .with("lost", Arg.count(Crossing.PLAIN - crossing.received()))
                    .with("of", Arg.count(Crossing.PLAIN));
        }
        Optional<Judgement> loss = loss(facts, pair, crossing, params, subject);
        if (loss.isPresent()) {
            return loss.get();
        }
        Optional<String> foreign = foreignSource(facts, pair, crossing);
        if (foreign.isPresent()) {
            return told(Judgement.warning("nat", subject), crossing)
                    .with("source", foreign.get())
                    .with("address", declared(facts, pair))
                    .withRemedy(Remedy.manual("nat"));
        }
        return told(Judgement.pass(subject), crossing);
    }

    private static Judgement told(Judgement judgement, Crossing crossing) {
        Judgement told =
                judgement.with("received", Arg.count(crossing.received())).with("full", Arg.count(crossing.full()));
        return crossing.sent().shaped() == 0
                ? told
                : told.with(
                        "shaped",
                        Arg.text(crossing.shaped() + "/" + crossing.sent().shaped()));
    }

    /** By the burst to the port that nothing else uses: five datagrams show no loss of five percent. */
    private static Optional<Judgement> loss(
            LinkFacts facts, Pair pair, Crossing crossing, Params params, Subject subject) {
        int sent = facts.sent(pair).fold(SendReport.Peer::burst, missing -> 0);
        int lost =
                Crossing.control(facts, pair).fold(control -> control.any() ? sent - control.burst() : 0, missing -> 0);
        return lost > 1 && 100 * lost >= params.maxLoss() * sent
                ? Optional.of(told(Judgement.warning("loss", subject), crossing)
                        .with("lost", Arg.count(lost))
                        .with("of", Arg.count(sent)))
                : Optional.empty();
    }

    /** An address that does not belong to the sender: a device between the two rewrites it. */
    private static Optional<String> foreignSource(LinkFacts facts, Pair pair, Crossing crossing) {
        String declared = declared(facts, pair);
        if (declared.isEmpty()) {
            return Optional.empty();
        }
        Reading<Links> links = facts.reading(pair.from(), LINKS);
        return crossing.sources().stream()
                .filter(source -> !IpAddress.canonical(source).equals(IpAddress.canonical(declared)))
                .filter(source -> links.fold(known -> known.deviceOf(source).isEmpty(), missing -> true))
                .findFirst();
    }

    /** Where the receiver sends to, to reach the sender. */
    private static String declared(LinkFacts facts, Pair pair) {
        return facts.sent(new Pair(pair.to(), pair.from())).fold(SendReport.Peer::address, missing -> "");
    }
}
