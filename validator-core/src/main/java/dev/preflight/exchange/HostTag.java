package dev.preflight.exchange;

import dev.preflight.fact.Sha256;

/** What a host is called in datagrams: short, and the same wherever its name in the inventory is. */
public final class HostTag {
    /** Two of a thousand hosts share a tag once in ten thousand runs. */
    private static final int BYTES = 4;

    private HostTag() {}

    /** The tag of a host, eight hex digits. */
    public static String of(String host) {
        return Sha256.hex(host, BYTES);
    }
}
