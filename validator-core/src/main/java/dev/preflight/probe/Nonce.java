package dev.preflight.probe;

import dev.preflight.fact.Sha256;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * Marks the frames of one lane as those of Preflight. Fresh for every lane of every run, so that nothing on a host can
 * know it beforehand.
 *
 * @param text 32 hex digits
 */
public record Nonce(String text) {
    private static final SecureRandom RANDOM = new SecureRandom();

    /** Holds 128 bits in hex. */
    public Nonce {
        if (!text.matches("[0-9a-f]{32}")) {
            throw new IllegalArgumentException("a nonce has 32 hex digits");
        }
    }

    /** A fresh one. */
    public static Nonce fresh() {
        byte[] bytes = new byte[16];
        RANDOM.nextBytes(bytes);
        return new Nonce(HexFormat.of().formatHex(bytes));
    }

    /**
     * What marks the frames within a context that the lane enters. The start-up files of that context may get to see it,
     * and learn nothing about this one from it.
     */
    public Nonce inner() {
        return new Nonce(Sha256.hex(text, 16));
    }
}
