package dev.preflight.checks.network;

import dev.preflight.api.Arg;
import dev.preflight.api.CheckSpec;
import dev.preflight.api.HostCheck;
import dev.preflight.api.HostFacts;
import dev.preflight.api.Judgement;
import dev.preflight.api.Needs;
import dev.preflight.api.NoParams;
import dev.preflight.api.Remedy;
import dev.preflight.api.Severity;
import dev.preflight.api.Subject;
import dev.preflight.checks.fact.GatewayArp;
import dev.preflight.checks.fact.GatewayArp.Gateway;
import dev.preflight.fact.FactRequest;
import dev.preflight.fact.Reason;
import java.util.List;

/**
 * Every default gateway answers ARP. After a move the VLAN was not allowed on the switch port: requests left with the
 * right tag, and nobody answered. That the gateway answers no ping says nothing; that it was known before says only what
 * was.
 *
 * <p>Sources: arp(7), ip-neighbour(8) for the states, iputils {@code arping.c}.
 */
public final class GatewayArpCheck implements HostCheck<NoParams> {
    private static final FactRequest<GatewayArp> GATEWAYS = GatewayArp.FACT.request();

    @Override
    public CheckSpec<NoParams> spec() {
        return CheckSpec.of("gateway-arp", NoParams.class, Severity.BLOCKER)
                .code("unanswered")
                .code("two-macs", Severity.WARNING)
                .code("no-gateway", Severity.INFO)
                .code("asks-nobody", Severity.INFO)
                .explainedBy("nic-link");
    }

    @Override
    public Needs needs(NoParams params) {
        return Needs.none().deciding(GATEWAYS);
    }

    @Override
    public List<Judgement> judge(HostFacts facts, NoParams params) {
        List<Gateway> gateways = facts.get(GATEWAYS).gateways();
        if (gateways.isEmpty()) {
            return List.of(Judgement.notApplicable("no-gateway", Subject.HOST).from(GATEWAYS));
        }
        boolean oneAnswers = gateways.stream().anyMatch(GatewayArpCheck::answers);
        return gateways.stream()
                .map(gateway -> weighed(gateway(gateway), gateway, oneAnswers)
                        .with("gateway", gateway.address())
                        .with("nic", gateway.device())
                        .with("states", Arg.texts(gateway.states()))
                        .from(GATEWAYS))
                .toList();
    }

    /** A router that IPv6 once heard of and that is gone leaves IPv4 as it was: somebody should look, and may go on. */
    private static Judgement weighed(Judgement judgement, Gateway gateway, boolean oneAnswers) {
        boolean spare = gateway.address().contains(":") && oneAnswers;
        return spare ? judgement.weighing(Severity.WARNING) : judgement;
    }

    private static boolean answers(Gateway gateway) {
        return gateway.last().equals("REACHABLE")
                || !gateway.replies().orElse(List.of()).isEmpty();
    }

    private static Judgement gateway(Gateway gateway) {
        Subject subject = Subject.of("gateway", gateway.address() + "%" + gateway.device());
        List<String> replies = gateway.replies().orElse(List.of());
        if (gateway.asksNobody()
                || gateway.last().equals("PERMANENT")
                || gateway.last().equals("NOARP")) {
            return Judgement.notApplicable("asks-nobody", subject);
        }
        if (replies.size() > 1) {
            return Judgement.warning("two-macs", subject)
                    .with("macs", Arg.texts(replies))
                    .mendedBy(Remedy.manual("two-routers"));
        }
        if (answers(gateway)) {
            return Judgement.pass(subject);
        }
        if (gateway.last().equals("FAILED") || gateway.last().equals("INCOMPLETE")) {
            return Judgement.fail("unanswered", subject).mendedBy(Remedy.manual("ask-network"));
        }
        // STALE, DELAY and PROBE are no answer, neither yes nor no.
        return gateway.stimulus().equals("none") && gateway.last().equals("none")
                ? Judgement.unknown(Reason.NO_TOOL, subject).with("detail", "bash, python, ping")
                : Judgement.unknown(Reason.STALE, subject).with("detail", gateway.last());
    }
}
