package dev.preflight.checks.network;

import dev.preflight.node.Ascii;
import java.util.Map;

/** What a network of containers puts around each packet. */
final class TunnelOverhead {
    /**
     * Bytes, over IPv4 unless the name says otherwise. RFC 7348 (VXLAN: 14 + 8 + 8 + 20, over IPv6 20 more), RFC 8926
     * (Geneve, without options), RFC 2003 (IP in IP), RFC 4213 (IPv6 in IPv4), RFC 2784 (GRE; with Ethernet 14 more),
     * WireGuard's protocol.
     */
    private static final Map<String, Integer> BYTES = Map.ofEntries(
            Map.entry("vxlan", 50),
            Map.entry("overlay", 50),
            Map.entry("vxlan6", 70),
            Map.entry("geneve", 50),
            Map.entry("geneve6", 70),
            Map.entry("ipip", 20),
            Map.entry("sit", 20),
            Map.entry("gre", 24),
            Map.entry("gretap", 38),
            Map.entry("wireguard", 60),
            Map.entry("wireguard6", 80));

    private TunnelOverhead() {}

    /** Of this mode; none where packets go out as they are: bridge, OVS, VLAN, macvlan, ipvlan. */
    static int of(String mode) {
        return BYTES.getOrDefault(Ascii.lower(mode), 0);
    }
}
