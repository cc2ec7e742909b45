package dev.preflight.checks.link;

import dev.preflight.api.Arg;
import dev.preflight.api.CheckSpec;
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
import dev.preflight.exchange.ListenReport;
import dev.preflight.exchange.ListenReport.Bind;
import dev.preflight.exchange.SendReport.Connections;
import dev.preflight.exchange.Traffic;
import dev.preflight.fact.Reason;
import java.util.List;

/**
 * Short connections between hosts are not reset: many are made, a byte is sent in each, and both sides close. The active
 * part of what {@code short-tcp-reset} looks for in settings and counters. Each host tries its two neighbours.
 *
 * <p>Sources: tcp(7), Kubernetes' "kube-proxy Subtleties: Debugging an Intermittent Connection Reset" (2019-03-29).
 */
public final class ShortConnectionsCheck implements LinkCheck<ShortConnectionsCheck.Params> {
    /** Parameters. */
    public record Params(
            @Param(
                    value = "Connections that a host makes to each neighbour",
                    defaultValue = "200",
                    example = "1000",
                    shape = Shape.POSITIVE,
                    kind = Kind.LOCATOR)
            int connections) {}

    private static final CheckSpec<Params> SPEC = CheckSpec.of("short-connections", Params.class, Severity.WARNING)
            .code("reset")
            .code("timeout")
            .code("one-host", Severity.INFO)
            .explainedBy("short-tcp-reset")
            .explainedBy("nic-link");

    @Override
    public CheckSpec<Params> spec() {
        return SPEC;
    }

    @Override
    public Needs needs(Params params) {
        return Needs.none();
    }

    @Override
    public Traffic traffic(Params params) {
        return Traffic.none().connections(params.connections());
    }

    @Override
    public List<Scoped> judge(LinkFacts facts, Params params) {
        return Pairs.each(facts, pair -> judge(facts, pair, params));
    }

    private static List<Judgement> judge(LinkFacts facts, Pair pair, Params params) {
        Subject subject = Subject.of("tcp", params.connections() + " connections");
        return facts.sent(pair)
                .fold(
                        peer -> peer.connections()
                                .map(tried -> List.of(judge(facts, pair, tried, subject)))
                                // Only neighbours are tried.
                                .orElse(List.of()),
                        missing -> List.of(Judgement.unknown(missing, subject)));
    }

    private static Judgement judge(LinkFacts facts, Pair pair, Connections tried, Subject subject) {
        boolean listens = facts.ready(pair.to()).fold(ListenReport::controlTcp, missing -> Bind.FAILED) == Bind.READY;
        if (!listens) {
            return facts.ready(pair.to())
                    .fold(
                            ready -> ready.controlTcp() == Bind.IN_USE
                                    ? Judgement.unknown(Reason.PORT_IN_USE, subject)
                                    : Judgement.unknown(Reason.NO_TOOL, subject).with("detail", "python, perl"),
                            missing -> Judgement.unknown(missing, subject));
        }
        int wrong = tried.reset() + tried.refused();
        Judgement said = wrong > 0
                ? Judgement.fail("reset", subject).withRemedy(Remedy.manual("capture"))
                : tried.timeout() > 0
                        ? Judgement.fail("timeout", subject).withRemedy(Remedy.manual("capture"))
                        : Judgement.pass(subject);
        return said.with("tried", Arg.count(tried.tried()))
                .with("good", Arg.count(tried.good()))
                .with("reset", Arg.count(wrong))
                .with("timeout", Arg.count(tried.timeout()));
    }
}
