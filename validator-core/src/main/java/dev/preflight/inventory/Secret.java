package dev.preflight.inventory;

import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A password or passphrase. It never shows in a text made of it. */
public final class Secret {
    private final char[] value;

    private Secret(char[] value) {
        this.value = value.clone();
    }

    /** Keeps a copy of these characters. */
    public static Secret of(char[] value) {
        return new Secret(value);
    }

    /** Keeps these characters. */
    public static Secret of(String value) {
        return new Secret(value.toCharArray());
    }

    /** The secret as UTF-8, for the one who sends it. */
    public byte[] bytes() {
        var buffer = StandardCharsets.UTF_8.encode(CharBuffer.wrap(value));
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }

    /** The secret as text, for the redactor that looks for it. */
    public String reveal() {
        return new String(value);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Secret that && Arrays.equals(value, that.value);
    }

    @Override
    public int hashCode() {
        return 1;
    }

    @Override
    public String toString() {
        return "***";
    }
}
