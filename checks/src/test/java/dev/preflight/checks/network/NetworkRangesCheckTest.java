package dev.preflight.checks.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.preflight.api.Scoped;
import dev.preflight.checks.JudgedFleet;
import dev.preflight.checks.fact.Cidr;
import dev.preflight.fact.Context;
import dev.preflight.fact.FactRequest;
import dev.preflight.fact.Reading;
import dev.preflight.testing.Printed;
import dev.preflight.testing.ScriptRun;
import dev.preflight.testing.Shells;
import dev.preflight.testing.Shells.Shell;
import dev.preflight.testing.Tree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class NetworkRangesCheckTest {
    private static final NetworkRangesCheck CHECK = new NetworkRangesCheck();

    @TempDir
    Path root;

    static Stream<Shell> shells() {
        return Shells.all();
    }

    /** A host with an address, a default route, and these lines more. */
    private static String host(int number, String addresses, String routes) {
        return "by ip\naddr lo 127.0.0.1/8\naddr eth0 10.0.0." + number + "/24\n" + addresses
                + "routes\n default via 10.0.0.254 dev eth0\n 10.0.0.0/24 dev eth0 scope link\n" + routes + "done\n";
    }

    private static List<String> said(String yaml, String... hosts) {
        JudgedFleet fleet = new JudgedFleet();
        for (int i = 0; i < hosts.length; i++) {
            fleet.host("h" + (i + 1), Map.of("net-ranges", hosts[i]));
        }
        return fleet.said(CHECK, "ranges: " + yaml);
    }

    private static Stream<Scoped> judged(String yaml, String... hosts) {
        JudgedFleet fleet = new JudgedFleet();
        for (int i = 0; i < hosts.length; i++) {
            fleet.host("h" + (i + 1), Map.of("net-ranges", hosts[i]));
        }
        return fleet.by(CHECK, "ranges: " + yaml).stream();
    }

    private static String free(String yaml, String... hosts) {
        return judged(yaml, hosts)
                .map(one -> String.valueOf(one.judgement().args().get("free")))
                .filter(text -> !text.equals("null"))
                .distinct()
                .reduce("", (one, other) -> one + other.replaceAll("Text\\[value=(.*)]", "$1 "));
    }

    @ParameterizedTest
    @CsvSource({
        "10.244.255.0/24 dev eth1,                    fail overlaps-route",
        "10.245.0.0/24 dev eth1,                      pass ok",
        "10.243.255.0/24 dev eth1,                    pass ok",
        "10.244.255.255 dev eth1,                     fail overlaps-route",
        "10.240.0.0/12 dev eth1,                      fail overlaps-route",
        "10.244.1.0/24 via 10.0.0.9 dev eth0 table 7, fail overlaps-route",
        "blackhole 10.244.1.0/24 proto bird,          fail overlaps-route",
        "unreachable 10.244.1.0/24,                   fail overlaps-route",
        "10.244.1.0/24 dev cni0,                      pass ok",
        "10.244.1.0/24 dev cnx0,                      fail overlaps-route",
        "10.99.0.0/16 via 10.244.0.1 dev eth1,        fail overlaps-gateway",
        "default via 10.244.0.1 dev eth1 table 9,     fail overlaps-gateway",
        "default via 10.0.0.253 dev eth1 table 9,     pass ok",
        "fd00:244::/64 dev eth1 metric 256,           pass ok",
        "10.7.0.0/16 nhid 5 via inet6 fe80::1 dev eth1, pass ok",
    })
    void aRouteCountsUnlessItIsTheDefaultOrThePlatformsOwn(String route, String expected) {
        assertThat(said("{pods: {value: 10.244.0.0/16, own_interfaces: ['cni*']}}", host(1, "", " " + route + "\n")))
                .containsExactly("host:h1 " + expected + " range:pods");
    }

    @Test
    void theNextHopsOfARouteAreAllLookedAt() {
        String both = " 10.99.0.0/16 proto static \\\tnexthop via 10.0.0.9 dev eth0 weight 1 \\\tnexthop via 10.244.0.9"
                + " dev cni0 weight 1 \n";
        assertThat(said("{pods: {value: 10.244.0.0/16, own_interfaces: ['cni*']}}", host(1, "", both)))
                .containsExactly("host:h1 fail overlaps-gateway range:pods");
    }

    @ParameterizedTest
    @CsvSource({"1, pass ok", "4, pass ok", "5, fail too-small"})
    void eachHostGetsAPartOfTheRange(int hosts, String expected) {
        String[] all = Stream.iterate(1, i -> i + 1)
                .limit(hosts)
                .map(i -> host(i, "", ""))
                .toArray(String[]::new);
        assertThat(said("{pods: {value: 10.96.0.0/22, per_host_prefix: 24}}", all))
                .contains((expected.startsWith("fail") ? "fleet " : "host:h1 ") + expected + " range:pods")
                .hasSize(hosts + (expected.startsWith("fail") ? 1 : 0));
    }

    @Test
    void anAddressIsNamedOnceAndNotItsRouteAsWell() {
        String address = "addr eth1 10.244.7.1/24\n";
        String route = " 10.244.7.0/24 dev eth1 proto kernel scope link src 10.244.7.1\n";
        assertThat(said("{pods: 10.244.0.0/16}", host(1, address, route)))
                .containsExactly("host:h1 fail overlaps-address range:pods");
        assertThat(said("{pods: {value: 10.244.0.0/16, own_interfaces: [eth1]}}", host(1, address, route)))
                .containsExactly("host:h1 pass ok range:pods");
        assertThat(said("{pods: 10.244.7.128/25}", host(1, address, "")))
                .as("the network of an interface that is down has no route")
                .containsExactly("host:h1 fail overlaps-address range:pods");
    }

    @Test
    void theAddressesOfOtherHostsCountWhereAHostHasNothingThereItself() {
        String apart = "by ip\naddr eth0 192.168.9.2/24\nroutes\n default via 192.168.9.254 dev eth0\ndone\n";
        assertThat(said("{pods: 192.168.0.0/16}", host(1, "", ""), apart))
                .containsExactly(
                        "host:h1 fail overlaps-other-host range:pods",
                        "host:h2 fail overlaps-address range:pods",
                        "host:h2 fail overlaps-gateway range:pods");
        assertThat(said("{pods: 10.0.0.0/24}", host(1, "", ""), host(2, "", "")))
                .as("both are on the same network")
                .containsExactly(
                        "host:h1 fail overlaps-address range:pods",
                        "host:h1 fail overlaps-gateway range:pods",
                        "host:h2 fail overlaps-address range:pods",
                        "host:h2 fail overlaps-gateway range:pods");
    }

    @Test
    void aHostThatWasNotReadIsUnknownAndItsAddressCountsForOthers() {
        assertThat(new JudgedFleet()
                        .host("h1", Map.of("net-ranges", host(1, "", "")))
                        .host("h2", Map.of())
                        .said(CHECK, "ranges: {pods: 10.244.0.0/16}"))
                .containsExactly("host:h2 unknown unreachable fact:net-ranges", "host:h1 pass ok range:pods");
    }

    @Test
    void rangesOfTheSameHostsDoNotOverlap() {
        assertThat(said("{a: 10.244.0.0/16, b: 10.244.128.0/17, c: 10.245.0.0/16}", host(1, "", "")))
                .contains("fleet fail overlaps-each-other range:a")
                .doesNotContain("fleet fail overlaps-each-other range:b", "fleet fail overlaps-each-other range:c");
        assertThat(said(
                        "{a: {value: 10.244.0.0/16, groups: [x]}, b: {value: 10.244.0.0/16, groups: [all]}}",
                        host(1, "", "")))
                .noneMatch(line -> line.contains("each-other"));
    }

    @ParameterizedTest
    @CsvSource({
        "11.0.0.0/16, true",
        "10.244.0.0/16, false",
        "172.16.0.0/12, false",
        "172.0.0.0/11, true",
        "100.64.0.0/10, false",
        "fd12::/48, false",
        "192.0.2.0/24, false",
        "192.0.2.0/23, true",
        "198.51.100.128/25, false",
        "203.0.113.0/24, false",
        "240.0.0.0/8, false",
        "239.0.0.0/8, true",
        "2001:db8::/32, false",
        "2001:db0::/28, true",
        "2600::/32, true"
    })
    void publicAddressesAreWorthAWarning(String range, boolean warned) {
        assertThat(said("{pods: '" + range + "'}", host(1, "", "")).contains("fleet warning not-private range:pods"))
                .isEqualTo(warned);
        assertThat(said("{pods: '" + range + "'}\nonly_private: false", host(1, "", "")))
                .containsExactly("host:h1 pass ok range:pods");
    }

    @Test
    void theFirstFreeRangeOfTheSameSizeIsProposed() {
        assertThat(free("{pods: 10.0.0.0/16}", host(1, "", "")))
                .as("10.0 is the hosts' own")
                .isEqualTo("10.1.0.0/16 ");
        assertThat(free("{pods: 10.0.0.0/16, other: 10.1.0.0/16}", host(1, "", " 10.2.0.0/15 dev x\n")))
                .isEqualTo("10.4.0.0/16 ");
        assertThat(free("{a: 10.0.0.0/24, b: 10.0.0.0/25}", host(1, "", "")))
                .as("not the same one twice")
                .isEqualTo("10.0.1.0/24 10.0.2.0/25 ");
        assertThat(free("{pods: 10.0.0.0/9}", host(1, "", " 10.128.0.0/16 dev x\n")))
                .as("none is left")
                .isEmpty();
        assertThat(free("{pods: 10.0.0.0/12}", host(1, "", " 10.0.0.0/8 dev x\n")))
                .isEqualTo("172.16.0.0/12 ");
    }

    @Test
    void aDefaultRouteIsOneOfTheMainTableThatLeadsOut() {
        String none = "by ip\naddr eth0 10.0.0.1/24\nroutes\n %s\ndone\n";
        for (String route : List.of("default via 10.0.0.9 dev eth0 table 5", "unreachable default metric 1024")) {
            assertThat(said("{pods: 10.244.0.0/16}", none.replace("%s", route)))
                    .containsExactly("host:h1 fail no-default-route host", "host:h1 pass ok range:pods");
        }
        assertThat(said("{pods: 10.244.0.0/16}", none.replace("%s", "default dev eth0 scope link")))
                .containsExactly("host:h1 pass ok range:pods");
    }

    @Test
    void whatIsNoRangeIsRefused() {
        assertThatThrownBy(() -> said("{pods: 10.244.0.1/16}", "")).hasMessageContaining("10.244.0.0/16");
        assertThatThrownBy(() -> said("{pods: 10.244.0.0}", "")).hasMessageContaining("such as 10.244.0.0/16");
        assertThatThrownBy(() -> said("{pods: 10.244.0.0/33}", "")).hasMessageContaining("such as 10.244.0.0/16");
        assertThatThrownBy(() -> said("{pods: {value: 10.244.0.0/16, per_host_prefix: 15}}", ""))
                .hasMessageContaining("16 to 32");
    }

    @Test
    void theListsOfTheKernelSayTheSame() {
        String printed = "by proc\norder     1\nmain\n eth0 00000000 FE00000A 0003 00000000\n"
                + " eth0 0000000A 00000000 0001 00FFFFFF\n eth1 0000F40A 00000000 0001 00FFFFFF\n"
                + "addr ? 127.0.0.1\naddr ? 10.0.0.7\naddr eth0 fe800000000000005054fffffe100007\n"
                + "addr lo 00000000000000000000000000000001\n"
                + "main6\n eth0 fd000244000000000000000000000000 40 00000000000000000000000000000000 00000001\n"
                + " lo 00000000000000000000000000000001 80 00000000000000000000000000000000 80200001\ndone\n";
        NetRanges read = got(Printed.reading(NetRanges.REQUEST, printed));
        assertThat(read.routes().stream().map(NetRanges.Route::words))
                .containsExactly(
                        "0.0.0.0/0 dev eth0",
                        "10.0.0.0/24 dev eth0",
                        "10.244.0.0/24 dev eth1",
                        "fd00:244::/64 dev eth0");
        assertThat(read.addresses().stream().map(a -> a.device() + " " + a.address()))
                .containsExactly(
                        "lo 127.0.0.1/32",
                        "eth0 10.0.0.7/32",
                        "eth0 fe80:0:0:0:5054:ffff:fe10:7/128",
                        "lo 0:0:0:0:0:0:0:1/128");
        assertThat(read.routes().get(0).leadsOut()).isTrue();
        NetRanges big = got(Printed.reading(
                NetRanges.REQUEST,
                "by proc\norder   256\nmain\n eth0 0A000000 00000000 0001 FFFFFF00\naddr ? 10.0.0.7\ndone\n"));
        assertThat(big.routes().get(0).words()).isEqualTo("10.0.0.0/24 dev eth0");
    }

    private static NetRanges got(Reading<NetRanges> reading) {
        return reading.fold(value -> value, missing -> {
            throw new AssertionError(missing.toString());
        });
    }

    @ParameterizedTest
    @MethodSource("shells")
    void theProbeReadsThisMachine(Shell shell) {
        Reading<NetRanges> reading =
                ScriptRun.under(shell).run(NetRanges.REQUEST).reading(NetRanges.REQUEST);
        assertThat(got(reading).addresses().stream().map(a -> a.address().toString()))
                .contains("127.0.0.1/32");
    }

    @ParameterizedTest
    @MethodSource("shells")
    void theProbeReadsTheKernelsListsWithoutIp(Shell shell) throws IOException {
        Tree.put(
                root,
                "proc/net/route",
                "Iface\tDestination\tGateway\tFlags\tRefCnt\tUse\tMetric\tMask\tMTU\tWindow\tIRTT\n"
                        + "eth0\t00000000\t010200C0\t0003\t0\t0\t0\t00000000\t0\t0\t0\n");
        Tree.put(
                root,
                "proc/net/fib_trie",
                "Main:\n  +-- 0.0.0.0/0 3 0 5\n     |-- 192.0.2.2\n        /32 host LOCAL\nLocal:\n     |-- 192.0.2.2\n"
                        + "        /32 host LOCAL\n     |-- 192.0.2.255\n        /32 link BROADCAST\n");
        Tree.put(root, "etc/resolv.conf", "nameserver 10.9.0.1\n# nameserver 10.9.0.2\n" + "#".repeat(66_000) + "\n");
        Tree.put(root, "run/systemd/resolve/resolv.conf", "nameserver 10.9.0.3\n");
        NetRanges read = got(run(shell));
        assertThat(read.addresses()).hasSize(1);
        assertThat(read.routes())
                .singleElement()
                .satisfies(route -> assertThat(route.leadsOut()).isTrue());
        assertThat(read.nameservers().stream().map(Cidr::toString)).containsExactly("10.9.0.1/32", "10.9.0.3/32");
        Tree.put(root, "proc/net/fib_trie", "Main:\nLocal:\nId 200:\n     |-- 192.0.2.2\n        /32 host LOCAL\n");
        assertThat(run(shell).toString()).contains("NO_TOOL");
    }

    @ParameterizedTest
    @MethodSource("shells")
    void theProbeLeavesOutWhatTheKernelAddsByItself(Shell shell) throws IOException {
        Tree.put(root, "proc/net/if_inet6", "");
        program("case $* in *addr*) printf '%s\\n' '2: eth0@if7    inet 10.0.0.7/24 brd 10.0.0.255 scope global eth0'"
                + " '2: eth0    inet6 fd00::7/64 scope global' ;;"
                + " '-4 '*) printf '%s\\n' 'default via 10.0.0.1 dev eth0' 'local 10.0.0.7 dev eth0 table local'"
                + " 'broadcast 10.0.0.255 dev eth0 table local' 'throw 10.9.0.0/16 table 3'"
                + " 'local 127.0.0.0/8 dev lo table local proto kernel' ;;"
                + " '-6 '*) printf '%s\\n' 'multicast ff00::/8 dev eth0 table local' 'anycast fd00:: dev eth0 table local'"
                + " 'local fd00::7 dev eth0 table local' ;; esac\n");
        NetRanges read = got(run(shell));
        assertThat(read.addresses().stream().map(a -> a.device() + " " + a.network()))
                .containsExactly("eth0 10.0.0.0/24", "eth0 fd00::/64");
        assertThat(read.routes().stream().map(NetRanges.Route::words)).containsExactly("0.0.0.0/0 dev eth0");
        program("case $* in *addr*) echo '2: eth0    inet 10.0.0.7/24' ;; *) exit 1 ;; esac\n");
        assertThat(run(shell).toString()).contains("NOT_READABLE");
    }

    /** As an administrator adds them for a load balancer, or to take a network over. */
    @ParameterizedTest
    @MethodSource("shells")
    void aLocalRouteOfNoOwnAddressCounts(Shell shell) throws IOException {
        Tree.put(root, "proc/net/if_inet6", "");
        program("case $* in *addr*) echo '2: eth0    inet 10.0.0.7/24 brd 10.0.0.255 scope global eth0' ;;"
                + " '-4 '*) printf '%s\\n' 'default via 10.0.0.1 dev eth0' 'local 10.244.0.0/16 dev lo table local scope host'"
                + " 'local 10.0.0.7 dev eth0 table local' 'local 10.0.0.70 dev lo table local' 'local default dev lo table 100' ;;"
                + " '-6 '*) echo 'local fd00:244::/64 dev lo table local' ;; esac\n");
        NetRanges read = got(run(shell));
        assertThat(read.routes().stream().map(NetRanges.Route::words))
                .containsExactly(
                        "0.0.0.0/0 dev eth0",
                        "10.244.0.0/16 dev lo table local",
                        "10.0.0.70/32 dev lo table local",
                        "0.0.0.0/0 dev lo table 100",
                        "fd00:244::/64 dev lo table local");
        assertThat(said(
                        "{pods: 10.244.0.0/16}",
                        "by ip\naddr eth0 10.0.0.7/24\nroutes\n default via 10.0.0.1 dev eth0\n"
                                + " local 10.244.0.0/16 dev lo table local\ndone\n"))
                .containsExactly("host:h1 fail overlaps-route range:pods");
        Files.delete(root.resolve("usr/sbin/ip"));
        Tree.put(root, "proc/net/route", "Iface\tDestination\n");
        Tree.put(
                root,
                "proc/net/fib_trie",
                "Local:\n     |-- 10.0.0.7\n        /32 host LOCAL\n     |-- 10.244.0.0\n        /16 host LOCAL\n"
                        + "     |-- 127.0.0.0\n        /8 host LOCAL\n");
        Tree.put(root, "proc/net/if_inet6", "fd000000000000000000000000000007 02 40 00 80 eth0\n");
        String next = "00000000000000000000000000000000";
        String rest = " " + next + " 00 " + next + " 00000000 00000001 00000000 ";
        Tree.put(
                root,
                "proc/net/ipv6_route",
                "fd000000000000000000000000000007 80" + rest + "80200001 eth0\n"
                        + "fd000000000000000000000000000000 80" + rest + "00300001 eth0\n"
                        + "fd000244000000000000000000000000 40" + rest + "80200001 lo\n");
        assertThat(got(run(shell)).routes().stream().map(NetRanges.Route::words))
                .containsExactly("10.244.0.0/16 dev lo table local", "fd00:244::/64 dev lo table local");
    }

    private void program(String body) throws IOException {
        Tree.put(root, "usr/sbin/ip", "#!/bin/sh\n" + body);
        Files.setPosixFilePermissions(root.resolve("usr/sbin/ip"), PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private Reading<NetRanges> run(Shell shell) {
        FactRequest<NetRanges> request = NetRanges.FACT.in(Context.EXEC);
        return ScriptRun.under(shell)
                .with("PROBE_ROOT", root.toString())
                .run(request)
                .reading(request);
    }
}
