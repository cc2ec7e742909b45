package dev.preflight.checks.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.api.Arg;
import dev.preflight.api.Catalogue;
import dev.preflight.api.Finding;
import dev.preflight.api.FleetFacts;
import dev.preflight.api.HostFacts;
import dev.preflight.api.HostInfo;
import dev.preflight.api.Judgement;
import dev.preflight.api.LinkFacts;
import dev.preflight.api.Remedy;
import dev.preflight.api.Scope;
import dev.preflight.api.Severity;
import dev.preflight.api.Subject;
import dev.preflight.checks.firewall.Firewall;
import dev.preflight.fact.Reading;
import dev.preflight.report.RemedyTexts;
import dev.preflight.report.Texts;
import dev.preflight.testing.Printed;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is put in front of rules that the site has, and what takes that back and nothing else. */
class FirewallMendingTest {
    private static final VxlanUdpCheck CHECK = new VxlanUdpCheck();

    private static Judgement mended(String firewall, boolean out) {
        Map<String, Reading<?>> readings =
                Map.of(Firewall.REQUEST.key(), Printed.reading(Firewall.REQUEST, firewall.replace(";", "\n") + "\n"));
        TreeMap<String, HostFacts> hosts = new TreeMap<>();
        hosts.put("h2", new HostFacts(new HostInfo("h2", "10.0.0.2", List.of()), Instant.EPOCH, readings));
        LinkFacts facts = new LinkFacts(
                new FleetFacts(hosts),
                CHECK.traffic(new VxlanUdpCheck.Params(List.of(4789), 1500, 4, 2, false)),
                List.of("h2"));
        return new FirewallMending("h2", 4789, "udp", out)
                .of(Judgement.fail("asymmetric", Subject.of("port", "4789")), facts);
    }

    /** ufw has one rule for a port: another remark on it, or another word than deny, is the site's rule changed. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            manager iptables;rules; -A INPUT -p udp -m udp --dport 4789 -j DROP;done   | false | iptables, network
            manager iptables;rules; -A OUTPUT -p udp -m udp --dport 4789 -j DROP;done  | true  | iptables, network
            manager nft;rules; udp dport 4789 drop;done                                | false | nft, network
            manager firewalld;rules; ports: 22/tcp;done                                | false | own-zone, network
            manager firewalld;ufw-enabled no;zone-default public;zones;done            | false | firewalld, network
            manager firewalld;ufw-enabled no;zone-default public;zones; dmz (active);   interfaces: eth0;done | false | firewalld, network
            manager firewalld;ufw-enabled no;zone-default public;zones; dmz (active);   interfaces: eth0; public (active);   interfaces: eth1;done | false | own-zone, network
            manager firewalld;ufw-enabled no;zone-default public;zones; dmz (active);   sources: 10.0.0.0/8; public (active);   interfaces: eth1;done | false | own-zone, network
            manager firewalld;rules; ports: 22/tcp;done                                | true  | outgoing, network
            manager ufw;rules; 22/tcp    ALLOW    Anywhere;done                        | false | ufw, network
            manager ufw;rules; 4789/tcp  DENY     Anywhere;done                        | false | ufw, network
            manager ufw;rules; 14789/udp DENY     Anywhere;done                        | false | ufw, network
            manager ufw;rules; 4789      DENY     Anywhere;done                        | false | ufw, network
            manager ufw;rules; 4789/udp  DENY     Anywhere;done                        | false | own-rule, network
            manager ufw;rules; Anywhere  DENY     10.0.0.0/8; 4789/udp ALLOW Anywhere;done | false | own-rule, network
            manager ufw;rules; 4789/udp  DENY OUT Anywhere;done                        | true  | outgoing, network
            done                                                                       | false | network
            denied;done                                                                | false | network
            """)
    void aRuleOfOursIsPutInWhereItCanBeToldFromTheSites(String firewall, boolean out, String remedies) {
        assertThat(mended(firewall, out).remedies()).extracting(Remedy::id).containsExactly(remedies.split(", "));
    }

    @ParameterizedTest
    @CsvSource({"eth0, dmz", "lo, public"})
    void ofFirewalldItIsInTheZoneThroughWhichPacketsCome(String nic, String zone) {
        String zones = "ufw-enabled no;zone-default public;zones; dmz (active);   interfaces: " + nic + ";done";
        assertThat(mended("manager firewalld;" + zones, false).remedies().get(0).args())
                .containsEntry("zone", Arg.text(zone));
    }

    @ParameterizedTest
    @CsvSource({"false, INPUT", "true, OUTPUT"})
    void ofIptablesItBearsOurNameInTheChainThatRefuses(boolean out, String chain) {
        Judgement said = mended("manager iptables;done", out);
        RemedyTexts texts = Texts.of(Catalogue.load(), Locale.ENGLISH)
                .of(Finding.of("vxlan-udp", "vxlan-udp", Scope.host("h2"), said, Severity.BLOCKER))
                .remedies()
                .get(0);
        String ours = " '" + chain + "' -p udp --dport '4789' -m comment --comment preflight -j ACCEPT";
        assertThat(texts.command()).contains("iptables -I" + ours);
        assertThat(texts.undo()).isEqualTo("iptables -D" + ours);
    }
}
