package dev.preflight.transport.ssh;

/** Makes a stranger's words fit for a message. */
final class RemoteText {
    /** More than any server's sentence, less than a screen. */
    private static final int MOST = 400;

    private RemoteText() {}

    /** One line without control or format characters, cut to a bound. */
    static String clean(String text) {
        StringBuilder clean = new StringBuilder();
        text.codePoints().limit(4 * MOST).forEach(c -> {
            int kind = Character.getType(c);
            boolean harmful = kind == Character.CONTROL
                    || kind == Character.FORMAT
                    || kind == Character.LINE_SEPARATOR
                    || kind == Character.PARAGRAPH_SEPARATOR
                    || kind == Character.SURROGATE;
            clean.appendCodePoint(harmful ? ' ' : c);
        });
        String line = clean.toString().strip().replaceAll(" {2,}", " ");
        return line.length() <= MOST ? line : line.substring(0, MOST) + "...";
    }
}
