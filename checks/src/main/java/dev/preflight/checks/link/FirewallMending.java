package dev.preflight.checks.link;

import dev.preflight.api.Arg;
import dev.preflight.api.Judgement;
import dev.preflight.api.LinkFacts;
import dev.preflight.api.Remedy;
import dev.preflight.api.Remedy.Privilege;
import dev.preflight.checks.fact.Firewall;

/** How a port is opened on a host, by what filters its packets; and in the network, where that is not it. */
final class FirewallMending {
    private FirewallMending() {}

    static Judgement of(Judgement said, LinkFacts facts, String host, int port) {
        Judgement told = said.with("host", host);
        return facts.reading(host, Firewall.REQUEST)
                .fold(firewall -> by(told, firewall, host, port), missing -> told)
                .mendedBy(Remedy.manual("network"));
    }

    private static Judgement by(Judgement said, Firewall firewall, String host, int port) {
        Judgement ruled = said.with("rule", firewall.ruleOn(port).orElse(""));
        return switch (firewall.manager()) {
            case "" -> ruled;
            // Where in which chain a rule of nftables has to stand is for its owner to say.
            case "nft" -> ruled.mendedBy(Remedy.manual("nft").with("host", Arg.text(host)));
            default ->
                ruled.mendedBy(Remedy.confirm(firewall.manager(), Privilege.ROOT)
                        .with("host", Arg.text(host))
                        .with("port", Arg.text(String.valueOf(port))));
        };
    }
}
