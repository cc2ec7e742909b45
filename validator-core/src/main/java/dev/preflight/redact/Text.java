package dev.preflight.redact;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Bytes that rules walk over. Counts each byte that is read, so that a test can tell linear from quadratic. */
final class Text {
    /** The value before the first byte and after the last. */
    static final int NONE = -1;

    private final byte[] bytes;
    private final boolean cut;
    private long reads;

    /**
     * A text.
     *
     * @param cut whether more would follow, had it not been cut off
     */
    Text(byte[] bytes, boolean cut) {
        this.bytes = bytes;
        this.cut = cut;
    }

    int length() {
        return bytes.length;
    }

    /** Whether this is behind the last byte, and more would follow there. */
    boolean cutAt(int index) {
        return cut && index >= bytes.length;
    }

    /** How many bytes were read so far, each as often as it was. */
    long reads() {
        return reads;
    }

    /** The byte there, from 0 to 255, or {@link #NONE}. */
    int at(int index) {
        reads++;
        return index >= 0 && index < bytes.length ? bytes[index] & 0xff : NONE;
    }

    /** The first index from {@code from} on that holds no blank or tab, looking at no more than {@code most}. */
    int afterBlanks(int from, int most) {
        int i = from;
        while (i - from < most && isBlank(at(i))) {
            i++;
        }
        return i;
    }

    /** Where the line ends: at a line feed, a carriage return, a NUL or the end. */
    int lineEnd(int from) {
        int i = from;
        while (!isBreak(at(i))) {
            i++;
        }
        return i;
    }

    /** Whether these ASCII characters are there, in any case of letters. */
    boolean has(int from, String lower) {
        for (int i = 0; i < lower.length(); i++) {
            if (lower(at(from + i)) != lower.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** Whether exactly these characters are there, a byte each. */
    boolean hasExactly(int from, String latin) {
        for (int i = 0; i < latin.length(); i++) {
            if (at(from + i) != latin.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** The characters between two indexes, a byte each. */
    String latin(int from, int to) {
        reads += to - from;
        return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
    }

    /** The same in small letters; only ever asked for a few dozen bytes. */
    String lowerLatin(int from, int to) {
        return latin(from, to).toLowerCase(Locale.ROOT);
    }

    static boolean isBlank(int c) {
        return c == ' ' || c == '\t';
    }

    /** A NUL ends an entry of /proc/PID/environ and cmdline like a line feed ends a line. */
    static boolean isBreak(int c) {
        return c == '\n' || c == '\r' || c == 0 || c == NONE;
    }

    static boolean isSpace(int c) {
        return isBlank(c) || isBreak(c);
    }

    static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    static boolean isLetter(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    static boolean isAlnum(int c) {
        return isDigit(c) || isLetter(c);
    }

    static boolean isQuote(int c) {
        return c == '"' || c == '\'' || c == '`';
    }

    private static int lower(int c) {
        return c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c;
    }
}
