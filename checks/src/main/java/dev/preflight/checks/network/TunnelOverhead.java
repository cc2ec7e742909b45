package dev.preflight.checks.network;

import java.util.Locale;
import java.util.Map;

/** What a network of containers puts around each packet. */
final class TunnelOverhead {
    /**
     * Bytes, over IPv4 unless the name says otherwise. RFC 7348 (VXLAN: 14 + 8 + 8 + 20, over IPv6 20 more), RFC 8926
     * (Geneve, without options), RFC 2003 (IP in IP), RFC 2784 (GRE with Ethernet), WireGuard's protocol.
     */
    private static final Map<String, Integer> BYTES = Map.of(
            "vxlan", 50,
            "overlay", 50,
            "vxlan6", 70,
            "geneve", 50,
            "ipip", 20,
            "gretap", 38,
            "wireguard", 60,
            "wireguard6", 80);

    private TunnelOverhead() {}

    /** Of this mode; none where packets go out as they are: bridge, OVS, VLAN, macvlan, ipvlan. */
    static int of(String mode) {
        return BYTES.getOrDefault(mode.toLowerCase(Locale.ROOT), 0);
    }
}
