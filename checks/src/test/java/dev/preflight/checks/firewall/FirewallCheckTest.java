package dev.preflight.checks.firewall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.preflight.api.Judgement;
import dev.preflight.api.Remedy;
import dev.preflight.checks.Judged;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rules as nft 1.0.6, iptables 1.8.9, ufw 0.36 and firewalld 1.3 list them. */
class FirewallCheckTest {
    private static final String PORT = "{open: {6443/tcp: {}}, at: [now]}";

    private static List<Judgement> judged(String yaml, String firewall, String units) {
        return Judged.by(
                new FirewallCheck(),
                yaml,
                Map.of("firewall", "ufw-enabled yes\n" + firewall + "done\n", "services", services(units)));
    }

    private static String codes(String yaml, String firewall, String units) {
        return judged(yaml, firewall, units).stream().map(Judgement::code).collect(Collectors.joining(" "));
    }

    /** As systemctl shows them: {@code +} for a unit that runs, {@code =} for one that starts at boot. */
    private static String services(String units) {
        List<String> names = Managers.REQUEST.arguments();
        String blocks = names.stream()
                .map(name -> {
                    String is = Stream.of(units.split(" "))
                            .filter(one -> name.startsWith(one.replaceAll("[+=]", "") + ".") && !one.isEmpty())
                            .findFirst()
                            .orElse("?");
                    return " Id=" + name + "\n LoadState=" + (is.equals("?") ? "not-found" : "loaded")
                            + "\n ActiveState="
                            + (is.contains("+") ? "active" : "inactive") + "\n UnitFileState="
                            + (is.equals("?") ? "" : is.contains("=") ? "enabled" : "disabled") + "\n";
                })
                .collect(Collectors.joining(" \n"));
        return "manager systemd\nasked\n " + String.join("\n ", names) + "\nunits\n" + blocks + "done\n";
    }

