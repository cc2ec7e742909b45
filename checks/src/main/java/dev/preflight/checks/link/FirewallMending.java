package dev.preflight.checks.link;

import dev.preflight.api.Arg;
import dev.preflight.api.Judgement;
import dev.preflight.api.LinkFacts;
import dev.preflight.api.Remedy;
import dev.preflight.api.Remedy.Privilege;
import dev.preflight.checks.firewall.Filters;
import dev.preflight.checks.firewall.Firewall;

/**
 * How a port is opened on a host, by its firewall, or in the network where the host's firewall is not the cause. Our rule
 * must be distinguishable from the site's own, or the undo would remove the site's: a rule of iptables has the comment
 * "preflight", one of firewalld is a rich rule, and ufw, which has one rule for a port whatever its comment, is left
 * unchanged where the site has one.
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
                .withRemedy(Remedy.manual("network"));
    }

    private Judgement by(Judgement said, Firewall firewall) {
        Judgement ruled = said.with("rule", firewall.ruleOn(port).orElse(""));
        return switch (firewall.manager()) {
            case "" -> ruled;
            case "iptables" -> ruled.withRemedy(command("iptables").with("chain", Arg.text(out ? "OUTPUT" : "INPUT")));
            // Only the owner of the nftables rules knows to which chain, and where, a rule has to be added.
            case "nft" -> ruled.withRemedy(byHand("nft"));
            case "firewalld" -> ruled.withRemedy(out ? byHand("outgoing") : inZone(firewall));
            default ->
                ruled.withRemedy(
                        out
                                ? byHand("outgoing")
                                : firewall.names(port, protocol) ? byHand("own-rule") : command(firewall.manager()));
        };
    }

    /** A rule in another zone would change nothing. */
    private Remedy inZone(Firewall firewall) {
        return firewall.filters()
                .flatMap(Filters::zone)
                .map(zone -> command("firewalld").with("zone", Arg.text(zone)))
                .orElseGet(() -> byHand("own-zone"));
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
