package dev.preflight.api;

import java.util.Locale;
import java.util.regex.Pattern;

/** Permission bits of a file, written in octal: {@code 0644}. */
public record FileMode(int bits) {
    private static final Pattern OCTAL = Pattern.compile("0?[0-7]{3,4}");

    /** Holds the bits in 0 to 07777. */
    public FileMode {
        if ((bits & ~07777) != 0) {
            throw new IllegalArgumentException("a mode lies between 0000 and 7777");
        }
    }

    /**
     * Reads three or four octal digits.
     *
     * @throws IllegalArgumentException if it is anything else
     */
    public static FileMode parse(String text) {
        if (!OCTAL.matcher(text).matches()) {
            throw new IllegalArgumentException("expected an octal mode such as 0644");
        }
        return new FileMode(Integer.parseInt(text, 8));
    }

    /** Whether every bit of {@code required} is set here. */
    public boolean covers(FileMode required) {
        return (bits & required.bits) == required.bits;
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%04o", bits);
    }
}
