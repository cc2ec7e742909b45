package dev.preflight.checks.kernel;

/**
 * Settings of interfaces of which the kernel takes the greater value, that of the interface or that of "all": its
 * ip-sysctl, and {@code IN_DEV_MAXCONF} of include/linux/inetdevice.h.
 */
final class PerInterface {
    private PerInterface() {}

    /** Whether it is such a setting, or a pattern of some. */
    static boolean is(String path) {
        return path.matches("net/ipv4/conf/[^/]+/(rp_filter|arp_ignore|arp_announce)");
    }

    /** The same setting of another interface. */
    static String of(String path, String nic) {
        return "net/ipv4/conf/" + nic + path.substring(path.lastIndexOf('/'));
    }

    /** The greater value. */
    static String greatest(String all, String own) {
        return NumberList.of(all)
                .filter(a -> NumberList.of(own).filter(o -> o.atMost(a)).isPresent())
                .map(a -> all)
                .orElse(own);
    }
}
