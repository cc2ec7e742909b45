package dev.preflight.redact;

/** Lines of a password file of PostgreSQL, {@code host:port:database:user:password} (libpq, "The Password File"). */
final class PgpassLines implements Rule {
    private static final int FIELDS = 5;

    @Override
    public void scan(Text text, Spans found) {
        int line = 0;
        while (line < text.length()) {
            int end = text.lineEnd(line);
            line(text, text.afterBlanks(line, Setting.BLANKS), end, found);
            line = end + 1;
        }
    }

    private static void line(Text text, int from, int end, Spans found) {
        int[] starts = new int[FIELDS];
        starts[0] = from;
        int field = 1;
        for (int i = from; i < end; i++) {
            int c = text.at(i);
            if (c == '\\') {
                i++;
            } else if (c == ':') {
                if (field == FIELDS) {
                    return;
                }
                starts[field++] = i + 1;
            } else if (field < FIELDS
                    && (Text.isBlank(c) || Text.isQuote(c) || c > 0x7e || c < 0x20 || "{}=,;".indexOf(c) >= 0)) {
                return;
            }
        }
        if (field == FIELDS
                && isHost(text, starts[0], starts[1] - 1)
                && isPort(text, starts[1], starts[2] - 1)
                && starts[3] > starts[2] + 1
                && starts[4] > starts[3] + 1) {
            found.add(starts[4], end);
        }
    }

    /** A name, an address, a directory or {@code *}: something with more than digits in it. */
    private static boolean isHost(Text text, int from, int to) {
        for (int i = from; i < to; i++) {
            int c = text.at(i);
            if (Text.isLetter(c) || c == '*' || c == '.') {
                return true;
            }
        }
        return false;
    }

    private static boolean isPort(Text text, int from, int to) {
        if (to - from == 1 && text.at(from) == '*') {
            return true;
        }
        for (int i = from; i < to; i++) {
            if (!Text.isDigit(text.at(i))) {
                return false;
            }
        }
        return to > from + 1 && to - from <= 5;
    }
}
