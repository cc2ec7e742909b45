package dev.preflight.checks.firewall;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.fact.Context;
import dev.preflight.fact.FactRequest;
import dev.preflight.testing.ScriptRun;
import dev.preflight.testing.Shells;
import dev.preflight.testing.Shells.Shell;
import dev.preflight.testing.Tree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the probe sends of what nft 1.0.6, iptables 1.8.9, ufw 0.36 and firewalld 1.3 list. */
class FirewallProbeTest {
    @TempDir
    Path root;

    static Stream<Shell> shells() {
        return Shells.all();
    }

    private void tool(String name, String body) throws IOException {
        Tree.put(root, "usr/sbin/" + name, "#!/bin/sh\n" + body + "\n");
        Files.setPosixFilePermissions(root.resolve("usr/sbin/" + name), PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private String printed(Shell shell) {
        FactRequest<Firewall> request = Firewall.FACT.in(Context.EXEC);
        ScriptRun.Answer answer =
                ScriptRun.under(shell).with("PROBE_ROOT", root.toString()).run(request);
        assertThat(answer.err(request)).isEmpty();
        return answer.out(request);
    }

    @ParameterizedTest
    @MethodSource("shells")
    void chainsThatAPacketToTheHostPassesAreSent(Shell shell) throws IOException {
        tool("nft", """
                cat <<'X'
                table inet filter {
                \tset admin {
                \t\ttype ipv4_addr
                \t}

                \tchain input {
                \t\ttype filter hook input priority filter; policy drop;
                \t\tct state vmap { invalid : drop, new : jump extra }
                \t}

                \tchain extra {
                \t\ttcp dport 6443 accept
                \t}

                \tchain out {
                \t\ttype filter hook output priority filter; policy accept;
                \t}
                }
                table ip nat {
                \tchain prerouting {
                \t\ttype nat hook prerouting priority dstnat; policy accept;
                \t}
                }
                X""".stripIndent());
        assertThat(printed(shell)).contains("""
                nft
                 chain inet filter input
                  type filter hook input priority filter; policy drop;
                  ct state vmap { invalid : drop, new : jump extra }
                 chain inet filter extra
                  tcp dport 6443 accept
                manager nft
                done
                """);
    }

    @ParameterizedTest
    @MethodSource("shells")
    void otherHooksThatMayRefuseAreSent(Shell shell) throws IOException {
        tool("nft", """
                cat <<'X'
                table inet f {
                \tchain out {
                \t\ttype filter hook output priority filter; policy accept;
                \t\tjump egress
                \t}

                \tchain egress {
                \t\ttcp sport 22 drop
                \t}

                \tchain quiet {
                \t\ttype filter hook postrouting priority filter; policy accept;
                \t\taccept
                \t}

                \tchain fwd {
                \t\ttype filter hook forward priority filter; policy drop;
                \t}
                }
                table netdev d {
                \tchain in {
                \t\ttype filter hook ingress device "eth0" priority filter; policy accept;
                \t\tudp dport vmap @ports
                \t}
                }
                table ip nat {
                \tchain pre {
                \t\ttype nat hook prerouting priority dstnat; policy accept;
                \t\ttcp dport 6443 drop
                \t}
                \tchain post {
                \t\ttype nat hook postrouting priority srcnat; policy accept;
                \t\tdrop
                \t}
                }
                X""".stripIndent());
        assertThat(printed(shell)).contains("""
                nft
                 chain inet f out
                  type filter hook output priority filter; policy accept;
                  jump egress
                 chain netdev d in
                  type filter hook ingress device "eth0" priority filter; policy accept;
                  udp dport vmap @ports
                 chain ip nat pre
                  type nat hook prerouting priority dstnat; policy accept;
                  tcp dport 6443 drop
                 chain inet f egress
                  tcp sport 22 drop
                manager nft
                """);
    }

    /** What nft would show, iptables does not. */
    @ParameterizedTest
    @MethodSource("shells")
    void withoutNftItsRulesAreNotKnown(Shell shell) throws IOException {
        assertThat(printed(shell)).contains("failed nft\n");
        tool("iptables", "[ \"$1\" = -V ] && echo 'iptables v1.8.9 (nf_tables)' || echo '-P INPUT ACCEPT'");
        tool("ip6tables", "echo '-P INPUT ACCEPT'");
        assertThat(printed(shell)).contains("failed nft\n", "iptables nft v4\n -P INPUT ACCEPT\n");
        withoutNftables();
        assertThat(printed(shell)).doesNotContain("failed");
        Tree.put(root, "proc/modules", "nf_tables 1 0 - Live 0x0\n");
        assertThat(printed(shell)).contains("failed nft\n");
    }

    /** A kernel that has no such module. */
    private void withoutNftables() throws IOException {
        Tree.put(root, "proc/modules", "xfs 1 0 - Live 0x0\n");
        String release = Files.readString(Path.of("/proc/sys/kernel/osrelease")).strip();
        Tree.put(root, "lib/modules/" + release + "/modules.builtin", "kernel/fs/ext4/ext4.ko\n");
    }

    @ParameterizedTest
    @MethodSource("shells")
    void otherTablesOfTheOldKindAreListed(Shell shell) throws IOException {
        withoutNftables();
        String body = "case \"$*\" in -V) echo 'iptables v1.8.7 (legacy)' ;;\n"
                + "'-t raw -S') printf '%s\\n' '-P PREROUTING ACCEPT' '-A PREROUTING -j X' '-A X -j DROP' '-A Y -j DROP' ;;\n"
                + "'-t mangle -S') printf '%s\\n' '-P INPUT ACCEPT' '-P POSTROUTING ACCEPT' '-A POSTROUTING -j MARK' ;;\n"
                + "-S) echo 'not there' ;; *) exit 1 ;; esac";
        tool("iptables", body);
        tool("ip6tables", body);
        Tree.put(root, "proc/net/ip_tables_names", "nat\nraw\nmangle\n");
        assertThat(printed(shell)).contains("""
                iptables legacy v4
                iptables legacy v6
                iptables legacy v4 raw
                 -P PREROUTING ACCEPT
                 -A PREROUTING -j X
                 -A X -j DROP
                done
                """);
        Tree.put(root, "proc/net/ip_tables_names", "security\n");
        assertThat(printed(shell)).contains("failed iptables security");
        Files.delete(root.resolve("proc/net/ip_tables_names"));
        Tree.put(root, "proc/net/ip6_tables_names", "raw\n");
        assertThat(printed(shell))
                .contains("iptables legacy v6 raw\n -P PREROUTING")
                .doesNotContain("v4 raw");
    }

    @ParameterizedTest
    @MethodSource("shells")
    void aLongListIsCutAndSaysSo(Shell shell) throws IOException {
        String rules = IntStream.range(0, 1300)
                .mapToObj(port -> "-A INPUT -p tcp -m tcp --dport " + port + " -j ACCEPT")
                .collect(Collectors.joining("\n"));
        tool("iptables", "[ \"$1\" = -S ] || exit 0\ncat <<'X'\n-P INPUT DROP\n-A FORWARD -j DROP\n" + rules + "\nX");
        tool("ip6tables", "exit 1");
        String out = printed(shell);
        assertThat(out).contains("iptables nft v4\n -P INPUT DROP\n -A INPUT -p tcp -m tcp --dport 0 -j ACCEPT\n");
        assertThat(out).contains("\ncut\n").doesNotContain("iptables nft v6");
        assertThat(out.substring(out.indexOf("iptables nft v4")).contains("-A FORWARD"))
                .isFalse();
        assertThat(out.contains("--dport 1299 ")).isFalse();
    }

    /** What a rule does is at its end. */
    @ParameterizedTest
    @MethodSource("shells")
    void aRuleThatIsTooLongIsLeftOutAndThatIsSaid(Shell shell) throws IOException {
        for (int ports : new int[] {100, 900}) {
            String rule = "-A INPUT -p tcp -m multiport --dports "
                    + IntStream.range(1000, 1000 + ports)
                            .mapToObj(Integer::toString)
                            .collect(Collectors.joining(","))
                    + " -j DROP";
            tool("iptables", "[ \"$1\" = -S ] || exit 0\ncat <<'X'\n-P INPUT ACCEPT\n" + rule + "\n-A INPUT -j LOG\nX");
            tool("ip6tables", "exit 1");
            String out = printed(shell);
            out = out.substring(out.indexOf("iptables nft v4"));
            assertThat(out.contains("\n " + rule + "\n")).isEqualTo(ports == 100);
            assertThat(out.contains("\n -A INPUT -j LOG\ncut\n")).isEqualTo(ports == 900);
        }
    }

    /** To list tables of the old kind loads their module, and with it a table. */
    @ParameterizedTest
    @MethodSource("shells")
    void tablesOfTheOldKindAreListedIfThereAreAny(Shell shell) throws IOException {
        tool(
                "iptables",
                "[ \"$1\" = -V ] && echo 'iptables v1.4.21' || { echo '-P INPUT DROP'; touch '" + root + "/listed'; }");
        tool("ip6tables", "echo '-P INPUT ACCEPT'");
        Tree.put(root, "proc/net/ip_tables_names", "nat\n");
        assertThat(printed(shell)).doesNotContain("iptables");
        assertThat(root.resolve("listed")).doesNotExist();
        Tree.put(root, "proc/net/ip_tables_names", "nat\nfilter\n");
        assertThat(printed(shell)).contains("iptables legacy v4\n -P INPUT DROP\n", "manager iptables\n");
        tool("iptables", "[ \"$1\" = -V ] && echo 'iptables v1.8.9 (nf_tables)' || echo '-P INPUT ACCEPT'");
        assertThat(printed(shell)).contains("failed iptables-legacy");
        tool("iptables-legacy", "echo '-P INPUT DROP'");
        tool("ip6tables-legacy", "echo '-P INPUT ACCEPT'");
        assertThat(printed(shell)).contains("iptables hidden v4\n -P INPUT DROP\niptables hidden v6\n");
    }

    @ParameterizedTest
    @MethodSource("shells")
    void zonesThatActAndTheirServicesAreSent(Shell shell) throws IOException {
        tool("firewall-cmd", """
                case "$*" in
                --state) echo running ;;
                --get-default-zone) echo public ;;
                --list-all) printf 'public (active)\\n  ports: 22/tcp\\n' ;;
                --list-all-zones) printf 'block\\n  target: %%%%REJECT%%%%\\n  services: \\n\\npublic (active)\\n  interfaces: eth0\\n  services: api -x ../e\\n\\n' ;;
                '--permanent --list-all-zones') printf 'block\\n  target: x\\n\\npublic\\n  interfaces: \\n' ;;
                esac""".stripIndent());
        Tree.put(
                root,
                "usr/lib/firewalld/services/api.xml",
                "<service>\n <port protocol=\"tcp\" port=\"1\"/></service>\n");
        Tree.put(
                root,
                "etc/firewalld/services/api.xml",
                "<service><short>a</short><port protocol=\"tcp\" port=\"6443\"/><include service=\"b\"/></service>\n");
        assertThat(printed(shell)).contains("""
                acting firewalld
                zone-default public
                zones
                 public (active)
                   interfaces: eth0
                   services: api -x ../e
                """, """
                permanent
                 public
                   interfaces:\s
                """, """
                service api
                 port protocol="tcp" port="6443"/>
                 include service="b"/>
                """);
    }

    @ParameterizedTest
    @MethodSource("shells")
    void ufwThatSaysNothingButIsEnabledActs(Shell shell) throws IOException {
        withoutNftables();
        Tree.put(root, "etc/ufw/ufw.conf", "# x\nENABLED=yes\nLOGLEVEL=low\n");
        tool("ufw", "exit 1");
        assertThat(printed(shell)).contains("ufw-enabled yes\nacting ufw\nfailed ufw\n");
        tool("ufw", "echo 'Status: inactive'");
        assertThat(printed(shell)).doesNotContain("acting");
        tool("ufw", "[ \"$2\" = verbose ] && printf 'Status: active\\nDefault: deny (incoming)\\n'");
        assertThat(printed(shell))
                .contains("acting ufw\nufw\n Status: active\n Default: deny (incoming)\nmanager ufw\n");
    }
}
