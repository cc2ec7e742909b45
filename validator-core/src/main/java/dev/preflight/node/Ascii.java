package dev.preflight.node;

/** Letters of ASCII in text that a host or a file supplies. */
public final class Ascii {
    private Ascii() {}

    /**
     * The text with A to Z in lower case, and every other letter as it is. {@link String#toLowerCase} copies the whole
     * text again at each letter that grows (U+0130), so that 64 KB of them cost gigabytes.
     */
    public static String lower(String text) {
        StringBuilder lower = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            lower.append(c >= 'A' && c <= 'Z' ? (char) (c + ('a' - 'A')) : c);
        }
        return lower.toString();
    }
}
