package dev.preflight.checks.network;

import dev.preflight.checks.network.ContainerMtu.Network;
import dev.preflight.checks.settings.NetworkSettings.ContainerNetwork;
import dev.preflight.node.Ascii;
import java.util.OptionalInt;
import java.util.Set;

/**
 * How large the packets of a container network are.
 *
 * <p>A program that makes a tunnel subtracts the tunnel's overhead from the MTU of the interface below:
 * {@code vxlan_config_apply} of the kernel's vxlan_core.c, {@code geneve_link_config} of geneve.c,
 * {@code ip_tunnel_bind_dev} of ip_tunnel.c, wg-quick(8), and also flannel, Calico and Cilium. Docker's overlay driver does
 * not read the MTU of the interface: it subtracts 50 from 1500 or from the network's option ({@code maxMTU} in moby's
 * drivers/overlay).
 *
 * <p>An interface of macvlan or ipvlan takes what its parent carries, and never has more: {@code macvlan_common_newlink},
 * {@code macvlan_change_mtu} and {@code macvlan_device_event} of the kernel's macvlan.c, {@code ipvlan_adjust_mtu} of
 * ipvlan_main.c.
 *
 * @param inside the largest packet that a container sends
 * @param outside the same with its tunnel
 */
record PacketSize(int inside, int outside) {
    /** The MTU of a container for which none is configured: that of Ethernet. */
    static final int USUAL = 1500;

    /** Docker's word for its networks that span hosts. */
    private static final String OVERLAY = "overlay";

    /** Ways to attach containers in which the kernel gives them their parent's size. */
    private static final Set<String> AS_PARENT = Set.of("macvlan", "ipvlan");

    /**
     * Of a network that the profile names.
     *
     * @param parent what the interface that it enters carries
     * @param seen the largest packet of the containers that run
     */
    static PacketSize of(ContainerNetwork network, int parent, int seen) {
        int overhead = TunnelOverhead.of(network.mode());
        if (network.mtu() > 0) {
            return new PacketSize(network.mtu(), network.mtu() + overhead);
        }
        if (network.mode().equalsIgnoreCase(OVERLAY)) {
            return overlay(OptionalInt.empty());
        }
        return overhead > 0 || asParent(network.mode())
                ? new PacketSize(parent - overhead, parent)
                : new PacketSize(seen, seen);
    }

    /**
     * Of a network that Docker has. Its driver macvlan does not look at the option (moby's macvlan_setup.go); 20.10
     * gives containers the MTU of the parent, although the network has 1300 or 1500 as its option.
     *
     * @param parent what the interface that it enters carries
     * @param seen the largest packet of the containers that run
     */
    static PacketSize of(Network network, int parent, int seen) {
        if (network.driver().equals(OVERLAY)) {
            return overlay(network.mtu());
        }
        int mtu = asParent(network.driver()) ? parent : network.mtu().orElse(seen);
        return new PacketSize(mtu, mtu);
    }

    private static boolean asParent(String mode) {
        return AS_PARENT.contains(Ascii.lower(mode));
    }

    private static PacketSize overlay(OptionalInt set) {
        int inside = set.orElse(USUAL - TunnelOverhead.of(OVERLAY));
        return new PacketSize(inside, inside + TunnelOverhead.of(OVERLAY));
    }
}
