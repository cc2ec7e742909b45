package dev.preflight.checks.network;

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
import dev.preflight.api.Subject;
import dev.preflight.checks.network.GatewayArp.Gateway;
import dev.preflight.checks.settings.NetworkSettings;
import dev.preflight.checks.settings.NetworkSettings.ContainerNetwork;
import dev.preflight.fact.FactRequest;
import dev.preflight.fact.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Every default gateway replies to ARP, or to neighbour discovery (NDP) if its address is an IPv6 address. After a move the
 * VLAN was not allowed on the switch port: requests left with the right tag, and no reply came. A gateway that does not
 * reply to ping proves nothing, and an old entry in the neighbour table shows only the past.
 *
 * <p>Sources: arp(7), ip-neighbour(8) for the states, iputils {@code arping.c}, RFC 4861 (NDP).
 */
public final class GatewayArpCheck implements HostCheck<GatewayArpCheck.Params> {
    /** Parameters. */
    public record Params(
            @FromSetting(value = "if vlan and gateway are set, the gateway can be tested", in = NetworkSettings.class)
            List<ContainerNetwork> containerNetworks,

            @Param(
                    value =
                            "Test the gateways of container networks on their VLANs; if the host has no interface for the VLAN,"
                                    + " one is created for some seconds",
                    defaultValue = "false",
                    example = "true",
                    kind = Kind.LOCATOR)
            boolean probeContainerVlans) {
        public Params {
            containerNetworks = List.copyOf(containerNetworks);
        }

        private List<String> asked() {
            return containerNetworks.stream()
                    .filter(network -> network.vlan() > 0
                            && !network.parent().isEmpty()
                            && !network.gateway().isEmpty())
                    .map(network -> network.parent() + " " + network.vlan() + " " + network.gateway())
                    .distinct()
                    .toList();
        }
    }

    private static final FactRequest<GatewayArp> GATEWAYS = GatewayArp.FACT.request();

    private static final CheckSpec<Params> SPEC = CheckSpec.of("gateway-arp", Params.class, Severity.BLOCKER)
            .code("unanswered")
            .code("two-macs", Severity.WARNING)
            .code("vlan-unanswered")
            .code("vlan-not-asked", Severity.INFO)
            .code("no-gateway", Severity.INFO)
            .code("no-request-needed", Severity.INFO)
            .oldCode("asks-nobody", "no-request-needed")
            .explainedBy("nic-link");

    @Override
    public CheckSpec<Params> spec() {
        return SPEC;
    }

    @Override
    public Needs needs(Params params) {
        Needs needs = Needs.none().required(GATEWAYS);
        return asks(params) ? needs.each(vlans(params)) : needs;
    }

    private static boolean asks(Params params) {
        return params.probeContainerVlans() && !params.asked().isEmpty();
    }

    private static FactRequest<VlanGateways> vlans(Params params) {
        return VlanGateways.FACT.request().withArguments(params.asked());
    }

    @Override
    public List<Judgement> judge(HostFacts facts, Params params) {
        List<Judgement> said = new ArrayList<>(defaults(facts));
        if (asks(params)) {
            FactRequest<VlanGateways> request = vlans(params);
            facts.reading(request)
                    .<List<Judgement>>fold(
                            answers -> params.asked().stream()
                                    .map(network -> VlanGatewayVerdict.of(
                                            network,
                                            Optional.ofNullable(
                                                    answers.answers().get(network))))
                                    .toList(),
                            missing -> List.of(Judgement.unknown(missing, Subject.of("container-vlan", "all"))))
                    .forEach(judgement -> said.add(judgement.basedOn(request)));
        } else if (!params.asked().isEmpty()) {
            said.add(Judgement.notApplicable("vlan-not-asked", Subject.of("container-vlan", "all"))
                    .with("networks", Arg.texts(params.asked()))
                    .with("setting", "probe_container_vlans"));
        }
        return said;
    }

    private static List<Judgement> defaults(HostFacts facts) {
        List<Gateway> gateways = facts.get(GATEWAYS).gateways();
        if (gateways.isEmpty()) {
            return List.of(Judgement.notApplicable("no-gateway", Subject.HOST));
        }
        boolean oneAnswers = gateways.stream().anyMatch(GatewayArpCheck::answers);
        return gateways.stream()
                .map(gateway -> weighed(gateway(gateway), gateway, oneAnswers)
                        .with("gateway", gateway.address())
                        .with("nic", gateway.device())
                        .with("protocol", isIpv6(gateway) ? "NDP" : "ARP")
                        .with(isIpv6(gateway) ? "ipv6" : "ipv4", gateway.address())
                        .with("states", Arg.texts(gateway.states())))
                .toList();
    }

    /** An IPv6 router that is gone does not affect IPv4: where an IPv4 gateway replies, this is only a warning. */
    private static Judgement weighed(Judgement judgement, Gateway gateway, boolean oneAnswers) {
        boolean spare = isIpv6(gateway) && oneAnswers;
        return spare ? judgement.withSeverity(Severity.WARNING) : judgement;
    }

    private static boolean isIpv6(Gateway gateway) {
        return gateway.address().contains(":");
    }

    private static boolean answers(Gateway gateway) {
        return gateway.last().equals("REACHABLE")
                || !gateway.replies().orElse(List.of()).isEmpty();
    }

    private static Judgement gateway(Gateway gateway) {
        Subject subject = Subject.of("gateway", gateway.address() + "%" + gateway.device());
        List<String> replies = gateway.replies().orElse(List.of());
        if (gateway.needsNoRequest()
                || gateway.last().equals("PERMANENT")
                || gateway.last().equals("NOARP")) {
            return Judgement.notApplicable("no-request-needed", subject);
        }
        if (replies.size() > 1) {
            return Judgement.warning("two-macs", subject)
                    .with("macs", Arg.texts(replies))
                    .withRemedy(Remedy.manual("two-routers"));
        }
        if (answers(gateway)) {
            return Judgement.pass(subject);
        }
        if (gateway.last().equals("FAILED") || gateway.last().equals("INCOMPLETE")) {
            return Judgement.fail("unanswered", subject)
                    .withRemedy(Remedy.manual(isIpv6(gateway) ? "ask-network-ipv6" : "ask-network"));
        }
        // STALE, DELAY and PROBE are no answer, neither yes nor no.
        return gateway.stimulus().equals("none") && gateway.last().equals("none")
                ? Judgement.unknown(Reason.NO_TOOL, subject).with("detail", "bash, python, ping")
                : Judgement.unknown(Reason.STALE, subject).with("detail", gateway.last());
    }
}
