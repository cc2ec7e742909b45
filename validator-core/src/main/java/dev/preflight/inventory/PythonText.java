package dev.preflight.inventory;

/** Where Python sees blanks and ends of lines (docs.python.org, {@code str.strip} and {@code str.splitlines}). */
final class PythonText {
    private PythonText() {}

    /** The text without the blanks around it, those of other alphabets too. */
    static String strip(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && isBlank(text.charAt(start))) {
            start++;
        }
        while (start < end && isBlank(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(start, end);
    }

    /** Whether a character does more than show. */
    static boolean acts(char c) {
        return endsLine(c) || (Character.isISOControl(c) && c != '\t');
    }

    /** Whether a line ends at this character, to Python. */
    static boolean endsLine(char c) {
        return "\n\r\013\014\034\035\036\u0085\u2028\u2029".indexOf(c) >= 0;
    }

    private static boolean isBlank(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == '\u0085';
    }
}
