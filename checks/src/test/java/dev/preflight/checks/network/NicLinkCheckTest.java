package dev.preflight.checks.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.preflight.api.Catalogue;
import dev.preflight.api.Finding;
import dev.preflight.api.HostFacts;
import dev.preflight.api.HostInfo;
import dev.preflight.api.Judgement;
import dev.preflight.api.Scope;
import dev.preflight.api.Severity;
import dev.preflight.checks.Judged;
import dev.preflight.checks.fact.IpAddress;
import dev.preflight.checks.fact.Links;
import dev.preflight.checks.network.NicLinkCheck.Params;
import dev.preflight.checks.settings.NetworkSettings.ContainerNetwork;
import dev.preflight.fact.FactFormatException;
import dev.preflight.fact.ProbeOutput;
import dev.preflight.fact.Reading;
import dev.preflight.host.HostIdentity;
import dev.preflight.report.Texts;
import dev.preflight.testing.ScriptRun;
import dev.preflight.testing.Shells.Shell;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class NicLinkCheckTest {
    private static final NicLinkCheck CHECK = new NicLinkCheck();
    private static final Params DEFAULTS = params();
    private static final List<Texts> TEXTS = Stream.of(Locale.ENGLISH, Locale.CHINESE)
            .map(locale -> Texts.of(new Catalogue(List.of(CHECK)), locale))
            .toList();
    private static final String ETH0 = "nic eth0 flags=0x1003 operstate=up carrier=1 carrier_changes=2 device=1";
    private static final String ROUTE = "default eth0";

    private static Params params(String... platformNics) {
        return new Params(List.of(platformNics), List.of(), 1000, 0, false);
    }

    private static Params minUp(int ports) {
        return new Params(List.of(), List.of(), 1000, ports, false);
    }

    /** A line about an interface with hardware behind it. */
    private static String nic(String name, String carrier, String more) {
        String flags = carrier.equals("?") ? "0x1002" : "0x1003";
        return "nic " + name + " flags=" + flags + " operstate=unknown carrier=" + carrier + " " + more;
    }

    private static String port(String name, String carrier) {
        return nic(name, carrier, "device=1");
    }

    private static Links parse(String... lines) {
        return parse(String.join("\n", lines) + "\nspeeds done\ndone\n");
    }

    private static Links parse(String text) {
        try {
            byte[] out = text.getBytes(StandardCharsets.UTF_8);
            return Links.FACT
                    .parser()
                    .parse(new ProbeOutput(out, new byte[0], 0))
                    .fold(links -> links, missing -> {
                        throw new AssertionError(missing);
                    });
        } catch (FactFormatException e) {
            throw new AssertionError(e);
        }
    }

    private static List<Judgement> judge(Links links, Params params, String platformIp) {
        return judge(links, params, platformIp, "");
    }

    private static List<Judgement> judge(Links links, Params params, String platformIp, String container) {
        HostIdentity identity =
                new HostIdentity("debian", List.of(), "12", "Debian", "6.1.0", "x86_64", 0, container, "");
        HostFacts facts = new HostFacts(
                new HostInfo("h1", platformIp, List.of()),
                Instant.EPOCH,
                Map.of(
                        NicLinkCheck.LINKS.key(),
                        Reading.got(links),
                        HostIdentity.REQUEST.key(),
                        Reading.got(identity)));
        List<Judgement> said = Judged.by(CHECK, facts, params);
        said.forEach(NicLinkCheckTest::hasItsTexts);
        return said;
    }

    /** What is said of a host with these lines beside a healthy eth0 that has the default route. */
    private static List<String> said(Params params, String... lines) {
        List<String> all = new ArrayList<>(List.of(ETH0, ROUTE));
        all.addAll(List.of(lines));
        return words(judge(parse(all.toArray(String[]::new)), params, ""));
    }

    private static List<String> words(List<Judgement> said) {
        return said.stream()
                .map(j -> j.outcome().code() + " " + j.code() + " " + j.subject())
                .filter(text -> !text.equals("pass ok nic:eth0"))
                .sorted()
                .toList();
    }

    /** Both languages have every sentence that the report will want, and every gap in it is filled. */
    private static void hasItsTexts(Judgement said) {
        assertThat(CHECK.spec().codes().containsKey(said.code())
                        || said.code().equals(Judgement.OK)
                        || said.reason().isPresent())
                .isTrue();
        Finding finding = Finding.of("nic-link", "nic-link", Scope.host("h1"), said, Severity.BLOCKER);
        TEXTS.forEach(texts -> assertThat(texts.problems(finding)).isEmpty());
    }

    @Test
    void saysEverythingInBothLanguages() {
        assertThat(TEXTS.get(0).problems()).isEmpty();
    }

    private static String resource(String path) throws IOException {
        try (InputStream in = NicLinkCheck.class.getResourceAsStream(path)) {
            return in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void readsAnAdminDownInterfaceAsSwitchedOffAndNotAsUnplugged() {
        List<Judgement> said = judge(parse(ETH0, ROUTE, port("eth1", "?")), params("eth1"), "");

        assertThat(words(said)).containsExactly("fail admin-down nic:eth1");
        Judgement down = said.get(said.size() - 1);
        assertThat(down.remedies()).singleElement().satisfies(r -> {
            assertThat(r.id()).isEqualTo("link-up");
            assertThat(r.reversible()).isTrue();
        });
    }

    @Test
    void cannotTellWhenCarrierOrFlagsOfAnInterfaceThatIsUpAreUnreadable() {
        String up = "nic eth1 flags=0x1003 carrier=? device=1";

        assertThat(said(params("eth1"), up)).containsExactly("unknown not-readable nic:eth1");
        assertThat(said(params("eth1"), "nic eth1 flags=? carrier=1 device=1"))
                .containsExactly("unknown not-readable nic:eth1");
    }

    @Test
    void believesCarrierRatherThanFlagsAddressOrOperstate() {
        String cableOut = "nic eth1 flags=0x1043 operstate=up carrier=0 device=1";
        String unknownButLinked = "nic eth1 flags=0x1003 operstate=unknown carrier=1 device=1";

        assertThat(said(params("eth1"), cableOut, "addr eth1 10.0.0.9/24")).containsExactly("fail no-carrier nic:eth1");
        assertThat(said(params("eth1"), unknownButLinked)).containsExactly("pass ok nic:eth1");
    }

    @ParameterizedTest
    @CsvSource({
        "999, true",
        "1000, false",
        "1001, false",
        "-1, false",
        "0, false",
        "65535, false",
        "4294967295, false",
        "?, false"
    })
    void warnsOfAKnownSpeedBelowTheLeastOne(String speed, boolean slow) {
        assertThat(said(DEFAULTS, "speed eth0 " + speed + " full").contains("warning slow nic:eth0"))
                .isEqualTo(slow);
        Params more = new Params(List.of(), List.of(), 100_000, 0, false);
        assertThat(said(more, "speed eth0 65535 unknown")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"half, true", "full, false", "unknown, false", "?, false"})
    void warnsOfHalfDuplex(String duplex, boolean warns) {
        assertThat(said(DEFAULTS, "speed eth0 1000 " + duplex).contains("warning half-duplex nic:eth0"))
                .isEqualTo(warns);
    }

    @ParameterizedTest
    @CsvSource({"1, false", "2, false", "3, true", "?, false"})
    void warnsOfACarrierThatChangedMeanwhile(String atEnd, boolean warns) {
        assertThat(said(DEFAULTS, "changes eth0 " + atEnd).contains("warning carrier-flapping nic:eth0"))
                .isEqualTo(warns);
    }

    @Test
    void neverLetsASpareInterfaceChangeTheOutcome() {
        List<String> said =
                said(DEFAULTS, port("usb0", "0"), port("eth3", "?"), nic("veth1", "0", ""), "speed eth3 10 half");

        assertThat(said).containsExactly("pass spare-cable-unknown nic:eth3", "pass spare-no-carrier nic:usb0");
        assertThat(CHECK.spec().severityOf("spare-no-carrier")).isEqualTo(Severity.INFO);
        assertThat(CHECK.spec().severityOf("spare-cable-unknown")).isEqualTo(Severity.INFO);
    }

    @Test
    void keepsWhatItKnowsWhenSpeedsCouldNotBeReadInTime() {
        String lines = String.join("\n", ETH0, ROUTE, port("eth1", "0"), "done\n");
        String onlySpare = String.join("\n", ETH0, ROUTE, port("usb0", "1"), "speed eth0 1000 full", "done\n");

        assertThat(words(judge(parse(lines), params("eth1"), "")))
                .containsExactly("fail no-carrier nic:eth1", "warning speed-timeout host");
        assertThat(words(judge(parse(onlySpare), DEFAULTS, ""))).isEmpty();
    }

    @Test
    void failsForAnInterfaceThatIsNotThere() {
        assertThat(said(params("eth7"))).containsExactly("fail missing nic:eth7");
    }

    @Test
    void needsTheParentsOfTheContainerNetworks() {
        List<ContainerNetwork> networks = Stream.of("eth2", "")
                .map(parent -> new ContainerNetwork("macvlan", parent, 7, 0, "", ""))
                .toList();

        assertThat(said(new Params(List.of(), networks, 1000, 0, false), port("eth2", "0")))
                .containsExactly("fail no-carrier nic:eth2");
    }

    @Test
    void needsTheInterfaceOfTheirVlanWhereThereIsOne() {
        Params vlan =
                new Params(List.of(), List.of(new ContainerNetwork("macvlan", "eth1", 7, 0, "", "")), 1000, 0, false);

        assertThat(said(vlan, nic("eth1.7", "1", "lower=eth1").replace("0x1003", "0x1002"), port("eth1", "1")))
                .contains("fail admin-down nic:eth1.7", "pass ok nic:eth1");
        assertThat(said(vlan, nic("eth1.8", "1", "lower=eth1").replace("0x1003", "0x1002"), port("eth1", "1")))
                .containsExactly("pass ok nic:eth1");
    }

    @Test
    void needsToKnowWhatThePlatformUses() {
        String lo = nic("lo", "1", "");
        Links links = parse(lo, port("eth1", "1"), "default lo", "addr lo 127.0.0.1/8");

        assertThat(words(judge(links, DEFAULTS, "127.0.0.1"))).containsExactly("unknown ambiguous host");
        assertThat(words(judge(links, DEFAULTS, "203.0.113.9"))).containsExactly("unknown ambiguous host");
        assertThat(words(judge(links, params("lo"), ""))).containsExactly("unknown ambiguous host");
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.1.0.5", "fd00:0:0:0:0:0:0:2", "fd00::2%eth1", "FD00::0002"})
    void needsTheInterfaceOfThePlatformAddress(String address) {
        Links links = parse(ETH0, ROUTE, port("eth1", "0"), "addr eth1 10.1.0.5/24", "addr eth1 fd00::2/64");

        assertThat(words(judge(links, DEFAULTS, address))).containsExactly("fail no-carrier nic:eth1");
    }

    @Test
    void knowsOneSpellingForEachAddress() {
        assertThat(IpAddress.canonical("fd000000000000000000000000000002")).isEqualTo("fd00:0:0:0:0:0:0:2");
        assertThat(IpAddress.canonical("::1/128")).isEqualTo("0:0:0:0:0:0:0:1");
        assertThat(IpAddress.canonical("fe80::")).isEqualTo("fe80:0:0:0:0:0:0:0");
        assertThat(IpAddress.canonical("::ffff:10.0.0.1")).isEqualTo("10.0.0.1");
        assertThat(IpAddress.canonical("10.0.0.1/24")).isEqualTo("10.0.0.1");
    }

    @Test
    void goesDownThroughVlanBridgeAndBondToThePorts() {
        String[] stack = {
            nic("br0", "1", "bridge=1 lower=bond0.7 lower=vnet0"),
            nic("vnet0", "0", ""),
            nic("bond0.7", "1", ""),
            "vlan bond0.7 bond0",
            nic("bond0", "1", "bonding=802.3ad lower=eth1 lower=eth2"),
            port("eth1", "1"),
            port("eth2", "0")
        };

        assertThat(said(params("br0"), stack))
                .containsExactly(
                        "pass ok nic:bond0.7",
                        "pass ok nic:br0",
                        "pass ok nic:eth1",
                        "warning bond-port-down nic:bond0");
    }

    @Test
    void namesThePortAndNotWhatStandsOnIt() {
        assertThat(said(params("eth1.7"), nic("eth1.7", "0", "lower=eth1"), port("eth1", "0")))
                .containsExactly("fail no-carrier nic:eth1");
        assertThat(said(params("br0"), nic("br0", "0", "bridge=1"))).containsExactly("fail no-carrier nic:br0");
    }

    @Test
    void survivesDevicesThatStandOnEachOther() {
        assertThat(said(params("a"), nic("a", "1", "lower=b"), nic("b", "1", "lower=a")))
                .doesNotContain("fail");
    }

    @ParameterizedTest
    @CsvSource({"0, true", "1, false", "2, true", "3, true"})
    void wantsAsManyPortsOfABondAsItWasTold(int wanted, boolean warns) {
        List<String> said = said(
                minUp(wanted),
                "default bond0",
                nic("bond0", "1", "bonding=active-backup lower=eth1 lower=eth2"),
                port("eth1", "1"),
                port("eth2", "?"));

        assertThat(said.contains("warning bond-port-down nic:bond0")).isEqualTo(warns);
        assertThat(said).noneMatch(text -> text.startsWith("fail"));
    }

    @Test
    void countsAPortThatTheDriverHoldsForDown() {
        String bond = nic("bond0", "1", "bonding=active-backup lower=eth1");

        assertThat(said(
                        DEFAULTS,
                        "default bond0",
                        bond,
                        port("eth1", "1"),
                        "bond bond0 Slave Interface: eth1",
                        "bond bond0 MII Status: down"))
                .containsExactly("fail bond-no-live-port nic:bond0");
        assertThat(said(DEFAULTS, "default bond0", nic("bond0", "1", "bonding=active-backup")))
                .containsExactly("fail bond-no-live-port nic:bond0");
    }

    @Test
    void comparesTheKnownSpeedsOfLivePorts() {
        String bond = nic("bond0", "1", "bonding=balance-rr lower=eth1 lower=eth2");

        assertThat(said(
                        DEFAULTS,
                        "default bond0",
                        bond,
                        port("eth1", "1"),
                        port("eth2", "1"),
                        "speed eth1 10000 full",
                        "speed eth2 1000 full"))
                .contains("warning bond-speeds-differ nic:bond0");
        assertThat(said(
                        DEFAULTS,
                        "default bond0",
                        bond,
                        port("eth1", "1"),
                        port("eth2", "1"),
                        "speed eth1 10000 full",
                        "speed eth2 -1 unknown"))
                .doesNotContain("warning bond-speeds-differ nic:bond0");
    }

    @ParameterizedTest
    @CsvSource({
        "802.3ad, 00:00:00:00:00:00, 1, 1, true",
        "802.3ad, 52:54:00:12:34:56, 1, 2, true",
        "802.3ad, 52:54:00:12:34:56, 1, 1, false",
        "802.3ad, '', 1, 1, false",
        "active-backup, 00:00:00:00:00:00, 1, 2, false"
    })
    void wantsOneLacpPartner(String mode, String partner, String first, String second, boolean warns) {
        List<String> lines = new ArrayList<>(List.of(
                "default bond0",
                nic("bond0", "1", "bonding=" + mode + " lower=eth1 lower=eth2"),
                port("eth1", "1"),
                port("eth2", "1")));
        if (!partner.isEmpty()) {
            lines.add("bond bond0 Aggregator ID: 9");
            lines.add("bond bond0 Partner Mac Address: " + partner);
        }
        lines.addAll(List.of(
                "bond bond0 Slave Interface: eth1", "bond bond0 Aggregator ID: " + first,
                "bond bond0 Slave Interface: eth2", "bond bond0 Aggregator ID: " + second));

        assertThat(said(DEFAULTS, lines.toArray(String[]::new)).contains("warning no-lacp-partner nic:bond0"))
                .isEqualTo(warns);
    }

    @Test
    void asksTheTeamDaemonWhichPortsLive() throws IOException {
        String text = resource("/dev/preflight/checks/fact/links/team-lacp.out");

        assertThat(words(judge(parse(text), DEFAULTS, "")))
                .containsExactly("pass ok nic:eth1", "warning bond-port-down nic:team0");
    }

    @Test
    void goesThroughOpenVswitchAndItsPatchPorts() throws IOException {
        String text = resource("/dev/preflight/checks/fact/links/ovs-patch.out");

        assertThat(words(judge(parse(text), params("br-int"), "")))
                .containsExactly("fail no-carrier nic:eth1", "pass ok nic:eth2", "warning bond-port-down nic:bond-ex");
    }

    @Test
    void cannotTellOfAnOpenVswitchBridgeThatItMayNotList() {
        String[] ovs = {nic("ovs-system", "?", "lower=eth1"), nic("br-ex", "1", ""), port("eth1", "0")};
        String denied = "ovs error ovs-vsctl: unix:/run/openvswitch/db.sock: database connection failed"
                + " (Permission denied)";

        assertThat(said(params("br-ex"), append(ovs, denied))).contains("unknown no-permission nic:br-ex");
        assertThat(said(params("br-ex"), ovs)).contains("unknown no-tool nic:br-ex");
        assertThat(said(DEFAULTS, append(ovs, denied))).containsExactly("pass spare-no-carrier nic:eth1");
    }

    private static String[] append(String[] lines, String line) {
        return Stream.concat(Stream.of(lines), Stream.of(line)).toArray(String[]::new);
    }

    @Test
    void looksIntoAContainerOnlyWhenToldTo() {
        Params asHost = new Params(List.of(), List.of(), 1000, 0, true);

        Links links = parse(ETH0, ROUTE);

        assertThat(words(judge(links, DEFAULTS, "", "docker"))).containsExactly("not-applicable in-container host");
        assertThat(words(judge(links, asHost, "", "docker"))).isEmpty();
    }

    @Test
    void findsAVirtualInterfaceGoodEnough() throws IOException {
        String text = resource("/dev/preflight/checks/fact/links/namespace.out");

        assertThat(words(judge(parse(text), params("mv0", "vx0"), "10.9.0.2")))
                .containsExactly("pass ok nic:br0", "pass ok nic:mv0", "pass ok nic:veth0p", "pass ok nic:vx0");
        assertThat(words(judge(parse(text), params("veth1", "veth1p"), "")))
                .contains("fail no-carrier nic:veth1", "fail admin-down nic:veth1p");
    }

    @Test
    void readsAVirtualMachine() throws IOException {
        Links links = parse(resource("/dev/preflight/checks/fact/links/virtual-machine.out"));

        assertThat(words(judge(links, DEFAULTS, "192.0.2.2"))).isEmpty();
        assertThat(links.nics().get("eth0").knownSpeed()).isEmpty();
        assertThat(links.nics().get("ifb0").carrier()).isEqualTo(Links.Carrier.UNREADABLE);
    }

    @Test
    void refusesNegativeLimits() {
        assertThatThrownBy(() -> Judged.said(CHECK, "{min_up_slaves: -1}", Map.of()))
                .hasMessageContaining("min_up_slaves: expected a whole number of at least 0");
    }

    @Test
    void wantsTheWholeAnswer() {
        for (String text : List.of("", ETH0 + "\n", "hello\ndone\n")) {
            byte[] out = text.getBytes(StandardCharsets.UTF_8);
            assertThatThrownBy(() -> Links.FACT.parser().parse(new ProbeOutput(out, new byte[0], 0)))
                    .isInstanceOf(FactFormatException.class);
        }
    }

    @Test
    void neverSwitchesAnInterfaceOnToLook() {
        assertThat(Links.FACT.script()).doesNotContain("link set").doesNotContainPattern("ifconfig [^-]");
    }

    static Stream<Shell> shells() {
        return dev.preflight.testing.Shells.all();
    }

    @ParameterizedTest
    @MethodSource("shells")
    void readsThisMachine(Shell shell) {
        ScriptRun.Answer answer = ScriptRun.under(shell).run(NicLinkCheck.LINKS);

        Links links = answer.reading(NicLinkCheck.LINKS).fold(found -> found, missing -> null);
        assertThat(links.nics().get("lo").isUp()).isTrue();
        assertThat(links.speedsRead()).isTrue();
        assertThat(links.deviceOf("127.0.0.1")).contains("lo");
    }

    @ParameterizedTest
    @MethodSource("shells")
    void readsTheSameFromTheSameTreeUnderEveryShell(Shell shell, @TempDir Path root) throws Exception {
        FakeHost.build(root);

        assertThat(FakeHost.run(
                        shell, root, "ip() { return 127; }; ifconfig() { return 127; }; sleep() { exec sleep 600; };"))
                .isEqualTo(resource("/dev/preflight/checks/fact/links/fake-tree.out"));
    }

    @ParameterizedTest
    @MethodSource("shells")
    void losesNothingButSpeedsToADeviceThatBlocks(Shell shell, @TempDir Path root) throws Exception {
        FakeHost.build(root);
        Path speed = root.resolve("sys/class/net/eth0/speed");
        Files.delete(speed);
        assertThat(new ProcessBuilder("mkfifo", speed.toString()).start().waitFor())
                .isZero();

        Links links = parse(FakeHost.run(shell, root, "sleep() { command sleep 0.2; };"));

        assertThat(links.speedsRead()).isFalse();
        assertThat(links.nics().get("eth0").carrier()).isEqualTo(Links.Carrier.UP);
        assertThat(links.nics().get("eth1").speed()).isEqualTo("-");
    }

    /** A tree that the probe takes for a host's. */
    private static final class FakeHost {
        static void build(Path root) throws IOException {
            net(root, "eth0", "0x1803", "1", "1000", "full");
            net(root, "eth1", "0x1803", "0", "-1", "unknown");
            net(root, "bond0", "0x1403", "1", "1000", "full");
            net(root, "bond0.7", "0x1003", "1", "1000", "full");
            net(root, "br0", "0x1003", "1", "", "");
            net(root, "$(id)*;", "0x1003", "1", "10", "half");
            Path sys = root.resolve("sys/class/net");
            Files.createDirectory(sys.resolve("eth0/device"));
            Files.createDirectory(sys.resolve("eth1/device"));
            write(sys, "bond0/bonding/mode", "802.3ad 4\n");
            write(sys, "bond0/bonding/slaves", "eth0 eth1\n");
            Files.createSymbolicLink(sys.resolve("bond0/lower_eth0"), Path.of("../eth0"));
            Files.createSymbolicLink(sys.resolve("bond0/lower_eth1"), Path.of("../eth1"));
            Files.createSymbolicLink(sys.resolve("bond0.7/lower_bond0"), Path.of("../bond0"));
            Files.createDirectories(sys.resolve("br0/bridge"));
            Files.createDirectories(sys.resolve("br0/brif"));
            Files.createSymbolicLink(sys.resolve("br0/brif/bond0.7"), Path.of("../../bond0.7"));
            write(sys, "bonding_masters", "bond0\n");
            write(root, "proc/net/bonding/bond0", """
                    Ethernet Channel Bonding Driver: v5.15.0

                    Bonding Mode: IEEE 802.3ad Dynamic link aggregation
                    MII Status: up
                    Active Aggregator Info:
                    \tAggregator ID: 1
                    \tPartner Mac Address: 00:00:00:00:00:00

                    Slave Interface: eth0
                    MII Status: up
                    Speed: 1000 Mbps
                    Aggregator ID: 1

                    Slave Interface: eth1
                    MII Status: down
                    Aggregator ID: 2
                    """);
            write(root, "proc/net/vlan/config", """
                    VLAN Dev name    | VLAN ID
                    Name-Type: VLAN_NAME_TYPE_RAW_PLUS_VID_NO_PAD
                    bond0.7        | 7  | bond0
                    """);
            write(root, "proc/net/route", """
                    Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT
                    br0\t00000000\t0101A8C0\t0003\t0\t0\t0\t00000000\t0\t0\t0
                    tun9\t00000000\t0101A8C0\t0003\t0\t0\t0\t00000080\t0\t0\t0
                    br0\t0001A8C0\t00000000\t0001\t0\t0\t0\t00FFFFFF\t0\t0\t0
                    """);
            String zero = "0".repeat(32);
            write(
                    root,
                    "proc/net/ipv6_route",
                    String.join(" ", zero, "00", zero, "00", zero, "00000400", "1", "0", "3", "   br0\n")
                            + String.join(
                                    " ", zero, "00", zero, "00", zero, "ffffffff", "1", "0", "200200", "    lo\n"));
            write(root, "proc/net/if_inet6", "fd000000000000000000000000000002 04 40 00 80      br0\n");
        }

        private static void net(Path root, String name, String flags, String carrier, String speed, String duplex)
                throws IOException {
            Path sys = root.resolve("sys/class/net");
            write(sys, name + "/ifindex", "7\n");
            write(sys, name + "/flags", flags + "\n");
            write(sys, name + "/mtu", "1500\n");
            write(sys, name + "/address", "52:54:00:00:00:07\n");
            write(sys, name + "/operstate", "up\n");
            write(sys, name + "/carrier", carrier + "\n");
            write(sys, name + "/carrier_changes", "2\n");
            write(sys, name + "/speed", speed + "\n");
            write(sys, name + "/duplex", duplex + "\n");
        }

        private static void write(Path folder, String path, String text) throws IOException {
            Path file = folder.resolve(path);
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        }

        /** The probe's output; functions stand in front of the tools of this machine. */
        static String run(Shell shell, Path root, String functions) throws Exception {
            ProcessBuilder builder =
                    new ProcessBuilder(shell.sh().toString(), "-c", functions + "\n" + Links.FACT.script());
            builder.environment().clear();
            builder.environment().putAll(Map.of("PATH", "/usr/bin:/bin", "LC_ALL", "C", "PROBE_ROOT", root.toString()));
            Path out = root.resolve("out");
            Process process = builder.redirectError(ProcessBuilder.Redirect.DISCARD)
                    .redirectOutput(out.toFile())
                    .start();
            try {
                assertThat(process.waitFor()).isZero();
            } finally {
                process.destroyForcibly();
            }
            return Files.readString(out);
        }
    }
}