    private static String nft(String policy, String rules) {
        return "nft\n chain inet filter input\n  type filter hook input priority filter; policy " + policy + ";\n  "
                + rules.replace("; ", "\n  ")
                        .replace("CHAIN ", "\b chain inet filter ")
                        .replace("  \b", "") + "\n";
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            accept | counter packets 1 bytes 2                                                  | ok
            drop   | iif "lo" accept                                                            | blocks-port
            drop   | iifname "lo" accept; tcp dport 22 accept                                   | blocks-port
            drop   | tcp dport 6443 accept                                                      | ok
            drop   | tcp dport 6442 accept                                                      | blocks-port
            drop   | tcp dport 6444 accept                                                      | blocks-port
            drop   | udp dport 6443 accept                                                      | blocks-port
            drop   | th dport 6443 accept                                                       | ok
            drop   | tcp dport { 22, 6000-7000 } counter packets 0 bytes 0 accept comment "x drop" | ok
            drop   | tcp dport != { 22, 6443 } accept                                           | blocks-port
            drop   | tcp dport != 22 accept                                                     | ok
            drop   | tcp dport @open accept                                                     | ambiguous
            drop   | ct state established,related accept                                        | blocks-port
            drop   | ct state { established, new } accept                                       | ok
            drop   | ct state vmap { invalid : drop, established : accept }                     | blocks-port
            drop   | ct state vmap { established : accept, new : jump open }                    | ambiguous
            drop   | ip saddr 10.0.0.0/8 tcp dport 6443 accept                                  | ambiguous
            drop   | ip6 saddr ::/0 accept                                                      | blocks-port
            drop   | meta nfproto ipv4 tcp dport 6443 accept                                    | ok
            drop   | meta l4proto { icmp, ipv6-icmp } accept                                    | blocks-port
            drop   | meta l4proto tcp accept                                                    | ok
            drop   | icmp type echo-request limit rate 5/second accept                          | blocks-port
            drop   | iifname "eth1" accept                                                      | ambiguous
            drop   | meta mark 0x1 accept                                                       | ambiguous
            drop   | tcp dport vmap { 22 : accept, 6443 : accept }                              | ambiguous
            accept | ct state invalid drop                                                      | ok
            accept | ct state ! established,related drop                                        | ambiguous
            accept | ct status ! dnat drop                                                      | ambiguous
            accept | tcp dport 6443 reject with tcp reset                                       | blocks-port
            accept | tcp dport 6443 drop; tcp dport 6443 accept                                 | blocks-port
            accept | tcp dport 6443 accept; drop                                                | ok
            accept | ip saddr 192.0.2.7 drop                                                    | ambiguous
            accept | ip daddr 127.0.0.0/8 iif != "lo" drop                                      | ok
            accept | ip protocol udp drop                                                       | ok
            accept | fib daddr type != local drop                                               | ok
            accept | fib saddr . iif oif missing drop                                           | ok
            accept | fib daddr type local reject                                                | blocks-port
            accept | tcp flags != syn / fin,syn,rst,ack ct state new counter packets 0 bytes 0 drop | ok
            accept | log prefix "IN drop " level info; limit rate 1/second drop                 | ambiguous
            accept | log prefix "IN " flags all drop                                            | blocks-port
            accept | queue num 0                                                                | ambiguous
            drop   | jump open; CHAIN open;  tcp dport 6443 accept                              | ok
            drop   | goto open; tcp dport 6443 accept; CHAIN open;  tcp dport 22 accept         | blocks-port
            drop   | jump open; tcp dport 6443 accept; CHAIN open;  return                      | ok
            accept | jump a; CHAIN a;  jump b; CHAIN b;  tcp dport 6443 drop                    | blocks-port
            drop   | tcp dport { 22, 80,; 6443 } accept                                         | ok
            """)
    void aPacketIsWalkedThroughTablesOfNft(String policy, String rules, String codes) {
        assertThat(codes(PORT, nft(policy, rules), "")).isEqualTo(codes);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            -P INPUT ACCEPT                                                                      | ok
            -P INPUT DROP;-A INPUT -i lo -j ACCEPT                                               | blocks-port
            -P INPUT DROP;-A INPUT -p tcp -m tcp --dport 6443 -j ACCEPT                          | ok
            -P INPUT DROP;-A INPUT -p tcp -m tcp --dport 6000:6442 -j ACCEPT                     | blocks-port
            -P INPUT DROP;-A INPUT -p tcp -m multiport --dports 22,6400:6500 -m conntrack --ctstate NEW -m comment --comment "hi there" -j ACCEPT | ok
            -P INPUT DROP;-A INPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT          | blocks-port
            -P INPUT DROP;-A INPUT -p udp -m udp --dport 6443 -j ACCEPT                          | blocks-port
            -P INPUT ACCEPT;-A INPUT -j REJECT --reject-with icmp-host-prohibited                | blocks-port
            -P INPUT ACCEPT;-A INPUT ! -s 127.0.0.0/8 -d 127.0.0.0/8 -m conntrack ! --ctstate RELATED,ESTABLISHED,DNAT -j DROP | ok
            -P INPUT ACCEPT;-A INPUT -p tcp -m tcp --tcp-flags FIN,SYN,RST,ACK SYN -j DROP       | blocks-port
            -P INPUT ACCEPT;-A INPUT -p tcp -m tcp --tcp-flags FIN,SYN FIN,SYN -j DROP           | ok
            -P INPUT ACCEPT;-A INPUT -p tcp -m tcp --tcp-flags ALL NONE -j DROP                  | ok
            -P INPUT ACCEPT;-A INPUT -p tcp -m tcp ! --tcp-flags FIN,SYN,RST,ACK SYN -m state --state NEW -j DROP | ok
            -P INPUT ACCEPT;-A INPUT -m recent --update --seconds 60 --name x --rsource -j DROP  | ambiguous
            -P INPUT ACCEPT;-A INPUT -m addrtype --dst-type BROADCAST -j DROP                    | ok
            -P INPUT ACCEPT;-A INPUT -j LOG --log-prefix "x -j DROP";-A INPUT -j RETURN;-A INPUT -j DROP | ok
            -P INPUT ACCEPT;-A INPUT -j OPEN;-A INPUT -j DROP;-A OPEN -p tcp -m tcp --dport 6443 -j ACCEPT | ok
            -P INPUT ACCEPT;-A INPUT -g OPEN;-A INPUT -j DROP;-A OPEN -p tcp -m tcp --dport 22 -j ACCEPT | ok
            -P INPUT ACCEPT;-A INPUT -j KUBE-FIREWALL;-A KUBE-FIREWALL -m mark --mark 0x8000/0x8000 -j DROP | ok
            -P INPUT ACCEPT;-A INPUT -m mark --mark 0x8000/0x8000 -j DROP                        | ambiguous
            -P INPUT ACCEPT;-A INPUT -p tcp -m multiport --dports 22 -j f2b-sshd;-A f2b-sshd -s 192.0.2.9/32 -j REJECT | ok
            -P INPUT ACCEPT;-A INPUT -j NFQUEUE --queue-num 0                                    | ambiguous
            -P INPUT ACCEPT;-A INPUT -s 192.0.2.9/32 -j DROP                                     | ambiguous
            -P INPUT ACCEPT;-A INPUT -i docker0 -j DROP                                          | ok
            """)
    void aPacketIsWalkedThroughChainsOfIptables(String rules, String codes) {
        String listed = "iptables legacy v4\n " + rules.replace(";", "\n ") + "\n";
        assertThat(codes(PORT, listed, "")).isEqualTo(codes);
    }

