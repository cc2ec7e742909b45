package dev.preflight.checks.resolver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.api.Arg;
import dev.preflight.api.HostFacts;
import dev.preflight.api.HostInfo;
import dev.preflight.api.Remedy;
import dev.preflight.checks.resolver.ResolvConfPersistenceCheck.Params;
import dev.preflight.fact.Context;
import dev.preflight.fact.FactFormatException;
import dev.preflight.fact.ProbeOutput;
import dev.preflight.fact.Reading;
import dev.preflight.fact.Reason;
import dev.preflight.testing.ScriptRun;
import dev.preflight.testing.Shells;
import dev.preflight.testing.Shells.Shell;
import dev.preflight.testing.Tree;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ResolvConfPersistenceCheckTest {
    @TempDir
    Path root;

    static Stream<Shell> shells() {
        return Shells.all();
    }

    private static Reading<ResolverState> state(String probe) throws FactFormatException {
        return ResolverState.FACT
                .parser()
                .parse(new ProbeOutput((probe + "done\n").getBytes(StandardCharsets.UTF_8), new byte[0], 0));
    }

    private static List<String> said(String probe, String... expected) throws FactFormatException {
        HostFacts facts = new HostFacts(
                new HostInfo("h1", "", List.of()),
                Instant.EPOCH,
                Map.of(ResolverState.FACT.request().key(), state(probe)));
        return new ResolvConfPersistenceCheck()
                .judge(facts, new Params(List.of(expected))).stream()
                        .filter(j -> !j.code().equals("expected-unset"))
                        .map(j -> j.outcome().code() + " " + j.code())
                        .toList();
    }

    /** A line of settings for each owner that lets it overwrite, and one that keeps it from it. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            EL7 dhclient, ifcfg      | process dhclient systemd      | config /etc/sysconfig/network-scripts/ifcfg-eth0 | BOOTPROTO=dhcp                  | PEERDNS="no"
            Debian 12 dhclient       | process dhclient systemd      | config /etc/dhcp/dhclient.conf                   | prepend x 127.0.0.1;            | supersede domain-name-servers 10.0.0.53;
            Debian 13 dhcpcd         | process dhcpcd systemd        | config /etc/dhcpcd.conf                          | nohook lookup-hostname          | nohook resolv.conf
            Debian 13 dhcpcd, static | process dhcpcd systemd        | config /etc/dhcpcd.conf                          | static domain_name_servers=     | static domain_name_servers=10.0.0.53
            Alpine udhcpc            | process udhcpc init           | config /etc/udhcpc/udhcpc.conf                   | RESOLV_CONF="yes"               | RESOLV_CONF="no"
            SLES netconfig           | process wickedd systemd       | config /etc/sysconfig/network/config             | NETCONFIG_DNS_POLICY="auto"     | NETCONFIG_DNS_POLICY=""
            EL9 NetworkManager       | process NetworkManager systemd| connection eth0                                  | ipv4.method:auto                | ipv4.method:manual~ipv6.method:ignore
            EL8 NetworkManager, main | process NetworkManager systemd| config /etc/NetworkManager/conf.d/90.conf        |                                 | [main]~dns=none
            EL9 keyfile              | process NetworkManager systemd| config /etc/NetworkManager/system-connections/a.nmconnection | [ipv4]~method=auto   | [ipv4]~method=auto~ignore-auto-dns=true~[ipv6]~method=disabled
            """)
    void anOwnerOverwritesUnlessItsSettingsKeepItFromIt(
            String name, String process, String file, String loose, String kept) throws FactFormatException {
        String base = "content\n nameserver 10.0.0.53\n" + process + "\n x\n";
        String open = loose == null && process.contains("NetworkManager")
                ? "connection eth0\n ipv4.method:auto\n"
                : file + "\n " + (loose == null ? "" : loose.replace("~", "\n ")) + "\n";
        if (loose != null || process.contains("NetworkManager")) {
            assertThat(said(base + open)).as("loose").containsExactly("warning will-be-overwritten");
        }
        assertThat(said(base + file + "\n " + kept.replace("~", "\n ") + "\n"))
                .as("kept")
                .containsExactly("pass ok");
    }

    /** wicked is at work on every SLES; where no interface gets a lease it has nothing to write but what is configured. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            BOOTPROTO='static'      | 10.0.0.53 | pass ok
                                    | 10.0.0.53 | pass ok
            BOOTPROTO='none'        | 10.0.0.53 | pass ok
            BOOTPROTO='dhcp'        | 10.0.0.53 | warning will-be-overwritten
            BOOTPROTO='dhcp4'       | 10.0.0.53 | warning will-be-overwritten
            BOOTPROTO='auto6'       | 10.0.0.53 | warning will-be-overwritten
            BOOTPROTO='static'      | 10.0.0.54 | warning will-be-overwritten
            BOOTPROTO='static'      |           | warning will-be-overwritten
            """)
    void netconfigWithoutALeaseWritesWhatIsConfigured(String proto, String servers, String expected)
            throws FactFormatException {
        String wicked = "content\n nameserver 10.0.0.53\nprocess wickedd systemd\n x\n"
                + "config /etc/sysconfig/network/config\n NETCONFIG_DNS_POLICY=\"auto\"\n NETCONFIG_DNS_STATIC_SERVERS=\""
                + (servers == null ? "" : servers) + "\"\nconfig /etc/sysconfig/network/ifcfg-lo\n";
        String interfaces = "config /etc/sysconfig/network/ifcfg-eth0\n " + (proto == null ? "" : proto) + "\n";
        assertThat(said(wicked + interfaces)).containsExactly(expected);
        assertThat(said(wicked)).as("no interface read").containsExactly("warning will-be-overwritten");
        assertThat(said(wicked + interfaces
                        + "process NetworkManager systemd\n x\nconnection eth0\n ipv4.method:manual\n"
                        + " ipv6.method:ignore\n"))
                .containsExactly("warning will-be-overwritten");
        assertThat(said(wicked + interfaces + "unreadable /etc/sysconfig/network/ifcfg-eth1\n"))
                .containsExactly("unknown not-readable");
    }

    @Test
    void resolvconfWithoutALeaseWritesWhatIsConfigured() throws FactFormatException {
        String host = "content\n # Dynamic resolv.conf(5) file generated by resolvconf(8)\n nameserver 10.0.0.53\n";
        assertThat(said(host)).containsExactly("pass ok");
        assertThat(said(host + "process dhclient ifup\n x\n")).containsExactly("warning will-be-overwritten");
        assertThat(said(host + "process rdnssd systemd\n x\n")).containsExactly("warning will-be-overwritten");
        assertThat(said(host + "hidden-proc\n")).containsExactly("unknown hidden-proc");
        assertThat(said(host + "unreadable /etc/resolvconf/resolv.conf.d/head\n"))
                .containsExactly("unknown not-readable");
    }

    @Test
    void theOwnersSettingsAreChangedForWhatIsExpectedAndBackToWhatTheyWere() throws FactFormatException {
        Remedy manager =
                remedy("content\n nameserver 10.0.0.9\nprocess NetworkManager systemd\n x\nconnection Wired 1\n"
                        + " ipv4.method:auto\n ipv4.ignore-auto-dns:no\n ipv4.dns:10.0.0.9\n ipv6.method:auto\n");
        assertThat(manager.id()).isEqualTo("keep-networkmanager");
        assertThat(manager.args())
                .containsEntry("connection", Arg.text("Wired 1"))
                .containsEntry("servers", Arg.text("10.0.0.53 10.0.0.54"))
                .containsEntry("oldDns", Arg.text("10.0.0.9"))
                .containsEntry("oldIgnore4", Arg.text("no"));
        Remedy networkd = remedy(
                "link ../run/systemd/resolve/stub-resolv.conf\ncontent\n nameserver 127.0.0.53\n"
                        + "process systemd-network systemd\n x\nconfig /run/systemd/network/10-netplan-eth0.network\n [Network]\n DHCP=yes\n");
        assertThat(networkd.args())
                .containsEntry("directory", Arg.text("/etc/systemd/network/10-netplan-eth0.network.d"));
        Remedy dhclient = remedy("content\n nameserver 10.0.0.9\nprocess dhclient systemd\n x\n");
        assertThat(dhclient.args()).containsEntry("servers", Arg.text("10.0.0.53, 10.0.0.54"));
    }

    @Test
    void whatTheRemedyForNetworkdWritesIsSeenAsProtection() throws FactFormatException {
        String base = "link ../run/systemd/resolve/stub-resolv.conf\ncontent\n nameserver 127.0.0.53\n"
                + "process systemd-network systemd\n x\nconfig /run/systemd/network/10-a.network\n [Network]\n DHCP=yes\n";
        String dropIn =
                " [Network]\n DNS=10.0.0.53\n [DHCPv4]\n UseDNS=no\n [DHCPv6]\n UseDNS=no\n [IPv6AcceptRA]\n UseDNS=no\n";
        assertThat(said(base + "config /etc/systemd/network/10-a.network.d/preflight.conf\n" + dropIn))
                .containsExactly("pass ok");
        assertThat(said(base + "config /etc/systemd/network/10-b.network.d/preflight.conf\n" + dropIn))
                .containsExactly("warning will-be-overwritten");
    }

    private static Remedy remedy(String probe) throws FactFormatException {
        HostFacts facts = new HostFacts(
                new HostInfo("h1", "", List.of()),
                Instant.EPOCH,
                Map.of(ResolverState.FACT.request().key(), state(probe)));
        return new ResolvConfPersistenceCheck()
                .judge(facts, new Params(List.of("10.0.0.53", "10.0.0.54"))).stream()
                        .filter(j -> j.code().equals("will-be-overwritten"))
                        .findFirst()
                        .orElseThrow()
                        .remedies()
                        .get(0);
    }

    /** Debian 12, as the probe tells of it: its script takes hooks by run-parts. */
    private static final String DEBIAN = "content\n nameserver 10.0.0.53\nprocess dhclient systemd\n interface eth1\n"
            + "script /sbin/dhclient-script\n run-parts\n";

    /** CentOS 7: PEERDNS of the interface's own file, and one hook, which has to be executable. */
    private static final String EL = DEBIAN.replace("run-parts", "PEERDNS");

    private static final String EMPTY = "\n make_resolv_conf () {\n :\n }\n";

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            a hook                             | no  /etc/dhcp/dhclient-enter-hooks.d/keep    | pass ok             | warning will-be-overwritten
            with a name for others             | yes /etc/dhcp/dhclient-enter-hooks.d/keep.sh | warning will-be-overwritten | warning will-be-overwritten
            one set aside by dpkg              | yes /etc/dhcp/dhclient-enter-hooks.d/k.dpkg-old | warning will-be-overwritten | warning will-be-overwritten
            the one hook, executable           | yes /etc/dhcp/dhclient-enter-hooks           | pass ok             | pass ok
            the one hook, not executable       | no  /etc/dhcp/dhclient-enter-hooks           | pass ok             | warning will-be-overwritten
            """)
    void aHookCountsWhereTheScriptOfTheHostTakesIt(String name, String hook, String debian, String el)
            throws FactFormatException {
        String lines = "hook " + hook.replaceAll(" +", " ") + EMPTY;
        assertThat(said(DEBIAN + lines)).containsExactly(debian);
        assertThat(said(EL + lines)).containsExactly(el);
        assertThat(said(DEBIAN.replace("script /sbin/dhclient-script\n run-parts\n", "") + lines))
                .as("a script that could not be read")
                .containsExactly("warning will-be-overwritten");
    }

    @Test
    void theHookOfARemovedPackageIsNoProtection() throws FactFormatException {
        String hook = "hook no /etc/dhcp/dhclient-enter-hooks.d/resolvconf\n if [ -x /sbin/resolvconf ] ; then\n"
                + " make_resolv_conf () {\n ?\n }\n fi\n";
        assertThat(said(DEBIAN + hook + "test no -x /sbin/resolvconf\n"))
                .containsExactly("warning will-be-overwritten");
        // Where the package is there, what resolvconf receives counts.
        String managed =
                DEBIAN.replace("content\n", "content\n # Dynamic resolv.conf(5) file generated by resolvconf(8)\n")
                        + hook + "test yes -x /sbin/resolvconf\n";
        assertThat(said(managed)).containsExactly("warning will-be-overwritten");
        assertThat(said(managed + "config /etc/resolvconf.conf\n resolvconf=NO\n"))
                .containsExactly("pass ok");
    }

    @Test
    void evidenceOfBeforeCannotTellWhetherAHookProtects() throws FactFormatException {
        assertThat(said("content\n nameserver 10.0.0.53\nprocess dhclient systemd\n x\n"
                        + "config /etc/dhcp/dhclient-enter-hooks.d/keep\n make_resolv_conf() { :; }\n"))
                .containsExactly("unknown not-readable");
    }

    @Test
    void peerdnsCountsForItsOwnInterface() throws FactFormatException {
        String other = "config /etc/sysconfig/network-scripts/ifcfg-eth0\n BOOTPROTO=none\n PEERDNS=no\n";
        String own = "config /etc/sysconfig/network-scripts/ifcfg-eth1\n BOOTPROTO=dhcp\n";
        assertThat(said(EL + other + own + " PEERDNS=yes\n")).containsExactly("warning will-be-overwritten");
        assertThat(said(EL + other + own)).containsExactly("warning will-be-overwritten");
        assertThat(said(EL + other)).containsExactly("warning will-be-overwritten");
        assertThat(said(EL + own + " PEERDNS=\"no\"\n")).containsExactly("pass ok");
        assertThat(said(EL + own.replace("ifcfg-eth1", "ifcfg-System_eth1") + " DEVICE=eth1\n PEERDNS=no\n"))
                .containsExactly("pass ok");
        assertThat(said(EL + "config /etc/sysconfig/network\n PEERDNS=no\n" + own))
                .containsExactly("pass ok");
        assertThat(said(EL + "config /etc/sysconfig/network\n PEERDNS=no\n" + own + " PEERDNS=yes\n"))
                .containsExactly("warning will-be-overwritten");
        assertThat(said(DEBIAN + own + " PEERDNS=no\n"))
                .as("Debian's script does not ask")
                .containsExactly("warning will-be-overwritten");
        String two = EL + own + " PEERDNS=no\nprocess dhclient systemd\n interface eth2\n";
        assertThat(said(two)).as("each client for itself").containsExactly("warning will-be-overwritten");
        // Evidence of before does not name the client's interface.
        String before = "content\n nameserver 10.0.0.53\nprocess dhclient systemd\n x\n";
        assertThat(said(before + other + own + " PEERDNS=yes\n")).containsExactly("warning will-be-overwritten");
        assertThat(said(before + other + own + " PEERDNS=no\n")).containsExactly("pass ok");
    }

    @Test
    void supersededServersAreTheOnesThatAreWantedOnTheInterfaceOfTheLease() throws FactFormatException {
        String conf = "dhclient-conf /etc/dhcp/dhclient.conf\n ";
        assertThat(said(DEBIAN + conf + "supersede domain-name-servers 10.0.0.53;\n"))
                .containsExactly("pass ok");
        assertThat(said(DEBIAN + conf + "supersede domain-name-servers 10.0.0.54;\n"))
                .containsExactly("warning will-be-overwritten");
        assertThat(said(DEBIAN + conf + "interface eth0 {\n supersede domain-name-servers 10.0.0.53;\n }\n"))
                .containsExactly("warning will-be-overwritten");
        assertThat(said(DEBIAN.replace("interface eth1", "interface eth1\n conf /etc/dhcp/dhclient-eth1.conf") + conf
                        + "supersede domain-name-servers 10.0.0.53;\n"))
                .as("a file that this client was not started with")
                .containsExactly("warning will-be-overwritten");
        assertThat(said(DEBIAN.replace("interface eth1", "interface eth1\n script /bin/true")))
                .containsExactly("pass ok");
    }

    /** What was included and not read may take back what stands here, or say what is missing here. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            supersede domain-name-servers 10.0.0.53;~include;                                   | unknown
            include;~supersede domain-name-servers 10.0.0.53;                                   | unknown
            include;                                                                            | unknown
            supersede domain-name-servers 10.0.0.53;~interface eth0 {~include;~}                | pass ok
            include {~supersede domain-name-servers 10.0.0.53;~}                                | pass ok
            supersede domain-name-servers 10.0.0.53;~include {~supersede domain-name-servers 10.0.0.54;~} | warning will-be-overwritten
            """)
    void whatDhclientIncludesCountsAndWhatCannotBeFollowedIsNoPass(String conf, String expected)
            throws FactFormatException {
        assertThat(said(DEBIAN + "dhclient-conf /etc/dhcp/dhclient.conf\n " + conf.replace("~", "\n ") + "\n"))
                .singleElement()
                .asString()
                .startsWith(expected);
    }

    @ParameterizedTest
    @CsvSource({"dhclient systemd", "dhcpcd systemd", "udhcpc init", "NetworkManager systemd", "wickedd systemd"})
    void whatCannotBeChangedIsKeptFromEveryClient(String process) throws FactFormatException {
        String host = "content\n nameserver 10.0.0.53\nimmutable\nprocess " + process + "\n";
        assertThat(said(host)).containsExactly("pass ok");
        assertThat(said("link /run/NetworkManager/resolv.conf\n" + host + "connection a\n ipv4.method:auto\n"
                        + "config /etc/sysconfig/network/config\n NETCONFIG_DNS_POLICY=auto\n"))
                .as("of a link")
                .containsExactly("warning will-be-overwritten");
    }

    @Test
    void ofDhcpcdWhatStandsAboveTheFirstBlockCounts() throws FactFormatException {
        String host = "content\n nameserver 10.0.0.53\nprocess dhcpcd systemd\nconfig /etc/dhcpcd.conf\n ";
        assertThat(said(host + "nohook lookup-hostname, resolv.conf\n")).containsExactly("pass ok");
        assertThat(said(host + "interface eth0\n nohook resolv.conf\n")).containsExactly("warning will-be-overwritten");
        assertThat(said(host + "static domain_name_servers=10.0.0.53\n")).containsExactly("pass ok");
        assertThat(said(host + "static domain_name_servers=10.0.0.54\n"))
                .containsExactly("warning will-be-overwritten");
        assertThat(said("content\n nameserver 10.0.0.53\nprocess dhcpcd systemd\n nohook\n"))
                .containsExactly("pass ok");
    }

    @Test
    void ofUdhcpcWhatItsScriptAsksForCounts() throws FactFormatException {
        String alpine = "content\n nameserver 10.0.0.53\nprocess udhcpc init\n interface eth0\n"
                + "script /usr/share/udhcpc/default.script\n IF_PEER_DNS\n udhcpc.conf\n";
        String conf = "config /etc/udhcpc/udhcpc.conf\n ";
        assertThat(said(alpine)).containsExactly("warning will-be-overwritten");
        assertThat(said(alpine + conf + "RESOLV_CONF=\"no\" # preflight-dns\n")).containsExactly("pass ok");
        assertThat(said(alpine + conf + "RESOLV_CONF=no\n RESOLV_CONF=/etc/resolv.conf\n"))
                .containsExactly("warning will-be-overwritten");
        assertThat(said(alpine.replace("interface eth0\n", "interface eth0\n IF_PEER_DNS=no\n")))
                .containsExactly("pass ok");
        assertThat(said(alpine.replace(" IF_PEER_DNS\n udhcpc.conf\n", "") + conf + "RESOLV_CONF=no\n"))
                .as("Debian's script does not ask")
                .containsExactly("warning will-be-overwritten");
    }

    @Test
    void whereNmcliDoesNotAnswerEveryFileCounts() throws FactFormatException {
        String host = "content\n nameserver 10.0.0.53\nprocess NetworkManager systemd\n";
        String key =
                "config /etc/NetworkManager/system-connections/a.nmconnection\n [ipv4]\n method=manual\n [ipv6]\n method=disabled\n";
        String dhcp = "config /etc/sysconfig/network-scripts/ifcfg-eth1\n BOOTPROTO=dhcp\n";
        assertThat(said(host + key)).containsExactly("pass ok");
        assertThat(said(host + key + dhcp)).containsExactly("warning will-be-overwritten");
        assertThat(said(host + key + dhcp + " NM_CONTROLLED=no\n")).containsExactly("pass ok");
        assertThat(said(host + key + dhcp + " PEERDNS=no\n")).containsExactly("pass ok");
        assertThat(said(host + key + dhcp + " PEERDNS=no\n IPV6INIT=yes\n IPV6_PEERDNS=yes\n"))
                .containsExactly("warning will-be-overwritten");
        assertThat(said(host + key + "unreadable /etc/NetworkManager/system-connections/b.nmconnection\n"))
                .containsExactly("unknown not-readable");
        String manual = "connection a\n ipv4.method:manual\n ipv6.method:disabled\n";
        assertThat(said(host + manual)).containsExactly("pass ok");
        assertThat(said(host + manual + "connection b\n"))
                .as("nmcli did not say")
                .containsExactly("unknown not-readable");
        assertThat(said(host + "connection a\n ipv4.method:auto\n" + manual))
                .as("two of one name")
                .containsExactly("warning will-be-overwritten");
    }

    @Test
    void ofNetworkManagersOwnSettingsTheLastCounts() throws FactFormatException {
        String host =
                "content\n nameserver 10.0.0.53\nprocess NetworkManager systemd\nconnection a\n ipv4.method:auto\n"
                        + "config /etc/NetworkManager/NetworkManager.conf\n [main]\n dns=none\n";
        assertThat(said(host)).containsExactly("pass ok");
        assertThat(said(host + "config /etc/NetworkManager/conf.d/90.conf\n [main]\n dns=default\n"))
                .containsExactly("warning will-be-overwritten");
        assertThat(said(host + "config /usr/lib/NetworkManager/conf.d/90.conf\n [main]\n dns=default\n"))
                .containsExactly("pass ok");
        String resolved = "link ../run/systemd/resolve/stub-resolv.conf\ncontent\n nameserver 127.0.0.53\n"
                + "process NetworkManager systemd\nconnection a\n ipv4.method:auto\n";
        assertThat(said(resolved))
                .as("resolved is told what a lease brings")
                .containsExactly("warning will-be-overwritten");
        assertThat(said(resolved.replace("../run/systemd/resolve/stub-resolv.conf", "/srv/resolv.conf")))
                .containsExactly("pass ok");
    }

    @Test
    void ofNetworkdTheFilesThatItsLinksUseCount() throws FactFormatException {
        String base = "link ../run/systemd/resolve/stub-resolv.conf\ncontent\n nameserver 127.0.0.53\n"
                + "process systemd-network systemd\nconfig /etc/systemd/network/10-a.network\n [Network]\n DHCP=no\n"
                + "config /etc/systemd/network/20-b.network\n [Network]\n DHCP=yes\n";
        assertThat(said(base)).containsExactly("warning will-be-overwritten");
        assertThat(said(base + "netif 2\n ADMIN_STATE=configured\n NETWORK_FILE=/etc/systemd/network/10-a.network\n"))
                .containsExactly("pass ok");
        assertThat(said(base + "netif 2\n NETWORK_FILE=/etc/systemd/network/30-c.network\n"))
                .containsExactly("unknown not-readable");
        String four = "link ../run/systemd/resolve/stub-resolv.conf\ncontent\n nameserver 127.0.0.53\n"
                + "process systemd-network systemd\nconfig /run/systemd/network/10-a.network\n [Network]\n DHCP=ipv4\n"
                + " IPv6AcceptRA=no\n [DHCPv4]\n UseDNS=no\n";
        assertThat(said(four)).containsExactly("pass ok");
        assertThat(said(four + " UseDNS=yes\n")).as("the last counts").containsExactly("warning will-be-overwritten");
        assertThat(said(four.replace(" IPv6AcceptRA=no\n", "") + " UseDNS=no\n UseDNS=no\n"))
                .as("one section told three times")
                .containsExactly("warning will-be-overwritten");
        assertThat(said("config /etc/systemd/network/10-a.network\n [Network]\n DHCP=yes\n" + four))
                .as("/etc comes before /run")
                .containsExactly("warning will-be-overwritten");
    }

    @Test
    void aCommentOfCloudInitIsNoSetting() throws FactFormatException {
        String host =
                "content\n # Created by cloud-init\n nameserver 10.0.0.53\ncloud-init\nconfig /etc/cloud/cloud.cfg.d/9.cfg\n ";
        assertThat(said(host + "network: {config: disabled}\n")).containsExactly("pass ok");
        assertThat(said(host + "# network: {config: disabled}\n")).containsExactly("warning will-be-overwritten");
    }

    @Test
    void ignoringOneFamilyIsNotEnough() throws FactFormatException {
        String host =
                "content\n nameserver 10.0.0.53\nprocess NetworkManager systemd\n x\nconnection eth0\n ipv4.method:auto\n"
                        + " ipv4.ignore-auto-dns:yes\n ipv6.method:auto\n ipv6.ignore-auto-dns:no\n";
        assertThat(said(host)).containsExactly("warning will-be-overwritten");
        assertThat(said(host.replace("ipv6.ignore-auto-dns:no", "ipv6.ignore-auto-dns:yes")))
                .containsExactly("pass ok");
    }

    @Test
    void aClientOfNetworkManagersIsNoOwner() throws FactFormatException {
        assertThat(said("content\n nameserver 10.0.0.53\nprocess dhclient NetworkManager\n /sbin/dhclient -d -q\n"))
                .containsExactly("pass ok");
    }

    @Test
    void whatOnlyRootMayReadIsUnknown() throws FactFormatException {
        assertThat(said("content\n nameserver 10.0.0.53\nprocess NetworkManager systemd\n x\n"
                        + "unreadable /etc/NetworkManager/system-connections/eth0.nmconnection\n"))
                .containsExactly("unknown not-readable");
        assertThat(said("content\n nameserver 10.0.0.53\nhidden-proc\n")).containsExactly("unknown hidden-proc");
        assertThat(state("unreadable /etc/resolv.conf\n"))
                .isEqualTo(Reading.missing(Reason.NOT_READABLE, "/etc/resolv.conf"));
    }

    @Test
    void aStubIsJudgedByWhatStandsBehindIt() throws FactFormatException {
        String stub = "link ../run/systemd/resolve/stub-resolv.conf\ncontent\n nameserver 127.0.0.53\n"
                + "copy /run/systemd/resolve/resolv.conf\n nameserver 10.0.0.53\n";
        assertThat(said(stub, "10.0.0.53")).containsExactly("pass ok", "pass ok");
        assertThat(said(stub, "10.0.0.54")).containsExactly("fail missing-expected", "pass ok");
    }

    @Test
    void networkdNeedsItsWordInEverySection() throws FactFormatException {
        String base = "link ../run/systemd/resolve/stub-resolv.conf\ncontent\n nameserver 127.0.0.53\n"
                + "process systemd-network systemd\n x\nconfig /etc/systemd/network/10.network\n [Network]\n DHCP=yes\n";
        assertThat(said(base)).containsExactly("warning will-be-overwritten");
        assertThat(said(base + " [DHCPv4]\n UseDNS=no\n")).containsExactly("warning will-be-overwritten");
        assertThat(said(base + " [DHCPv4]\n UseDNS=no\n [DHCPv6]\n UseDNS=no\n [IPv6AcceptRA]\n UseDNS=no\n"))
                .containsExactly("pass ok");
        assertThat(said(base.replace("DHCP=yes", "Address=10.0.0.7/24"))).containsExactly("pass ok");
    }

    @Test
    void orderAndNumberOfTheServersCount() throws FactFormatException {
        String host = "content\n nameserver 10.0.0.53\n nameserver 10.0.0.54\n";
        assertThat(said(host, "10.0.0.53", "10.0.0.54")).containsExactly("pass ok", "pass ok");
        assertThat(said(host, "10.0.0.54", "10.0.0.53")).contains("fail missing-expected");
        assertThat(said(host, "10.0.0.53")).contains("fail missing-expected");
        String four = host + " nameserver 10.0.0.55\n nameserver 10.0.0.56\n";
        assertThat(said(four, "10.0.0.53", "10.0.0.54", "10.0.0.55")).contains("pass ok");
    }

    @Test
    void aLinkToNothingAndNoFileAreTold() throws FactFormatException {
        assertThat(said("link ../run/systemd/resolve/stub-resolv.conf\ndangling\nabsent\n"))
                .containsExactly("warning dangling-link");
        assertThat(said("absent\n")).containsExactly("warning absent");
    }

    @ParameterizedTest
    @MethodSource("shells")
    void theProbeReadsTheFileItsOwnersAndTheirSettings(Shell shell) throws IOException {
        Tree.put(root, "run/systemd/resolve/stub-resolv.conf", "nameserver 127.0.0.53\n");
        Tree.put(root, "run/systemd/resolve/resolv.conf", "nameserver 10.0.0.53\n");
        Files.createDirectories(root.resolve("etc"));
        Files.createSymbolicLink(root.resolve("etc/resolv.conf"), Path.of("../run/systemd/resolve/stub-resolv.conf"));
        Tree.put(root, "proc/7/comm", "dhclient\n");
        Tree.put(root, "proc/7/status", "Name:\tdhclient\nPPid:\t9\nUid:\t0\t0\t0\t0\nNSpid:\t7\n");
        Tree.put(root, "proc/7/cmdline", "/sbin/dhclient\0eth0\0");
        Tree.put(root, "proc/8/comm", "udhcpc\n");
        Tree.put(root, "proc/8/status", "Name:\tudhcpc\nState:\tZ (zombie)\nPPid:\t1\nUid:\t0\t0\t0\t0\nNSpid:\t8\n");
        Tree.put(root, "proc/9/comm", "NetworkManager\n");
        Tree.put(root, "proc/9/status", "Name:\tNetworkManager\nPPid:\t1\nUid:\t0\t0\t0\t0\nNSpid:\t9\n");
        Tree.put(
                root,
                "etc/NetworkManager/system-connections/wifi.nmconnection",
                "[wifi-security]\npsk=secret\n[ipv4]\nmethod=auto\n");
        Tree.put(root, "etc/sysconfig/network/ifcfg-eth0", "BOOTPROTO='static'\nWIRELESS_WPA_PSK='secret'\n");
        Tree.put(root, "etc/dhcp/dhclient.conf", """
                # supersede domain-name-servers 1.1.1.1;
                send x "a#;b{";
                interface "eth1" {
                  supersede domain-name-servers 10.0.0.1,
                    10.0.0.2; # ours
                }
                key k { secret "secret"; }
                """);
        Tree.put(root, "etc/dhcp/dhclient-enter-hooks.d/keep", """
                #!/bin/sh
                if [ -x "/sbin/resolvconf" ] || [ -e /etc/secret-$interface ]; then
                  R="${R}secret
                more"
                  make_resolv_conf() { echo secret >/etc/resolv.conf; }
                else
                  make_resolv_conf(){
                    :
                  }
                fi
                """);
        Tree.put(root, "etc/dhcp/dhclient-enter-hooks.d/here", "cat <<x\nmake_resolv_conf() { :; }\nx\n");
        Tree.put(root, "sbin/resolvconf", "");
        Tree.put(root, "sbin/dhclient-script", "for script in $(run-parts --list $dir); do\n");
        Tree.put(root, "sys/class/net/eth0/mtu", "");
        Tree.put(
                root,
                "run/systemd/netif/links/2",
                "# This is private data.\nADMIN_STATE=configured\nNETWORK_FILE=/etc/systemd/network/a.network\n");
        Tree.put(root, "proc/20/comm", "kubelet\n");
        Tree.put(root, "proc/20/status", "Name:\tkubelet\nPPid:\t1\nUid:\t0\t0\t0\t0\nNSpid:\t20\n");
        Tree.put(root, "proc/20/cmdline", "/usr/bin/kubelet\0--config=/etc/k.yaml\0--token\0secret\0");
        Tree.put(root, "etc/k.yaml", "kind: KubeletConfiguration\nresolvConf: \"/etc/pods.conf\" # ours\n");
        Tree.put(root, "etc/pods.conf", "# x\nnameserver ::1\nnameserver 10.0.0.1\n");
        var request = ResolverState.FACT.in(Context.EXEC);
        ResolverState host = ScriptRun.under(shell)
                .with("PROBE_ROOT", root.toString())
                .run(request)
                .reading(request)
                .fold(value -> value, missing -> {
                    throw new AssertionError(missing);
                });
        assertThat(host.link()).contains("../run/systemd/resolve/stub-resolv.conf");
        assertThat(host.nameservers()).containsExactly("127.0.0.53");
        assertThat(host.copies()).containsKey("/run/systemd/resolve/resolv.conf");
        assertThat(host.clients())
                .containsExactlyInAnyOrder(
                        new ResolverState.Client("dhclient", "NetworkManager", "interface eth0"),
                        new ResolverState.Client("NetworkManager", "", ""));
        assertThat(host.dhclient().confs())
                .containsEntry(
                        "/etc/dhcp/dhclient.conf",
                        List.of(
                                "interface eth1 {",
                                "supersede domain-name-servers 10.0.0.1, 10.0.0.2;",
                                "}",
                                "block {",
                                "}"));
        assertThat(host.dhclient().hooks())
                .containsOnlyKeys("/etc/dhcp/dhclient-enter-hooks.d/here", "/etc/dhcp/dhclient-enter-hooks.d/keep");
        assertThat(host.dhclient()
                        .hooks()
                        .get("/etc/dhcp/dhclient-enter-hooks.d/keep")
                        .lines())
                .containsExactly(
                        "if [ -x /sbin/resolvconf ] || [ -e ? ] ; then",
                        "?",
                        "make_resolv_conf () { echo ? > ? ; }",
                        "else",
                        "make_resolv_conf () {",
                        ":",
                        "}",
                        "fi");
        assertThat(host.dhclient()
                        .hooks()
                        .get("/etc/dhcp/dhclient-enter-hooks.d/here")
                        .lines())
                .containsExactly("cannot");
        assertThat(host.dhclient().tests()).containsExactly(Map.entry("-x /sbin/resolvconf", false));
        assertThat(host.dhclient().script("/sbin/dhclient-script")).contains(List.of("run-parts"));
        assertThat(host.networkFiles()).containsExactly("/etc/systemd/network/a.network");
        assertThat(host.pods())
                .contains(new ResolverState.Pods("/etc/pods.conf", Optional.of(List.of("::1", "10.0.0.1"))));
        assertThat(host.dhclient().toString()).doesNotContain("secret");
        assertThat(host.settings().toString())
                .contains("method=auto", "BOOTPROTO='static'")
                .doesNotContain("secret");
    }

    @ParameterizedTest
    @MethodSource("shells")
    void theProbeFollowsWhatDhclientIncludes(Shell shell) throws IOException {
        Tree.put(root, "etc/dhcp/dhclient.conf", """
                supersede domain-name-servers 10.0.0.1;
                interface "eth1" { include "/etc/dhcp/one.conf"; }
                include "/etc/dhcp/self.conf";
                include "/etc/dhcp/absent.conf";
                include "/etc/dhcp/a directory";
                include "relative.conf";
                include "/etc/dhcp/long.conf";
                include "/etc/dhcp/no-pairs.conf";
                # include "/etc/dhcp/one.conf";
                append domain-name-servers 10.0.0.2;
                """);
        Tree.put(root, "etc/dhcp/one.conf", "append domain-name-servers 10.0.0.3;\nkey k { secret \"secret\"; }\n");
        Tree.put(
                root,
                "etc/dhcp/self.conf",
                "prepend domain-name-servers 10.0.0.4;\ninclude \"/etc/dhcp/self.conf\";\n");
        Tree.put(root, "etc/dhcp/long.conf", "# " + "x".repeat(66_000) + "\nsupersede domain-name-servers 10.0.0.5;\n");
        Tree.put(root, "etc/dhcp/no-pairs.conf", "}\nsupersede domain-name-servers 10.0.0.6;\n");
        Tree.put(root, "etc/dhcp/relative.conf", "supersede domain-name-servers 10.0.0.7;\n");
        Tree.put(root, "etc/dhclient.conf", "include \"/etc/dhcp/one.conf\";\n".repeat(9));
        Files.createDirectories(root.resolve("etc/dhcp/a directory"));
        var request = ResolverState.FACT.in(Context.EXEC);
        Map<String, List<String>> confs = ScriptRun.under(shell)
                .with("PROBE_ROOT", root.toString())
                .run(request)
                .reading(request)
                .fold(host -> host.dhclient().confs(), missing -> Map.of());
        String one = "include {~append domain-name-servers 10.0.0.3;~block {~}~}";
        String self = "include {~prepend domain-name-servers 10.0.0.4;~";
        assertThat(String.join("~", confs.get("/etc/dhcp/dhclient.conf")))
                .isEqualTo("supersede domain-name-servers 10.0.0.1;~interface eth1 {~" + one + "~}~" + self + self
                        + "include;~}~}~include;~include;~include;~include {~include;~}~include {~include;~}~"
                        + "append domain-name-servers 10.0.0.2;");
        assertThat(String.join("~", confs.get("/etc/dhclient.conf"))).isEqualTo((one + "~").repeat(8) + "include;");
    }
}
