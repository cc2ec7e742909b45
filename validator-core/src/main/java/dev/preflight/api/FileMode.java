package dev.preflight.api;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Permission bits of a file, written in octal: {@code 0644}. */
public record FileMode(int bits) {
    private static final Pattern OCTAL = Pattern.compile("(0o?)?([0-7]{3,4})");

    /** Holds the bits in 0 to 07777. */
    public FileMode {
        if ((bits & ~07777) != 0) {
            throw new IllegalArgumentException("a mode lies between 0000 and 7777");
        }
    }

    /**
     * Reads three or four octal digits, also as YAML 1.2 and Python write octal numbers: {@code 0o644}.
     *
     * @throws IllegalArgumentException if it is anything else
     */
    public static FileMode parse(String text) {
        Matcher octal = OCTAL.matcher(text);
        if (!octal.matches()) {
            throw new IllegalArgumentException("expected an octal mode such as 0644");
        }
        return new FileMode(Integer.parseInt(octal.group(2), 8));
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
