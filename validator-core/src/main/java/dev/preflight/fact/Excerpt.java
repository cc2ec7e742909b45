package dev.preflight.fact;

/** Cuts long texts of a host that are only shown and decide nothing. A text that was cut ends with {@link #MARK}. */
public final class Excerpt {
    /** Much longer than a line that a person reads. */
    static final int LONGEST = 1000;

    /** The end of a text that was cut. */
    public static final String MARK = " [truncated]";

    private Excerpt() {}

    /** The text, cut to {@link #LONGEST} characters if it is longer. */
    public static String of(String text) {
        if (text.length() <= LONGEST) {
            return text;
        }
        int end = LONGEST - MARK.length();
        // Half of a pair is no character.
        int whole = Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end;
        return text.substring(0, whole) + MARK;
    }
}
