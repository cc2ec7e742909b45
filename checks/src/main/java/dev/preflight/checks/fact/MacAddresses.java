package dev.preflight.checks.fact;

import java.util.List;

/** MAC addresses that say more than which card they belong to. */
public final class MacAddresses {
    /** Virtual routers reply with these; the current master uses one, on any host (RFC 5798, 7.3). */
    private static final List<String> VRRP = List.of("00:00:5e:00:01:", "00:00:5e:00:02:");

    private MacAddresses() {}

    /**
     * Whether it is one of a virtual router.
     *
     * @param mac in lower case
     */
    public static boolean isVirtualRouter(String mac) {
        return VRRP.stream().anyMatch(mac::startsWith);
    }
}
