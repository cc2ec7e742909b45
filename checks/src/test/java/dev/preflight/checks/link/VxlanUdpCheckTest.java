package dev.preflight.checks.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.api.FleetFacts;
import dev.preflight.api.HostFacts;
import dev.preflight.api.HostInfo;
import dev.preflight.api.Judgement;
import dev.preflight.api.LinkFacts;
import dev.preflight.api.Pair;
import dev.preflight.api.Scope;
import dev.preflight.api.Scoped;
import dev.preflight.checks.firewall.Firewall;
import dev.preflight.exchange.HostTag;
import dev.preflight.exchange.ListenReport;
import dev.preflight.exchange.ReceiveReport;
import dev.preflight.exchange.SendReport;
import dev.preflight.fact.Reading;
import dev.preflight.testing.Printed;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What h1 sends to h2 at UDP 4789; what h2 sends to h1 is as good as can be. */
class VxlanUdpCheckTest {
    private static final VxlanUdpCheck CHECK = new VxlanUdpCheck();
    private static final VxlanUdpCheck.Params PARAMS = new VxlanUdpCheck.Params(List.of(4789), 1500, 4, 2, false);
    private static final String GOOD = "0123fv";

    private String udp = "ready";
    private String control = "ready";
    private String sniff = "no";
    private String sent = "4 3 3 -";
    private int burst;
    private String heard = heard("udp", "h1", GOOD);
    private String firewall = "done\n";

    private static String heard(String word, String from, String sequences) {
        StringBuilder lines = new StringBuilder();
        for (String one : sequences.split("")) {
            if (!one.isEmpty()) {
                lines.append(line(word, 4789, from, one));
            }
        }
        return lines.toString();
    }

    private static String line(String word, int port, String from, String sequence) {
        return word + " " + port + " 10.0.0." + from.substring(1) + " 64 " + HostTag.of(from) + " " + sequence + "\n";
    }

    private static String burst(String word, int arrived) {
        return line(word, 23456, "h1", "0") + line(word, 23456, "h1", "b").repeat(arrived);
    }

    private static String sent(String peer, String counts, int burst) {
        String tag = HostTag.of(peer);
        return "tool python\nto " + tag + " 10.0.0." + peer.substring(1) + "\ndf yes\nudp " + tag + " 4789 " + counts
                + "\nudp " + tag + " 23456 4 3 0 -\nburst " + tag + " " + burst + "\nsent\n";
    }

    private static String ready(String udp, String control, String sniff) {
        return "root 1\ntool python\nudp 4789 " + udp + "\ncontrol 23456 " + control
                + "\ncontrol-tcp 23456 ready\nsniff " + sniff + "\nlistening\n";
    }

    private Judgement said() {
        Map<String, Reading<?>> one = new HashMap<>();
        one.put(ListenReport.REQUEST.key(), Printed.reading(ListenReport.REQUEST, ready("ready", "ready", "no")));
        one.put(SendReport.REQUEST.key(), Printed.reading(SendReport.REQUEST, sent("h2", sent, burst)));
        one.put(
                ReceiveReport.REQUEST.key(),
                Printed.reading(ReceiveReport.REQUEST, heard("udp", "h2", GOOD) + "heard\n"));
        Map<String, Reading<?>> two = new HashMap<>();
        two.put(ListenReport.REQUEST.key(), Printed.reading(ListenReport.REQUEST, ready(udp, control, sniff)));
        two.put(SendReport.REQUEST.key(), Printed.reading(SendReport.REQUEST, sent("h1", "4 3 3 -", 0)));
        two.put(ReceiveReport.REQUEST.key(), Printed.reading(ReceiveReport.REQUEST, heard + "heard\n"));
        if (!firewall.isEmpty()) {
            two.put(Firewall.REQUEST.key(), Printed.reading(Firewall.REQUEST, firewall));
        }
        TreeMap<String, HostFacts> hosts = new TreeMap<>();
        hosts.put("h1", new HostFacts(new HostInfo("h1", "10.0.0.1", List.of()), Instant.EPOCH, one));
        hosts.put("h2", new HostFacts(new HostInfo("h2", "10.0.0.2", List.of()), Instant.EPOCH, two));
        LinkFacts facts = new LinkFacts(new FleetFacts(hosts), CHECK.traffic(PARAMS), List.of("h1", "h2"));
        return CHECK.judge(facts, PARAMS).stream()
                .filter(s -> s.scope().equals(Scope.pair(new Pair("h1", "h2"))))
                .map(Scoped::judgement)
                .findFirst()
                .orElseThrow();
    }

