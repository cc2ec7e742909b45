package dev.preflight.exchange;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** What a host is called in datagrams: short, and the same wherever its name in the inventory is. */
public final class HostTag {
    /** Two of a thousand hosts share a tag once in ten thousand runs. */
    private static final int BYTES = 4;

    private HostTag() {}

    /** The tag of a host, eight hex digits. */
    public static String of(String host) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(host.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}
