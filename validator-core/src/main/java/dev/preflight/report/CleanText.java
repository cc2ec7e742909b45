package dev.preflight.report;

/**
 * Makes text that came from a host fit to be shown: on a terminal it can neither act nor reorder the text around it.
 */
public final class CleanText {

    /** Longest piece of a host's text that is shown, in characters; enough for two lines of a tool's message. */
    public static final int LIMIT = 500;

    private static final String CUT = "...";

    private CleanText() {}

    /**
     * The same text with everything that a terminal would act on written as an escape, such as {@code \x1b}, and cut at
     * {@link #LIMIT} characters.
     */
    public static String of(String text) {
        StringBuilder clean = new StringBuilder(Math.min(text.length(), LIMIT));
        int at = 0;
        while (at < text.length()) {
            int point = text.codePointAt(at);
            String shown = show(point);
            if (clean.length() + shown.length() > LIMIT) {
                return clean.append(CUT).toString();
            }
            clean.append(shown);
            at += Character.charCount(point);
        }
        return clean.toString();
    }

    private static String show(int point) {
        return switch (point) {
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            case '\t' -> " ";
            default -> harmless(point) ? Character.toString(point) : escape(point);
        };
    }

    /** Controls act on a terminal; format characters (bidi overrides among them) hide or reorder; surrogates are broken. */
    private static boolean harmless(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            // Noncharacters (Unicode Standard, section 23.7) show as nothing.
            default -> (point & 0xfffe) != 0xfffe && (point < 0xfdd0 || point > 0xfdef);
        };
    }

    private static String escape(int point) {
        String hex = Integer.toHexString(point);
        return point <= 0xff
                ? "\\x" + "0".repeat(2 - hex.length()) + hex
                : "\\u" + "0".repeat(Math.max(0, 4 - hex.length())) + hex;
    }
}
