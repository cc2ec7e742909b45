package dev.preflight.redact;

/**
 * {@code user:password@} without a scheme before it, where what is around it says what it is: a data source of Go's
 * MySQL driver, {@code user:password@tcp(host)/db}, and a proxy, {@code http_proxy=user:password@host}.
 */
final class DsnUsers implements Rule {
    @Override
    public void scan(Text text, Spans found) {
        int word = 0;
        int colon = -1;
        int i = 0;
        while (i < text.length()) {
            int c = text.at(i);
            if (c <= ' ' || Text.isQuote(c) || (c == '=' && (colon < 0 || text.has(i - 5, "proxy")))) {
                word = i + 1;
                colon = -1;
            } else if (c == ':' && text.has(i + 1, "//")) {
                // What follows is a URL, which has a rule of its own.
                word = i + "://".length();
                colon = -1;
            } else if (c == ':' && colon < 0) {
                colon = i;
            } else if (c == '@' && colon > word && isDataSource(text, word, i)) {
                found.add(word, i);
                word = i + 1;
                colon = -1;
            }
            i++;
        }
        if (colon > word && text.cutAt(i) && isProxy(text, word)) {
            found.add(word, i);
        }
    }

    private static boolean isDataSource(Text text, int word, int at) {
        boolean mysql = text.has(at + 1, "tcp(") || text.has(at + 1, "unix(") || text.has(at + 1, "tcp6(");
        return mysql || isProxy(text, word);
    }

    private static boolean isProxy(Text text, int word) {
        return text.has(word - "proxy=".length(), "proxy=") || text.has(word - "proxy=\"".length(), "proxy=\"");
    }
}
