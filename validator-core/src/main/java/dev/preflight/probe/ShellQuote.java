package dev.preflight.probe;

/** The one way in which a value becomes shell text. */
public final class ShellQuote {
    private ShellQuote() {}

    /**
     * One word of POSIX shell that has exactly this text as its value, whatever the text is.
     *
     * @throws IllegalArgumentException if it holds NUL, which no shell variable can hold, or a line break, which no
     *     locator has and which would make a remedy's command two
     */
    public static String quote(String value) {
        if (value.chars().anyMatch(c -> c == 0 || c == '\n' || c == '\r')) {
            throw new IllegalArgumentException("a value for the shell holds neither NUL nor a line break");
        }
        return quoteText(value);
    }

    /** The same for the text of our own probes, which has many lines. */
    public static String quoteText(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }
}
