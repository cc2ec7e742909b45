package dev.preflight.checks.link;

import dev.preflight.api.Arg;
import dev.preflight.api.Judgement;
import dev.preflight.api.LinkFacts;
import dev.preflight.api.Remedy;
import dev.preflight.api.Remedy.Privilege;
import dev.preflight.checks.fact.Firewall;

/**
 * How a port is opened on a host, by what filters its packets; and in the network, where that is not it. What is put in
 * has to be told from what the site has, or taking it back would take that: a rule of iptables bears our name, one of
 * firewalld is written as no plain port is, and ufw, which has one rule for a port whatever is remarked on it, is left
 * alone where it has one.
 *
 * <p>Sources: iptables-extensions(8) "comment"; ufw(8) "prepend", "RULE SYNTAX"; firewalld.richlanguage(5).
 *
 * @param host whose rules refuse it
 * @param port which
 * @param protocol {@code tcp} or {@code udp}
 * @param out whether it is refused on its way out
 */
record FirewallMending(String host, int port, String protocol, boolean out) {

    Judgement of(Judgement said, LinkFacts facts) {
        Judgement told = said.with("host", host);
        return facts.reading(host, Firewall.REQUEST)
                .fold(firewall -> by(told, firewall), missing -> told)
                .mendedBy(Remedy.manual("network"));
    }

    private Judgement by(Judgement said, Firewall firewall) {
        Judgement ruled = said.with("rule", firewall.ruleOn(port).orElse(""));
        return switch (firewall.manager()) {
            case "" -> ruled;
            case "iptables" -> ruled.mendedBy(command("iptables").with("chain", Arg.text(out ? "OUTPUT" : "INPUT")));
            // Where in which chain a rule of nftables has to stand is for its owner to say.
            case "nft" -> ruled.mendedBy(byHand("nft"));
            default ->
                ruled.mendedBy(
                        out
                                ? byHand("outgoing")
                                : firewall.names(port, protocol) ? byHand("own-rule") : command(firewall.manager()));
        };
    }

    private Remedy byHand(String id) {
        return Remedy.manual(id).with("host", Arg.text(host));
    }

    private Remedy command(String id) {
        return Remedy.confirm(id, Privilege.ROOT)
                .with("host", Arg.text(host))
                .with("port", Arg.text(String.valueOf(port)));
    }
}
