package dev.preflight.checks.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.checks.settings.NetworkSettings.ContainerNetwork;
import dev.preflight.testing.Commands;
import dev.preflight.testing.Requirement;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the kernel gives a tunnel by itself, in a network namespace of its own: {@code ip link add} and no word of a size. */
class TunnelDefaultsTest {
    /** How each mode is made; {@code d0} is the interface below, with an address of both families. */
    private static final Map<String, String> LINK = Map.of(
            "vxlan", "type vxlan id 5 dstport 4789 dev d0 remote 192.0.2.2",
            "vxlan6", "type vxlan id 6 dstport 4789 dev d0 remote fd00::2",
            "geneve", "type geneve id 5 remote 192.0.2.2",
            "geneve6", "type geneve id 6 remote fd00::2",
            "ipip", "type ipip local 192.0.2.1 remote 192.0.2.2 dev d0",
            "sit", "type sit local 192.0.2.1 remote 192.0.2.2 dev d0",
            "gre", "type gre local 192.0.2.1 remote 192.0.2.2 dev d0",
            "gretap", "type gretap local 192.0.2.1 remote 192.0.2.2 dev d0");

    private static final String MADE = """
            ip link add name d0 mtu %d type veth peer name e0 mtu %d || exit 3
            ip addr add 192.0.2.1/24 dev d0 && ip -6 addr add fd00::1/64 dev d0 nodad
            ip link set lo up && ip link set d0 up && ip link set e0 up || exit 3
            ip link add name t0 %s 2>/dev/null || { echo 'the kernel has no such device'; exit 0; }
            ip -o link show t0
            """;

    @ParameterizedTest
    @ValueSource(strings = {"vxlan", "vxlan6", "geneve", "geneve6", "ipip", "sit", "gre", "gretap"})
    void aTunnelHasWhatItsParentCarriesLessItsOverhead(String mode) {
        Requirement.root();
        Requirement.tool("ip");
        Requirement.tool("unshare");
        for (int parent : new int[] {1500, 1450, 1420, 9000}) {
            String said = Commands.run(MADE.formatted(parent, parent, LINK.get(mode)), "unshare", "-n", "sh");
            Assumptions.assumeFalse(said.contains("no such device"), mode + ": " + said);
            ContainerNetwork network = new ContainerNetwork(mode, "d0", 0, 0, "", "");
            assertThat(said)
                    .contains(" mtu " + PacketSize.of(network, parent, 1500).inside() + " ");
        }
    }
}
