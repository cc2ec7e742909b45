package dev.preflight.checks.resolver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.api.Arg;
import dev.preflight.api.HostFacts;
import dev.preflight.api.HostInfo;
import dev.preflight.api.Remedy;
import dev.preflight.checks.fact.ResolverState;
import dev.preflight.checks.resolver.ResolvConfPersistenceCheck.Params;
import dev.preflight.fact.Context;
import dev.preflight.fact.FactFormatException;
import dev.preflight.fact.ProbeOutput;
import dev.preflight.fact.Reading;
import dev.preflight.fact.Reason;
import dev.preflight.testing.ScriptRun;
import dev.preflight.testing.Shells;
import dev.preflight.testing.Shells.Shell;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
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
            Debian 12 dhclient, hook | process dhclient systemd      | config /etc/dhcp/dhclient-enter-hooks.d/keep     |                                 | make_resolv_conf() { :; }
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
        put("run/systemd/resolve/stub-resolv.conf", "nameserver 127.0.0.53\n");
        put("run/systemd/resolve/resolv.conf", "nameserver 10.0.0.53\n");
        Files.createDirectories(root.resolve("etc"));
        Files.createSymbolicLink(root.resolve("etc/resolv.conf"), Path.of("../run/systemd/resolve/stub-resolv.conf"));
        put("proc/7/comm", "dhclient\n");
        put("proc/7/status", "Name:\tdhclient\nPPid:\t9\nUid:\t0\t0\t0\t0\nNSpid:\t7\n");
        put("proc/7/cmdline", "/sbin/dhclient\0eth0\0");
        put("proc/8/comm", "udhcpc\n");
        put("proc/8/status", "Name:\tudhcpc\nState:\tZ (zombie)\nPPid:\t1\nUid:\t0\t0\t0\t0\nNSpid:\t8\n");
        put("proc/9/comm", "NetworkManager\n");
        put("proc/9/status", "Name:\tNetworkManager\nPPid:\t1\nUid:\t0\t0\t0\t0\nNSpid:\t9\n");
        put(
                "etc/NetworkManager/system-connections/wifi.nmconnection",
                "[wifi-security]\npsk=secret\n[ipv4]\nmethod=auto\n");
        put("etc/sysconfig/network/ifcfg-eth0", "BOOTPROTO='static'\nWIRELESS_WPA_PSK='secret'\n");
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
                        new ResolverState.Client("dhclient", "NetworkManager", ""),
                        new ResolverState.Client("NetworkManager", "", ""));
        assertThat(host.settings().toString())
                .contains("method=auto", "BOOTPROTO='static'")
                .doesNotContain("secret");
    }

    private void put(String path, String text) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