    @Test
    void withoutAListForIpv6ItsPortsAreUndetermined() {
        String yaml = "{open: {6443/tcp/v6: {}}, at: [now]}";
        assertThat(codes(yaml, "iptables legacy v4\n -P INPUT ACCEPT\n", "")).isEqualTo("ambiguous");
        assertThat(codes(yaml, "iptables legacy v4\n -P INPUT DROP\niptables legacy v6\n -P INPUT ACCEPT\n", ""))
                .isEqualTo("ok");
    }

    /** nft 1.0.6 lists the match of {@code ! --ctstate} as its opposite. */
    @Test
    void whatIptablesListsItselfIsNotReadFromNft() {
        String nft =
                "nft\n chain ip filter INPUT\n  type filter hook input priority filter; policy accept;\n" + "  drop\n";
        assertThat(codes(PORT, nft, "")).isEqualTo("blocks-port");
        assertThat(codes(PORT, nft + "iptables nft v4\n -P INPUT ACCEPT\n", "")).isEqualTo("ok");
    }

    /** Docker 28 drops in {@code raw} what goes to a container past its published port. */
    @Test
    void whatGoesToContainersIsNotForTheHost() {
        String raw = "nft\n chain ip raw PREROUTING\n  type filter hook prerouting priority raw; policy accept;\n"
                + "  ip daddr 172.17.0.2 iifname != \"docker0\" counter packets 0 bytes 0 drop\n";
        assertThat(codes(PORT, raw, "")).isEqualTo("ok");
        assertThat(codes(PORT, raw.replace("ip daddr 172.17.0.2 ", ""), "")).isEqualTo("blocks-port");
    }

    @Test
    void ofThePortsOfARowEveryOneCounts() {
        String rules = "tcp dport 2379 accept; tcp dport 2380 accept";
        assertThat(codes("{open: {2379-2380/tcp: {}}, at: [now]}", nft("drop", rules), ""))
                .isEqualTo("ok");
        assertThat(codes("{open: {2379-2381/tcp: {}}, at: [now]}", nft("drop", rules), ""))
                .isEqualTo("blocks-port");
        String many = "{open: {30000-32767/tcp: {}}, at: [now]}";
        assertThat(codes(many, nft("drop", "tcp dport 30000-32767 accept"), "")).isEqualTo("ok");
        assertThat(codes(many, nft("drop", "tcp dport 30000-32766 accept"), "")).isEqualTo("ambiguous");
        assertThat(codes(many, nft("drop", "tcp dport 22 accept"), "")).isEqualTo("blocks-port");
    }

