package dev.preflight.redact;

/**
 * Private keys between {@code -----BEGIN ... PRIVATE KEY-----} and {@code -----END} (RFC 7468), also of PGP, also in one line
 * of JSON, and also cut off. Of a block whose end never comes as much is masked as looks like one.
 */
final class PemBlocks implements Rule {
    private static final String BEGIN = "-----begin ";
    private static final String END = "-----end ";
    private static final String KEY = "private key";

    /** {@code OPENSSH }, {@code ENCRYPTED } and the like. */
    private static final int LONGEST_NAME = 32;

    /** A key of RSA with 16384 bits has 13 KB; behind more than this, an end belongs to another. */
    private static final int LONGEST_BLOCK = 32 * 1024;

    /** A line of a log without that much base64 in a row belongs to no key. */
    private static final int LEAST_RUN = 16;

    @Override
    public void scan(Text text, Spans found) {
        int end = 0;
        int i = 0;
        while (i < text.length()) {
            int body = text.at(i) == '-' && text.has(i, BEGIN) ? bodyBegin(text, i + BEGIN.length()) : -1;
            if (body < 0) {
                i++;
                continue;
            }
            // Ends only ever move on, so that many beginnings do not search for the same end again.
            end = Math.max(end, body);
            end = nextEnd(text, end);
            i = end < text.length() && end - body <= LONGEST_BLOCK ? end : likeBodyEnd(text, body);
            found.add(body, i);
        }
    }

    private static int bodyBegin(Text text, int from) {
        for (int i = from; i - from <= LONGEST_NAME; i++) {
            if (text.has(i, KEY)) {
                int dashes =
                        text.has(i + KEY.length(), " block") ? i + KEY.length() + " block".length() : i + KEY.length();
                return text.has(dashes, "-----") ? dashes + "-----".length() : -1;
            }
        }
        return -1;
    }

    private static int nextEnd(Text text, int from) {
        int i = from;
        while (i < text.length() && !(text.at(i) == '-' && text.has(i, END))) {
            i++;
        }
        return i;
    }

    private static int likeBodyEnd(Text text, int from) {
        int end = from;
        int line = from;
        while (line < text.length()) {
            int lineEnd = text.lineEnd(line);
            if (line > from && !isLikeBody(text, line, lineEnd)) {
                break;
            }
            end = lineEnd;
            line = lineEnd + 1;
        }
        return end;
    }

    private static boolean isLikeBody(Text text, int from, int to) {
        int run = 0;
        for (int i = from; i < to; i++) {
            int c = text.at(i);
            run = Text.isAlnum(c) || c == '+' || c == '/' || c == '=' ? run + 1 : 0;
            if (run >= LEAST_RUN) {
                return true;
            }
        }
        return to - from <= 2 || text.has(from, "proc-type:") || text.has(from, "dek-info:") || text.cutAt(to);
    }
}
