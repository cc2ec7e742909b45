package dev.preflight.probe;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Cuts one stream at the genuine markers. A marker is a line feed, {@code @@}, the nonce, and the rest of a line; bytes
 * that only look like one are content.
 */
final class MarkerSplitter {
    /** No marker of ours is longer; what goes on without a line feed is not ours. */
    private static final int LONGEST_MARKER = 200;

    /** Takes what stands between the markers, and the markers. */
    interface Target {
        /** A piece of content. */
        void content(byte[] bytes, int offset, int length);

        /** A marker, its letter and fields split at blanks. */
        void marker(String[] fields);
    }

    private final byte[] needle;
    private final Target target;
    private byte[] pending = new byte[0];

    MarkerSplitter(Nonce nonce, Target target) {
        this.needle = ("\n@@" + nonce.text() + " ").getBytes(StandardCharsets.US_ASCII);
        this.target = target;
    }

    /** Takes the next piece of the stream. */
    void feed(byte[] bytes, int offset, int length) {
        byte[] data = joined(bytes, offset, length);
        int from = 0;
        while (true) {
            int start = indexOf(data, from);
            if (start < 0) {
                int keep = Math.max(from, data.length - (needle.length - 1));
                target.content(data, from, keep - from);
                pending = Arrays.copyOfRange(data, keep, data.length);
                return;
            }
            int text = start + needle.length;
            int end = lineEnd(data, text);
            if (end < 0 && data.length - text <= LONGEST_MARKER) {
                target.content(data, from, start - from);
                pending = Arrays.copyOfRange(data, start, data.length);
                return;
            }
            if (end < 0 || end - text > LONGEST_MARKER) {
                target.content(data, from, text - from);
                from = text;
                continue;
            }
            target.content(data, from, start - from);
            target.marker(new String(data, text, end - text, StandardCharsets.ISO_8859_1).split(" ", -1));
            from = end + 1;
        }
    }

    /** Hands on what was held back in case a marker began there. */
    void finish() {
        target.content(pending, 0, pending.length);
        pending = new byte[0];
    }

    private byte[] joined(byte[] bytes, int offset, int length) {
        ByteArrayOutputStream all = new ByteArrayOutputStream(pending.length + length);
        all.writeBytes(pending);
        all.write(bytes, offset, length);
        return all.toByteArray();
    }

    private int indexOf(byte[] data, int from) {
        for (int i = from; i <= data.length - needle.length; i++) {
            if (data[i] == needle[0] && Arrays.equals(data, i, i + needle.length, needle, 0, needle.length)) {
                return i;
            }
        }
        return -1;
    }

    private static int lineEnd(byte[] data, int from) {
        for (int i = from; i < data.length; i++) {
            if (data[i] == '\n') {
                return i;
            }
        }
        return -1;
    }
}