    @Test
    void aRowIsOfIpv4UnlessItSaysOtherwise() {
        String rules = "ip6 saddr ::/0 tcp dport 6443 accept";
        assertThat(codes("{open: {6443/tcp/v6: {}}, at: [now]}", nft("drop", rules), ""))
                .isEqualTo("ok");
        assertThat(codes("{open: {6443/tcp: {from: 'fd00::/8'}}, at: [now]}", nft("drop", rules), ""))
                .isEqualTo("ok");
        assertThat(codes(PORT, nft("drop", rules), "")).isEqualTo("blocks-port");
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, ok",
        "10.1.0.0/16, ok",
        "10.1.2.3, ok",
        "10.0.0.0/7, ambiguous",
        "192.0.2.0/24, blocks-port",
        "workers, ambiguous",
    })
    void whoHasToReachAPortMatters(String from, String codes) {
        String yaml = "{open: {6443/tcp: {from: " + from + "}}, at: [now]}";
        assertThat(codes(yaml, nft("drop", "ip saddr 10.0.0.0/8 tcp dport 6443 accept"), ""))
                .isEqualTo(codes);
    }

    @ParameterizedTest
    @CsvSource({"10.0.0.0/33", "10.0.0.256", "'fd00::g'"})
    void whatIsNoNetworkIsAnErrorOfTheProfile(String from) {
        assertThatThrownBy(() -> codes("{open: {6443/tcp: {from: '" + from + "'}}}", "", ""))
                .hasMessageContaining("from");
    }

    private static String zone(String name, String... lines) {
        return " " + name + "\n"
                + Stream.of(lines).map(line -> "   " + line + "\n").collect(Collectors.joining());
    }

    private static String firewalld(String now, String permanent) {
        return "acting firewalld\nzone-default public\nzones\n" + now + "permanent\n" + permanent
                + "service ssh\n port protocol=\"tcp\" port=\"22\"/>\nservice api\n port port=\"6443\" protocol=\"tcp\"/>\n"
                + "service more\n include service=\"api\"/>\n";
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ports: 22/tcp                                                                     | blocks-port
            ports: 6443/tcp                                                                   | ok
            ports: 6442/tcp 6444/tcp                                                          | blocks-port
            ports: 6000-7000/tcp                                                              | ok
            ports: 6443/udp                                                                   | blocks-port
            services: ssh                                                                     | blocks-port
            services: ssh api                                                                 | ok
            services: more                                                                    | ambiguous
            services: unheard-of                                                              | ambiguous
            protocols: tcp                                                                    | ok
            target: ACCEPT                                                                    | ok
            target: DROP                                                                      | blocks-port
            target: %%REJECT%%                                                                | blocks-port
            forward-ports: port=6443:proto=tcp:toport=443:toaddr=                             | ambiguous
            rule family="ipv4" port port="6443" protocol="tcp" accept                         | ok
            rule family="ipv6" port port="6443" protocol="tcp" accept                         | blocks-port
            rule family="ipv4" source address="10.0.0.0/8" port port="6443" protocol="tcp" accept | ambiguous
            rule family="ipv4" source address="0.0.0.0/0" service name="api" accept           | ok
            rule service name="api" accept limit value="1/m"                                  | ambiguous
            """)
    void aZoneOfFirewalldLetsInWhatItNames(String line, String codes) {
        assertThat(codes(PORT, firewalld(zone("public (active)", "interfaces: eth0", line), ""), ""))
                .isEqualTo(codes);
    }

    @Test
    void aRefusalGoesBeforeWhatIsOpen() {
        String zone = zone(
                "public (active)",
                "interfaces: eth0",
                "ports: 6443/tcp",
                "rule family=\"ipv4\" port port=\"6443\" protocol=\"tcp\" reject");
        assertThat(codes(PORT, firewalld(zone, ""), "")).isEqualTo("blocks-port");
    }

    @Test
    void theZoneOfASourceGoesFirstAndThatOfContainersIsNoWayIn() {
        String inside = zone("internal (active)", "sources: 10.0.0.0/8", "ports: 6443/tcp");
        String outside = zone("public (active)", "interfaces: eth0", "ports: 22/tcp");
        String docker = zone("docker (active)", "interfaces: docker0 br-0123456789ab", "target: ACCEPT");
        String all = firewalld(docker + inside + outside, "");
        assertThat(codes("{open: {6443/tcp: {from: 10.2.0.0/16}}, at: [now]}", all, ""))
                .isEqualTo("ok");
        assertThat(codes("{open: {6443/tcp: {from: 192.0.2.0/24}}, at: [now]}", all, ""))
                .isEqualTo("blocks-port");
        assertThat(codes(PORT, all, "")).isEqualTo("ambiguous");
        assertThat(codes(PORT, firewalld(docker + outside, ""), "")).isEqualTo("blocks-port");
        assertThat(codes(PORT, firewalld(docker + zone("public", "ports: 22/tcp"), ""), ""))
                .isEqualTo("blocks-port");
        String second = zone("dmz (active)", "interfaces: eth1", "ports: 6443/tcp");
        assertThat(codes(PORT, firewalld(second + outside, ""), "")).isEqualTo("ambiguous");
    }

    @Test
    void whatIsOpenUntilTheNextStartIsNotOpen() {
        String yaml = "{open: {6443/tcp: {}}}";
        String now = zone("public (active)", "interfaces: eth0", "ports: 6443/tcp");
        String permanent = zone("public", "interfaces: ", "ports: 22/tcp");
        assertThat(codes(yaml, firewalld(now, permanent), "firewalld+=")).isEqualTo("wrong-after-boot");
        assertThat(codes(yaml, firewalld(now, now), "firewalld+=")).isEqualTo("ok");
        assertThat(codes(yaml, firewalld(now, permanent), "firewalld+")).isEqualTo("ok");
        assertThat(codes(yaml, firewalld(now, ""), "firewalld+=")).isEqualTo("ambiguous");
    }

    @Test
    void rulesBesideFirewalldCountToo() {
        String now = zone("public (active)", "interfaces: eth0", "ports: 6443/tcp");
        String own = "nft\n chain inet firewalld filter_INPUT\n  type filter hook input priority 10; policy accept;\n"
                + "  reject with icmpx admin-prohibited\n";
        assertThat(codes(PORT, firewalld(now, "") + own, "")).isEqualTo("ok");
        assertThat(codes(PORT, firewalld(now, "") + own.replace("firewalld", "site"), ""))
                .isEqualTo("blocks-port");
        String listed = "iptables legacy v4\n -P INPUT ACCEPT\n -A INPUT -j INPUT_direct\n -A INPUT -j INPUT_ZONES\n"
                + " -A INPUT -j REJECT\n";
        assertThat(codes(PORT, firewalld(now, "") + listed, "")).isEqualTo("ok");
    }

    private static String ufw(String incoming, String... rules) {
        return "acting ufw\nufw\n Status: active\n Default: " + incoming
                + " (incoming), allow (outgoing), disabled (routed)\n \n"
                + " To                         Action      From\n --                         ------      ----\n"
                + Stream.of(rules).map(rule -> " " + rule + "\n").collect(Collectors.joining());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            deny   | 22/tcp (OpenSSH)           ALLOW IN    Anywhere                       | blocks-port
            allow  | 22/tcp                     ALLOW IN    Anywhere                       | ok
            deny   | 6443/tcp                   ALLOW IN    Anywhere                       | ok
            deny   | 6443/udp                   ALLOW IN    Anywhere                       | blocks-port
            deny   | 6443                       LIMIT IN    Anywhere                       | ok
            deny   | 6443/tcp                   ALLOW OUT   Anywhere                       | blocks-port
            deny   | 6443/tcp                   ALLOW FWD   Anywhere                       | blocks-port
            deny   | 6443/tcp (v6)              ALLOW IN    Anywhere (v6)                  | blocks-port
            deny   | 6000:6500/tcp              ALLOW IN    Anywhere                       | ok
            deny   | 80,443,6443/tcp            ALLOW IN    Anywhere       # web           | ok
            deny   | Anywhere                   ALLOW IN    10.0.0.0/8                     | ambiguous
            deny   | Anywhere                   ALLOW IN    Anywhere                       | ok
            deny   | 6443/tcp on eth1           ALLOW IN    Anywhere                       | ambiguous
            deny   | Anywhere on docker0        ALLOW IN    Anywhere                       | blocks-port
            deny   | 10.0.0.5 6443/tcp          ALLOW IN    Anywhere                       | ambiguous
            deny   | Anywhere                   ALLOW IN    10.0.0.9 53/udp                | ambiguous
            allow  | 6443/tcp                   DENY IN     Anywhere                       | blocks-port
            reject | 22/tcp                     ALLOW IN    Anywhere                       | blocks-port
            """)
    void ufwLetsInWhatItsFirstMatchingRuleSays(String incoming, String rule, String codes) {
        assertThat(codes(PORT, ufw(incoming, rule), "")).isEqualTo(codes);
    }

    @Test
    void chainsOfAManagerThatDoesNotActAreReadLikeAny() {
        String zones = "iptables nft v4\n -P INPUT ACCEPT\n -A INPUT -j INPUT_ZONES\n -A INPUT -j REJECT\n"
                + " -A INPUT_ZONES -g IN_public\n -A IN_public -p tcp -m tcp --dport 22 -j ACCEPT\n";
        assertThat(codes(PORT, zones, "")).isEqualTo("blocks-port");
        assertThat(codes(PORT, zones.replace("--dport 22", "--dport 6443"), "")).isEqualTo("ok");
        String ufw = "iptables nft v4\n -P INPUT ACCEPT\n -A INPUT -j ufw-reject-input\n"
                + " -A ufw-reject-input -j REJECT\n";
        assertThat(codes(PORT, ufw, "")).isEqualTo("blocks-port");
        assertThat(codes(PORT, ufw.replace("-j REJECT", "-j LOG"), "")).isEqualTo("ok");
    }

    /** ufw's own chains and policy are in iptables as well. */
    @Test
    void besideUfwOnlyOtherRulesOfIptablesCount() {
        String open = ufw("deny", "6443/tcp                   ALLOW IN    Anywhere")
                + "iptables nft v4\n -P INPUT DROP\n -A INPUT -j ufw-before-input\n -A ufw-before-input -j DROP\n";
        assertThat(codes(PORT, open, "")).isEqualTo("ok");
        assertThat(codes(PORT, open + " -A INPUT -j DROP\n", "")).isEqualTo("blocks-port");
        assertThat(codes(PORT, "acting ufw\nfailed ufw\n", "")).isEqualTo("ambiguous");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            state: inactive               | NONE | NONE              | ok
            state: inactive               | UFW  | ufw+=             | active
            state: inactive               | NFT  | NONE              | active
            state: active                 | NONE | NONE              | inactive
            state: active                 | NFT  | nftables+=        | ok
            state: active                 | NFT  | nftables+         | wrong-after-boot
            {state: active, at: [now]}    | NFT  | nftables+         | ok
            state: active                 | UFW  | ufw+=             | ok
            state: active                 | UFW  | ufw+              | wrong-after-boot
            {state: active, at: [boot]}   | NONE | firewalld=        | ok
            {state: active, at: [boot]}   | NONE | NONE              | wrong-after-boot
            state: inactive               | NONE | firewalld=        | wrong-after-boot
            state: inactive               | NONE | iptables=         | wrong-after-boot
            state: inactive               | NONE | nftables+=        | ok
            state: any                    | NONE | firewalld=        | ok
            open: {22/tcp: {}}            | NONE | firewalld=        | wrong-after-boot ok
            state: any                    | UFW  | ufw+= iptables+=  | two-managers
            state: any                    | UFW  | ufw+= firewalld=  | ok
            state: any                    | BOTH | ufw+= firewalld+= | two-managers
            """)
    void aFirewallActsOrNot(String yaml, String firewall, String units, String codes) {
        String is = Map.of(
                        "NONE",
                        "nft\n chain inet filter input\n  type filter hook input priority 0; policy accept;\n",
                        "UFW",
                        ufw("deny"),
                        "NFT",
                        nft("drop", "ct state established accept"),
                        "BOTH",
                        "acting firewalld\n" + ufw("deny"))
                .getOrDefault(firewall, "");
        assertThat(codes(yaml, is, units.replace("NONE", ""))).isEqualTo(codes);
    }

    @Test
    void whatCouldNotBeListedIsNoPass() {
        assertThat(codes("state: inactive", "failed nft\n", "")).isEqualTo("no-tool");
        assertThat(codes("state: inactive", "nft\n chain a b c\ncut\n", "")).isEqualTo("truncated");
        assertThat(codes(PORT, "failed nft\n", "")).isEqualTo("no-tool");
        assertThat(codes(PORT, "nft\ncut\n", "")).isEqualTo("truncated");
        assertThat(Firewall.FACT.parser(1)).isPresent();
        assertThat(Judged.by(new FirewallCheck(), "{state: any, open: {22/tcp: {}}}", Map.of("firewall", "done\n")))
                .extracting(Judgement::code)
                .containsExactly("format-mismatch", "format-mismatch");
    }

    /** Without systemd or OpenRC, as in a rescue system. */
    @Test
    void whatActsNowDoesNotNeedTheUnits() {
        Map<String, String> printed =
                Map.of("firewall", "ufw-enabled no\ndone\n", "services", "manager none\nasked\ndone\n");
        assertThat(Judged.found(new FirewallCheck(), "{open: {6443/tcp: {}}, at: [now]}", printed))
                .containsExactly("pass ok port:6443/tcp");
        assertThat(Judged.found(new FirewallCheck(), "{state: inactive, at: [now]}", printed))
                .containsExactly("pass ok host");
        assertThat(Judged.found(new FirewallCheck(), "{state: inactive}", printed))
                .containsExactly("unknown no-tool firewall:after-boot");
        Map<String, String> ufw = Map.of(
                "firewall", "ufw-enabled yes\n" + ufw("allow") + "done\n", "services", "manager none\nasked\ndone\n");
        assertThat(Judged.found(new FirewallCheck(), "{open: {6443/tcp: {}}, at: [now]}", ufw))
                .containsExactly("pass ok port:6443/tcp");
    }

    /** Replies pass chains too, and packets pass some before those of the filter. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            netdev f in        | filter hook ingress device "eth0" priority filter; policy accept | tcp dport 6443 drop  | ambiguous
            netdev f in        | filter hook ingress device "eth0" priority filter; policy accept | tcp dport 6444 drop  | ok
            netdev f in        | filter hook ingress devices = { "eth0", "eth1" } priority 0; policy drop | ip protocol tcp accept | ok
            inet f in          | filter hook ingress device "eth0" priority filter; policy drop   | tcp dport 22 accept  | ambiguous
            bridge f in        | filter hook input priority 0; policy accept        | drop                               | ambiguous
            inet n pre         | nat hook prerouting priority dstnat; policy accept | tcp dport 6443 drop                | blocks-port
            inet n pre         | nat hook prerouting priority dstnat; policy accept | tcp dport 6444 drop                | ok
            ip n pre           | nat hook prerouting priority dstnat; policy drop   | tcp dport 22 accept                | blocks-port
            ip6 n pre          | nat hook prerouting priority dstnat; policy drop   | tcp dport 22 accept                | ok
            inet n in          | nat hook input priority 100; policy accept         | drop                               | blocks-port
            inet n out         | nat hook output priority 100; policy accept        | drop                               | ok
            inet f out         | filter hook output priority 0; policy drop         | ct state established,related accept | ok
            inet f out         | filter hook output priority 0; policy drop         | ct state new accept                | blocks-port
            inet f out         | filter hook output priority 0; policy drop         | ct state vmap { established : accept, new : drop } | ambiguous
            inet f out         | filter hook output priority 0; policy accept       | tcp sport 6443 drop                | blocks-port
            inet f out         | filter hook output priority 0; policy accept       | tcp sport 6444 drop                | ok
            inet f out         | filter hook output priority 0; policy accept       | tcp dport 6443 drop                | ambiguous
            inet f out         | filter hook output priority 0; policy accept       | oifname "lo" drop                  | ok
            inet f out         | filter hook output priority 0; policy accept       | oifname "eth0" drop                | ambiguous
            inet f out         | filter hook output priority 0; policy accept       | ip daddr 0.0.0.0/0 drop            | blocks-port
            inet f out         | filter hook output priority 0; policy accept       | ip daddr 10.9.0.0/16 drop          | ambiguous
            inet f out         | filter hook output priority 0; policy accept       | tcp flags syn / fin,syn,rst,ack drop | ambiguous
            inet f out         | route hook output priority 0; policy drop          | tcp sport 22 accept                | blocks-port
            inet f post        | filter hook postrouting priority 0; policy accept  | meta skuid 0 drop                  | ambiguous
            netdev f out       | filter hook egress device "eth0" priority 0; policy drop | tcp sport 22 accept          | ambiguous
            inet f fwd         | filter hook forward priority 0; policy drop        | drop                               | ok
            """)
    void otherHooksCountToo(String chain, String type, String rule, String codes) {
        String nft = "nft\n chain " + chain + "\n  type " + type + ";\n  " + rule + "\n";
        assertThat(codes(PORT, nft, "")).isEqualTo(codes);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            legacy v4 raw      | -P PREROUTING ACCEPT;-A PREROUTING -p tcp -m tcp --dport 6443 -j DROP | blocks-port
            hidden v4 raw      | -P PREROUTING ACCEPT;-A PREROUTING -p tcp -m tcp --dport 6444 -j DROP | hidden-rules ok
            legacy v4 raw      | -A PREROUTING -m rpfilter --loose --validmark --invert -j DROP        | ok
            legacy v4 raw      | -A PREROUTING -d 172.17.0.2/32 ! -i docker0 -j DROP                   | ok
            legacy v4 mangle   | -P PREROUTING DROP                                                    | blocks-port
            legacy v4 mangle   | -P INPUT ACCEPT;-A INPUT -j LOCAL;-A LOCAL -p tcp -j DROP             | blocks-port
            legacy v4 security | -P INPUT DROP;-A INPUT -p tcp -m tcp --dport 6443 -j ACCEPT           | ok
            legacy v6 mangle   | -P PREROUTING DROP                                                    | ok
            legacy v4 mangle   | -A POSTROUTING -m mark --mark 0x4 -j DROP                             | ambiguous
            legacy v4          | -P INPUT ACCEPT;-P OUTPUT DROP                                        | blocks-port
            legacy v4          | -P OUTPUT DROP;-A OUTPUT -m state --state RELATED,ESTABLISHED -j ACCEPT | ok
            legacy v4          | -P OUTPUT DROP;-A OUTPUT -p tcp -m tcp --sport 6443 -j ACCEPT         | ok
            legacy v4          | -P OUTPUT DROP;-A OUTPUT -p tcp -m tcp --dport 6443 -j ACCEPT         | ambiguous
            legacy v4          | -P OUTPUT ACCEPT;-A OUTPUT -p tcp -m tcp --tcp-flags FIN,SYN,RST,ACK SYN -j DROP | ok
            legacy v4          | -P OUTPUT ACCEPT;-A OUTPUT -d 10.9.0.0/16 -j REJECT                   | ambiguous
            """)
    void otherTablesOfIptablesCountToo(String list, String rules, String codes) {
        String printed = "iptables " + list + "\n " + rules.replace(";", "\n ") + "\n";
        assertThat(codes(PORT, printed, "")).isEqualTo(codes);
    }

    @Test
    void whatRefusesElsewhereActsToo() {
        String out = "nft\n chain inet f out\n  type filter hook output priority 0; policy drop;\n";
        assertThat(codes("{state: inactive, at: [now]}", out, "")).isEqualTo("active");
        assertThat(codes("{state: active, at: [now]}", out, "")).isEqualTo("inactive");
        String raw = "iptables legacy v4 raw\n -A PREROUTING -p tcp -m tcp --dport 7 -j DROP\n";
        assertThat(codes("{state: inactive, at: [now]}", raw, "")).isEqualTo("active");
        assertThat(codes("{state: active, at: [now]}", raw, "")).isEqualTo("inactive");
        String docker = "iptables legacy v4 raw\n -A PREROUTING -d 172.17.0.2/32 ! -i docker0 -j DROP\n";
        assertThat(codes("{state: inactive, at: [now]}", docker, "")).isEqualTo("ok");
    }

    @Test
    void rulesThatNobodyShowsAreSaid() {
        String legacy = "iptables hidden v4\n -P INPUT ACCEPT\n -A INPUT -p tcp -m tcp --dport 6443 -j DROP\n";
        assertThat(codes("{state: any, open: {6443/tcp: {}}, at: [now]}", legacy, ""))
                .isEqualTo("hidden-rules blocks-port");
        assertThat(codes("state: any", ufw("deny") + "docker\n", "ufw+=")).isEqualTo("hidden-rules");
        assertThat(codes("state: any", "docker\n", "")).isEqualTo("ok");
    }

    @Test
    void aRangeIsWrittenAsTheFirewallWritesIt() {
        String yaml = "{open: {2379-2380/tcp: {}}, at: [now]}";
        Remedy ufw = judged(yaml, ufw("deny"), "").get(0).remedies().get(0);
        assertThat(ufw.args().toString()).contains("2379:2380");
        Remedy firewalld = judged(yaml, firewalld(zone("public", "ports: 22/tcp"), ""), "")
                .get(0)
                .remedies()
                .get(0);
        assertThat(firewalld.args().toString()).contains("2379-2380", "public");
    }
}
