package dev.preflight.checks.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.api.Arg;
import dev.preflight.api.HostFacts;
import dev.preflight.api.HostInfo;
import dev.preflight.api.Judgement;
import dev.preflight.api.Outcome;
import dev.preflight.api.Remedy;
import dev.preflight.checks.Judged;
import dev.preflight.checks.fact.Links;
import dev.preflight.checks.network.NicMtuCheck.Params;
import dev.preflight.checks.settings.NetworkSettings.ContainerNetwork;
import dev.preflight.fact.Fact;
import dev.preflight.fact.FactFormatException;
import dev.preflight.fact.ProbeOutput;
import dev.preflight.fact.Reading;
import dev.preflight.host.HostIdentity;
import dev.preflight.testing.ScriptRun;
import dev.preflight.testing.Shells;
import dev.preflight.testing.Shells.Shell;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class NicMtuCheckTest {
    static Stream<Shell> shells() {
        return Shells.all();
    }

    private static <T> Reading<T> parsed(Fact<T> fact, String text) throws FactFormatException {
        return fact.parser().parse(new ProbeOutput(text.getBytes(StandardCharsets.UTF_8), new byte[0], 0));
    }

    private static String nic(String name, String mtu, String more) {
        return "nic " + name + " ifindex=2 flags=0x1003 mtu=" + mtu + " operstate=up carrier=1 carrier_changes=1 "
                + more + "\n";
    }

    private static List<String> said(
            String links, String containers, int expected, String container, ContainerNetwork... networks)
            throws FactFormatException {
        return judged(links, containers, expected, container, networks).stream()
                .map(j -> j.outcome().code() + " " + j.code() + " " + j.subject())
                .toList();
    }

    private static List<Judgement> judged(
            String links, String containers, int expected, String container, ContainerNetwork... networks)
            throws FactFormatException {
        Map<String, Reading<?>> readings = new HashMap<>();
        readings.put(
                HostIdentity.REQUEST.key(),
                Reading.got(new HostIdentity("debian", List.of(), "12", "Debian", "6.1", "x86_64", 0, container, "")));
        readings.put(Links.FACT.request().key(), parsed(Links.FACT, links + "default eth0\nspeeds done\ndone\n"));
        readings.put(ContainerMtu.FACT.request().key(), parsed(ContainerMtu.FACT, containers + "done\n"));
        return Judged.by(
                new NicMtuCheck(),
                new HostFacts(new HostInfo("h1", "", List.of()), Instant.EPOCH, readings),
                new Params(List.of(), List.of(networks), expected, false));
    }

    @ParameterizedTest
    @CsvSource({
        "1500, pass ok",
        "1501, pass jumbo",
        "1499, warning below-expected",
        "1280, warning below-expected",
        "1279, fail too-small",
        "?, unknown not-readable"
    })
    void anInterfaceCarriesWhatIsExpected(String mtu, String expected) throws FactFormatException {
        assertThat(said(nic("eth0", mtu, "device=1"), "", 1500, "")).containsExactly(expected + " nic:eth0");
    }

    private static ContainerNetwork network(String mode, int mtu) {
        return new ContainerNetwork(mode, "eth0", 0, mtu, "", "");
    }

    @ParameterizedTest
    @CsvSource({
        "macvlan, 1500, 1500, ",
        "macvlan, 1501, 1500, fail layer2",
        "vxlan, 1450, 1500, ",
        "vxlan, 1451, 1500, fail overlay",
        "vxlan6, 1430, 1500, ",
        "vxlan6, 1431, 1500, fail overlay",
        "ipip, 1480, 1500, ",
        "ipip, 1481, 1500, fail overlay",
        "wireguard, 1441, 1500, fail overlay",
        "macvlan, 0, 1499, ",
        "MACVLAN, 0, 1350, ",
        "ipvlan, 0, 1350, ",
        "ipvlan, 1351, 1350, fail layer2",
        "bridge, 0, 1500, ",
        "bridge, 0, 1499, fail layer2"
    })
    void aNetworkNeedsItsPacketsAndTheirTunnel(String mode, int mtu, String have, String expected)
            throws FactFormatException {
        assertThat(said(nic("eth0", have, "device=1"), "", 1400, "", network(mode, mtu)))
                .filteredOn(line -> line.contains("container-network"))
                .containsExactlyElementsOf(
                        expected == null ? List.of() : List.of(expected + " container-network:" + mode + "@eth0"));
    }

    /** What the kernel and wg-quick(8) take off; who names no MTU asks for nothing that the interface has not. */
    @ParameterizedTest
    @CsvSource({
        "vxlan",
        "VXLAN",
        "vxlan6",
        "geneve",
        "geneve6",
        "ipip",
        "sit",
        "gre",
        "gretap",
        "wireguard",
        "wireguard6"
    })
    void aTunnelOfNoSaidSizeHasThatOfItsParentLessItsOverhead(String mode) throws FactFormatException {
        for (String parent : List.of("1500", "1450", "1420", "9000")) {
            assertThat(said(nic("eth0", parent, "device=1"), "", 1400, "", network(mode, 0)))
                    .noneMatch(line -> line.contains("container-network"));
        }
        String narrow = nic("eth0", "1500", "bonding=active-backup lower=p1") + nic("p1", "1400", "device=1");
        assertThat(said(narrow, "", 1400, "", network(mode, 0)))
                .contains("fail overlay container-network:" + mode + "@eth0");
    }

    @ParameterizedTest
    @CsvSource({
        "overlay, 0, 1500, ",
        "overlay, 0, 1450, 1500 1450 1400",
        "overlay, 0, 1420, 1500 1450 1370",
        "overlay, 1400, 1450, ",
        "vxlan, 1450, 1450, 1500 1450 1400",
        "vxlan, 1450, 1420, 1500 1450 1370",
        "ipip, 1500, 1500, 1520 1500 1480"
    })
    void dockerTakesItsOverheadOffEthernetsSizeWhateverTheInterfaceHas(
            String mode, int mtu, String have, String needMtuFits) throws FactFormatException {
        assertThat(judged(nic("eth0", have, "device=1"), "", 1400, "", network(mode, mtu)).stream()
                        .filter(j -> j.subject().kind().equals("container-network"))
                        .map(j -> String.join(" ", count(j, "need"), count(j, "mtu"), count(j, "fits"))))
                .containsExactlyElementsOf(needMtuFits == null ? List.of() : List.of(needMtuFits));
    }

    private static String count(Judgement judgement, String name) {
        return String.valueOf(((Arg.Count) judgement.args().get(name)).value());
    }

    /**
     * The option is what goes out, and containers have 50 less: a Swarm of docker.io 20.10.24 on an interface of 1450
     * gave its containers 1450 without the option, 1400 with 1450, and 1372 where that network was encrypted. Without
     * "under=" it is older evidence.
     */
    @ParameterizedTest
    @CsvSource({
        "under=-, 1500, false",
        "under=-, 1450, true",
        "under=-, 1420, true",
        "under=1450, 1450, false",
        "under=1451, 1450, true",
        "-, 1450, true",
        "1450, 1450, true",
        "1400, 1450, false"
    })
    void theOptionOfAnOverlayNetworkOfDockersIsWhatItsInterfaceCarries(String option, String have, boolean fails)
            throws FactFormatException {
        assertThat(said(nic("eth0", have, "device=1"), "network ov overlay " + option + " -\n", 1400, ""))
                .filteredOn(line -> line.contains("container-network"))
                .containsExactlyElementsOf(fails ? List.of("fail overlay container-network:ov") : List.of());
    }

    @Test
    void noFirstRemedyAsksMoreOfThePathThanItIsKnownToCarry() throws FactFormatException {
        List<Judgement> all = new ArrayList<>(judged(nic("eth0", "1279", "device=1"), "", 1500, ""));
        all.addAll(judged(nic("eth0", "1450", "device=1"), "", 1500, "", network("macvlan", 1500)));
        all.addAll(judged(nic("eth0", "1450", "device=1"), "", 1500, "", network("overlay", 0)));
        assertThat(all.stream().filter(j -> j.outcome() != Outcome.PASS).map(Judgement::code))
                .contains("too-small", "below-expected", "layer2", "overlay");
        assertThat(all)
                .filteredOn(j -> j.outcome() != Outcome.PASS)
                .allSatisfy(
                        j -> assertThat(j.remedies()).extracting(Remedy::effect).startsWith(Remedy.Effect.MANUAL));
    }

    @Test
    void theSmallestDeviceOfTheChainDecidesAndBridgesOfDockersAreAnotherMatter() throws FactFormatException {
        String chain = nic("eth0", "1500", "bridge=1 lower=bond0")
                + nic("bond0", "1500", "bonding=active-backup lower=p1 lower=p2")
                + nic("p1", "1500", "device=1")
                + nic("p2", "1400", "device=1")
                + nic("docker0", "1500", "bridge=1");
        assertThat(said(chain, "container 1500 /c1\n", 1500, "", network("macvlan", 0)))
                .contains(
                        "warning below-expected nic:p2",
                        "warning bond-ports-differ nic:bond0",
                        "fail layer2 container-network:macvlan@eth0")
                .noneMatch(line -> line.contains("docker0"));
        String small = nic("eth0", "1450", "device=1") + nic("docker0", "1500", "bridge=1");
        assertThat(said(small, "network ov overlay - -\n", 1450, ""))
                .containsExactly(
                        "pass ok nic:eth0", "fail overlay container-network:ov", "warning nat-bridge nic:docker0");
    }

    @ParameterizedTest
    @CsvSource({
        "eth0.7, lower=eth0, 7, true",
        "eth0.0007, lower=eth0, 7, true",
        "vlan7, lower=eth0, 7, true",
        "vlan0007, lower=eth0, 7, true",
        "vlan7, lower=eth1, 7, false",
        "eth0.17, lower=eth0, 7, false",
        "eth0.0, lower=eth0, 0, false"
    })
    void theInterfaceOfAVlanIsPartOfTheWay(String vlan, String lower, int id, boolean counts)
            throws FactFormatException {
        String nics = nic("eth0", "1500", "device=1") + nic("eth1", "1500", "device=1") + nic(vlan, "1499", lower);
        ContainerNetwork network = new ContainerNetwork("macvlan", "eth0", id, 1500, "", "");
        List<String> expected = List.of(
                "pass ok nic:eth0", "warning below-expected nic:" + vlan, "fail layer2 container-network:macvlan@eth0");
        assertThat(said(nics, "", 1500, "", network))
                .containsExactlyElementsOf(counts ? expected : expected.subList(0, 1));
    }

    @ParameterizedTest
    @CsvSource({
        "macvlan -, eth0.7, 1500, 1499, false",
        "macvlan 1500, eth0.7, 1500, 1499, false",
        "ipvlan -, eth0.7, 1500, 1350, false",
        "macvlan -, eth0.7, 1499, 1500, true",
        "macvlan -, eth0.8, 1499, 1350, false"
    })
    void soItIsOfANetworkThatDockerMade(String network, String parent, String below, String mtu, boolean fails)
            throws FactFormatException {
        String nics = nic("eth0", below, "device=1") + nic("eth0.7", mtu, "lower=eth0");
        String containers = "network lan " + network + " " + parent + "\ncontainer 1500 /on-a-bridge\n";
        assertThat(said(nics, containers, 1280, ""))
                .containsExactlyElementsOf(
                        fails
                                ? List.of("pass ok nic:eth0", "fail layer2 container-network:lan")
                                : List.of("pass ok nic:eth0"));
    }

    @Test
    void insideAContainerItDoesNotApply() throws FactFormatException {
        assertThat(said(nic("eth0", "1400", "device=1"), "", 1500, "docker"))
                .containsExactly("not-applicable in-container host");
    }

    @ParameterizedTest
    @MethodSource("shells")
    void theProbeRunsToItsEndWithoutARuntime(Shell shell) {
        var request = ContainerMtu.FACT.request();
        assertThat(ScriptRun.under(shell).run(request).reading(request).isMissing())
                .isFalse();
    }
}
