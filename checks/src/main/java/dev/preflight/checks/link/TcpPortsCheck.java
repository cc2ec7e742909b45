package dev.preflight.checks.link;

import dev.preflight.api.CheckSpec;
import dev.preflight.api.HostFacts;
import dev.preflight.api.Judgement;
import dev.preflight.api.LinkCheck;
import dev.preflight.api.LinkFacts;
import dev.preflight.api.Needs;
import dev.preflight.api.Pair;
import dev.preflight.api.Param;
import dev.preflight.api.Param.Kind;
import dev.preflight.api.Scope;
import dev.preflight.api.Scoped;
import dev.preflight.api.Severity;
import dev.preflight.api.Shape;
import dev.preflight.api.Subject;
import dev.preflight.checks.firewall.Firewall;
import dev.preflight.exchange.ListenReport.Bind;
import dev.preflight.exchange.SendReport;
import dev.preflight.exchange.Traffic;
import dev.preflight.exchange.Traffic.Flow;
import dev.preflight.fact.Reason;
import java.util.List;

/**
 * TCP ports that the platform needs between its roles can be connected to: where nothing listens at a port yet, Preflight
 * listens there during the check.
 *
 * <p>Sources: Docker's "Use overlay networks" (2377 and 7946), Kubernetes' "Ports and Protocols", connect(2) on errors.
 */
public final class TcpPortsCheck implements LinkCheck<TcpPortsCheck.Params> {
    /** Parameters. */
    public record Params(
            @Param(
                    value = "Ports that are connected to, each from one group of hosts to another",
                    example = "[{port: 2377, to: managers}, {port: 7946}]",
                    kind = Kind.LOCATOR)
            List<TcpFlow> tcpPorts) {
        public Params {
            tcpPorts = List.copyOf(tcpPorts);
        }
    }

    /** One port, and who connects to whom. */
    public record TcpFlow(
            @Param(value = "Port", example = "2377", shape = Shape.PORT, kind = Kind.LOCATOR)
            int port,

            @Param(
                    value = "Group of the hosts that connect; empty means all",
                    example = "workers",
                    kind = Kind.LOCATOR,
                    names = Param.Names.GROUP)
            String from,

            @Param(
                    value = "Group of the hosts that listen; empty means all",
                    example = "managers",
                    kind = Kind.LOCATOR,
                    names = Param.Names.GROUP)
            String to) {}

    private static final CheckSpec<Params> SPEC = CheckSpec.of("tcp-ports", Params.class, Severity.BLOCKER)
            .code("dropped")
            .code("rejected")
            .code("ports-unset", Severity.INFO)
            .code("one-host", Severity.INFO)
            .explainedBy("nic-link")
            .explainedBy("firewall");

    @Override
    public CheckSpec<Params> spec() {
        return SPEC;
    }

    @Override
    public Needs needs(Params params) {
        return Needs.none().optional(Firewall.REQUEST);
    }

    private static Flow flow(TcpFlow flow) {
        return new Flow(flow.port(), flow.from(), flow.to());
    }

    @Override
    public Traffic traffic(Params params) {
        return Traffic.none()
                .tcp(params.tcpPorts().stream().map(TcpPortsCheck::flow).toList());
    }

    @Override
    public List<Scoped> judge(LinkFacts facts, Params params) {
        if (params.tcpPorts().isEmpty()) {
            return List.of(new Scoped(
                    Scope.fleet(), Judgement.notApplicable("ports-unset", Subject.of("setting", "tcp_ports"))));
        }
        return Pairs.each(
                facts,
                pair -> params.tcpPorts().stream()
                        .filter(flow -> flow(flow).joins(groups(facts, pair.from()), groups(facts, pair.to())))
                        .map(TcpFlow::port)
                        .distinct()
                        .map(port -> judge(facts, pair, port))
                        .toList());
    }

    private static List<String> groups(LinkFacts facts, String host) {
        HostFacts of = facts.fleet().hosts().get(host);
        return of == null ? List.of() : of.host().groups();
    }

    private static Judgement judge(LinkFacts facts, Pair pair, int port) {
        Subject subject = Subject.of("port", port + "/tcp");
        return facts.sent(pair)
                .fold(peer -> judge(facts, pair, port, peer, subject), missing -> Judgement.unknown(missing, subject))
                .with("port", String.valueOf(port));
    }

    private static Judgement judge(LinkFacts facts, Pair pair, int port, SendReport.Peer peer, Subject subject) {
        String came = peer.tcp().getOrDefault(port, "");
        Bind bind = facts.ready(pair.to())
                .fold(ready -> ready.tcp().getOrDefault(port, Bind.FAILED), missing -> Bind.FAILED);
        boolean listens = bind == Bind.READY || bind == Bind.IN_USE;
        return switch (came) {
            case "" -> Judgement.unknown(Reason.TIMEOUT, subject);
            case "ok" -> Judgement.pass(subject);
            case "timeout", "denied" -> mended(Judgement.fail("dropped", subject), facts, pair, port, came);
            default ->
                // Without a listener only the kernel itself can refuse.
                came.equals("refused") && !listens
                        ? unheard(facts, pair, bind, subject)
                        : mended(Judgement.fail("rejected", subject), facts, pair, port, came);
        };
    }

    private static Judgement unheard(LinkFacts facts, Pair pair, Bind bind, Subject subject) {
        return facts.ready(pair.to())
                .fold(
                        ready -> Judgement.unknown(bind == Bind.DENIED ? Reason.NO_PERMISSION : Reason.NO_TOOL, subject)
                                .with("detail", "python, perl"),
                        missing -> Judgement.unknown(missing, subject));
    }

    private static Judgement mended(Judgement said, LinkFacts facts, Pair pair, int port, String came) {
        boolean out = came.equals("denied");
        return new FirewallMending(out ? pair.from() : pair.to(), port, "tcp", out).of(said.with("came", came), facts);
    }
}
