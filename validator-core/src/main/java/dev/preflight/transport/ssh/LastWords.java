package dev.preflight.transport.ssh;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The last lines that a program printed: why it ended stands at the end, after whatever it said on the way. */
final class LastWords {
    /** How many lines: ssh takes two for one reason. */
    private static final int LINES = 3;

    /** How many bytes of a line: more than is shown of it. */
    private static final int LONGEST = 2048;

    /** What sets colours and moves the cursor (ECMA-48, section 5.4). */
    private static final Pattern SEQUENCE = Pattern.compile("\u001b\\[[0-?]*[ -/]*[@-~]");

    private final Deque<String> lines = new ArrayDeque<>();
    private final byte[] line = new byte[LONGEST];
    private int length;
    private boolean more;

    /** Takes what it printed next. */
    synchronized void add(byte[] bytes, int count) {
        for (int i = 0; i < count; i++) {
            if (bytes[i] == '\n') {
                end();
            } else if (length < LONGEST) {
                line[length++] = bytes[i];
            }
        }
    }

    private void end() {
        String text = text();
        length = 0;
        if (text.isEmpty()) {
            return;
        }
        lines.add(text);
        if (lines.size() > LINES) {
            lines.remove();
            more = true;
        }
    }

    private String text() {
        String text = new String(line, 0, length, StandardCharsets.UTF_8);
        return RemoteText.clean(SEQUENCE.matcher(text).replaceAll(""));
    }

    /** One line without control characters, cut to a bound; empty if it printed nothing. */
    synchronized String shown() {
        List<String> all = new ArrayList<>(lines);
        String open = text();
        if (!open.isEmpty()) {
            all.add(open);
        }
        int from = Math.max(0, all.size() - LINES);
        return (more || from > 0 ? "... / " : "") + all.stream().skip(from).collect(Collectors.joining(" / "));
    }
}
