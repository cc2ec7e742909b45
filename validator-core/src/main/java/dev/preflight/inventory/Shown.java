package dev.preflight.inventory;

/** Shows a user's word in a message: in quotes, short, and without characters that act on a terminal. */
final class Shown {
    /** Longer than any sensible name, short enough for a line of a terminal. */
    static final int MAX_LENGTH = 64;

    private Shown() {}

    static String quoted(String word) {
        StringBuilder out = new StringBuilder("'");
        word.codePoints().limit(MAX_LENGTH).forEach(c -> {
            if (acts(c)) {
                out.append(String.format("\\u%04x", c));
            } else {
                out.appendCodePoint(c);
            }
        });
        return out.append(word.codePointCount(0, word.length()) > MAX_LENGTH ? "...'" : "'")
                .toString();
    }

    /** Whether a character steers a terminal or the reading direction, or cannot be shown at all. */
    static boolean acts(int c) {
        int type = Character.getType(c);
        return type == Character.CONTROL
                || type == Character.FORMAT
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR
                || type == Character.SURROGATE;
    }
}
