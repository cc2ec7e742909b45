package dev.preflight.redact;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Where the credentials of a text are. Rules add them in any order; those that touch become one. */
final class Spans {
    private record Span(int from, int to) {}

    private final List<Span> spans = new ArrayList<>();

    /** Notes bytes to be masked; none if the span is empty. */
    void add(int from, int to) {
        if (to > from) {
            spans.add(new Span(from, to));
        }
    }

    /** The bytes with each span replaced. */
    byte[] replaced(byte[] bytes, byte[] mask) {
        spans.sort(Comparator.comparingInt(Span::from));
        ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length);
        int done = 0;
        int masked = -1;
        for (Span span : spans) {
            if (span.from > masked) {
                out.write(bytes, done, span.from - done);
                out.writeBytes(mask);
            }
            masked = Math.max(masked, span.to);
            done = Math.max(done, span.to);
        }
        out.write(bytes, done, bytes.length - done);
        return out.toByteArray();
    }
}
