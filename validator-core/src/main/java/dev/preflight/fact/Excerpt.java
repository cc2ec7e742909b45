package dev.preflight.fact;

/**
 * The beginning of a text that a host made as long as it liked, where it is only shown and decides nothing. A text that was
 * cut says so at its end.
 */
public final class Excerpt {
    /** A line of people's length, many times over. */
    static final int LONGEST = 1000;

    /** What stands at the end of a text that was cut. */
    public static final String MARK = " [truncated]";

    private Excerpt() {}

    /** The text, if it is of a length to be read. */
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
