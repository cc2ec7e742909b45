package dev.preflight.probe;

import dev.preflight.evidence.FrameProtocol;
import java.nio.charset.StandardCharsets;

/**
 * Cuts one stream at the genuine markers. A marker is a line feed, {@link FrameProtocol#MARK}, the nonce, and the rest of a line; bytes
 * that only look like one are content.
 *
 * <p>Looks at each byte once, in whatever pieces they come, and keeps no more of them than a marker has.
 */
final class MarkerSplitter {
    /** No marker is longer; text that goes on without a line feed is none. */
    private static final int LONGEST_MARKER = 200;

    /** Takes the text between the markers, and the markers. */
    interface Target {
        /** A piece of content. */
        void content(byte[] bytes, int offset, int length);

        /** A marker, its letter and fields split at blanks. */
        void marker(String[] fields);
    }

    private final byte[] needle;
    private final Target target;
    private final byte[] line = new byte[LONGEST_MARKER];
    /** How many bytes of a marker's beginning were seen; all of them while its line is read. */
    private int matched;
    /** How many of those came in earlier pieces. */
    private int held;
    /** How many bytes of the marker's line came; negative outside of one. */
    private int lineLength = -1;

    MarkerSplitter(Nonce nonce, Target target) {
        this.needle = ("\n" + FrameProtocol.MARK + nonce.text() + " ").getBytes(StandardCharsets.US_ASCII);
        this.target = target;
    }

    /** Takes the next piece of the stream. */
    void feed(byte[] bytes, int offset, int length) {
        int from = offset;
        int end = offset + length;
        for (int i = offset; i < end; i++) {
            if (lineLength >= 0) {
                from = inLine(bytes, i);
            } else if (bytes[i] == needle[matched]) {
                matched++;
                if (matched == needle.length) {
                    give(bytes, from, i + 1 - (matched - held));
                    lineLength = 0;
                    from = i + 1;
                }
            } else {
                giveHeld();
                // A line feed is the first byte of a marker and none of its others: nothing else can begin one here.
                matched = bytes[i] == needle[0] ? 1 : 0;
            }
        }
        if (lineLength < 0) {
            give(bytes, from, end - (matched - held));
            held = matched;
        }
    }

    /** Takes a byte of a marker's line; gives where content goes on. */
    private int inLine(byte[] bytes, int at) {
        if (bytes[at] == '\n') {
            String text = new String(line, 0, lineLength, StandardCharsets.ISO_8859_1);
            outside();
            target.marker(text.split(" ", -1));
            return at + 1;
        }
        if (lineLength == LONGEST_MARKER) {
            giveLine();
            return at;
        }
        line[lineLength++] = bytes[at];
        return at + 1;
    }

    /** Hands on what was held back in case a marker began there. */
    void finish() {
        if (lineLength >= 0) {
            giveLine();
        } else {
            giveHeld();
            matched = 0;
        }
    }

    /** What looked like a marker is content. */
    private void giveLine() {
        int length = lineLength;
        outside();
        target.content(needle, 0, needle.length);
        target.content(line, 0, length);
    }

    private void giveHeld() {
        target.content(needle, 0, held);
        held = 0;
    }

    private void outside() {
        lineLength = -1;
        matched = 0;
        held = 0;
    }

    private void give(byte[] bytes, int from, int to) {
        if (to > from) {
            target.content(bytes, from, to - from);
        }
    }
}