    private String word() {
        Judgement said = said();
        return said.outcome().code() + " " + said.code();
    }

    @ParameterizedTest
    @CsvSource({
        "0123fv, pass ok",
        "123fv, pass ok",
        "23fv, warning loss",
        "012fv, pass ok",
        "0123v, fail large-dropped",
        "012v, fail large-dropped",
        "01v, warning loss",
        "0123f, fail vxlan-dropped",
        "012f, fail vxlan-dropped",
        "fv, warning loss",
        "v, warning loss",
        "'', fail asymmetric"
    })
    void fourOfFiveMustArriveTheFullSizeOneAmongThem(String sequences, String expected) {
        heard = heard("udp", "h1", sequences);
        assertThat(word()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "200, 200, pass ok",
        "200, 197, pass ok",
        "200, 196, warning loss",
        "200, 195, warning loss",
        "20, 19, pass ok",
        "20, 18, warning loss",
        "0, 0, pass ok"
    })
    void twoOfAHundredOfABurstAreALossAndOneIsNone(int of, int arrived, String expected) {
        burst = of;
        heard += burst("udp", arrived);
        assertThat(word()).isEqualTo(expected);
    }

    /** The burst is looked for where the port can be heard. */
    @Test
    void aControlPortOfSomebodyElseIsNoLoss() {
        control = "in-use";
        sniff = "yes";
        burst = 200;
        heard += burst("wire", 200);
        assertThat(word()).isEqualTo("pass ok");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            yes | done                                              | pass ok
            yes | manager nft;rules; udp dport 4789 drop;done       | unknown port-in-use
            yes | manager nft;rules; udp dport 4790 drop;done       | pass ok
            yes | manager iptables;rules; -P INPUT DROP;done        | unknown port-in-use
            yes | denied;done                                       | unknown no-permission
            yes | ''                                                | unknown not-collected
            no  | done                                              | unknown port-in-use
            """)
    void aPortOfSomebodyElseIsSeenAtTheInterfaceAndTheFirewallStandsBehindIt(
            String seen, String rules, String expected) {
        udp = "in-use";
        sniff = seen;
        sent = "4 3 0 -";
        heard = heard("wire", "h1", "0123f");
        firewall = rules.isEmpty() ? "" : rules.replace(";", "\n") + "\n";
        assertThat(word()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "4 3 3 refused, fail rejected",
        "4 3 3 unreachable, fail rejected",
        "0 0 0 denied, fail asymmetric",
        "0 0 0 -, unknown nothing-sent",
        "4 3 3 -, fail asymmetric"
    })
    void whatTheSenderWasToldSaysWhoRefused(String told, String expected) {
        sent = told;
        heard = "";
        assertThat(word()).isEqualTo(expected);
    }

    @Test
    void whereItWasLostIsSeenAtTheInterface() {
        sniff = "yes";
        heard = heard("wire", "h1", GOOD);
        assertThat(said().args()).containsKey("wire").doesNotContainKey("nowire");
        heard = "";
        assertThat(said().args()).containsKey("nowire").doesNotContainKey("wire");
        sniff = "no";
        assertThat(said().args()).doesNotContainKeys("wire", "nowire");
    }
}
