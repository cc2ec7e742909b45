package dev.preflight.redact;

/**
 * User and password before the {@code @} of a URL (RFC 3986, section 3.2.1): proxies, registry mirrors, databases. Tools
 * also take passwords with a bare {@code /} or {@code @} in them, which the RFC would have encoded: so the last {@code @}
 * counts, and a slash ends the authority only where no colon came before it, or a port.
 */
final class UrlUsers implements Rule {
    /** A name without a password that is as long is a token. */
    private static final int TOKEN = 20;

    /** The largest port, 65535, has so many digits. */
    private static final int PORT = 5;

    @Override
    public void scan(Text text, Spans found) {
        int i = 0;
        while (i < text.length()) {
            int begin = text.at(i) == ':' ? behindSlashes(text, i + 1) : -1;
            i = begin > 0 ? authority(text, begin, found) : i + 1;
        }
    }

    /** Behind two slashes, which JSON may write as {@code \\/}; or -1. */
    private static int behindSlashes(Text text, int at) {
        int first = at + Value.backslashes(text, at);
        int second = first + 1 + Value.backslashes(text, first + 1);
        return text.at(first) == '/' && text.at(second) == '/' ? second + 1 : -1;
    }

    /** Masks the text before the {@code @}; returns where to read on. */
    private static int authority(Text text, int from, Spans found) {
        int colon = -1;
        int at = -1;
        boolean host = text.at(from) == '[';
        int i = from;
        while (!isEnd(text, i)) {
            int c = text.at(i);
            if (c == ':' && (at >= 0 || colon < 0 || host) && behindSlashes(text, i + 1) > 0) {
                break;
            }
            if (c == '@' && !host) {
                at = i;
            } else if (c == ':' && colon < 0) {
                colon = i;
            } else if (isPathBegin(c) && at < 0) {
                host |= colon < 0 || isPort(text, colon + 1, i);
            }
            i++;
        }
        boolean password = colon >= 0 && colon < at;
        if (at >= 0 && (password || at - from >= TOKEN)) {
            // Cut off, it may go on with another @: then what looks like a host is a piece of the password.
            found.add(from, password && text.cutAt(i) ? i : at);
        } else if (at < 0 && !host && colon >= 0 && text.at(i) == Text.NONE) {
            cutOff(text, from, colon, i, found);
        }
        return Math.max(i, from);
    }

    /** Its {@code @} never came. What looks like a port is one, unless more would have followed. */
    private static void cutOff(Text text, int from, int colon, int end, Spans found) {
        if (text.cutAt(end) || !isPort(text, colon + 1, end)) {
            found.add(from, end);
        }
    }

    private static boolean isPathBegin(int c) {
        return c == '/' || c == '?' || c == '#';
    }

    private static boolean isPort(Text text, int from, int to) {
        if (to - from > PORT) {
            return false;
        }
        for (int i = from; i < to; i++) {
            if (!Text.isDigit(text.at(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isEnd(Text text, int at) {
        int c = text.at(at);
        return c <= ' ' || Text.isQuote(c) || c == '<' || c == '>' || (c == '\\' && Text.isQuote(text.at(at + 1)));
    }
}
