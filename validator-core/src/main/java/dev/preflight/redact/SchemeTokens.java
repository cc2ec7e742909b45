package dev.preflight.redact;

/** {@code Bearer x} and {@code Basic x} outside of a header that says so: RFC 6750 and RFC 7617. */
final class SchemeTokens implements Rule {
    /** Shorter ones are words: {@code basic auth}. */
    private static final int LEAST = 8;

    /** Longer ones are no words, even without a digit or a capital. */
    private static final int LONGEST_WORD = 32;

    @Override
    public void scan(Text text, Spans found) {
        int before = Text.NONE;
        for (int i = 0; i < text.length(); i++) {
            int c = text.at(i);
            if ((c == 'b' || c == 'B') && !Text.isAlnum(before)) {
                int from = text.has(i, "bearer")
                        ? i + "bearer".length()
                        : text.has(i, "basic") ? i + "basic".length() : -1;
                int token = from < 0 ? -1 : tokenBegin(text, from);
                if (token > 0) {
                    i = masked(text, token, found) - 1;
                }
            }
            before = text.at(i);
        }
    }

    private static int tokenBegin(Text text, int from) {
        int at = text.has(from, "%20") ? from + 3 : text.afterBlanks(from, Setting.BLANKS);
        return at > from ? at : -1;
    }

    private static int masked(Text text, int from, Spans found) {
        int i = from;
        boolean word = true;
        while (isToken(text.at(i))) {
            int c = text.at(i);
            word &= c != '=' && !Text.isDigit(c) && (i == from || c < 'A' || c > 'Z');
            i++;
        }
        int length = i - from;
        if (length >= (word ? LONGEST_WORD : LEAST) || (text.cutAt(i) && length > 0)) {
            found.add(from, i);
        }
        return i;
    }

    private static boolean isToken(int c) {
        return Text.isAlnum(c) || (c > 0 && "+/._~=-".indexOf(c) >= 0);
    }
}
