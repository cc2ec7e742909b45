package dev.preflight.fact;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What one probe printed, whole: neither truncated nor stopped, and already redacted.
 *
 * @param out standard output, bytes as they came
 * @param err standard error, capped, bytes as they came
 * @param status exit status; never judge an exact number that a shell chose itself
 */
@SuppressWarnings("ArrayRecordComponent") // a carrier handed on once; two outputs are never compared
public record ProbeOutput(byte[] out, byte[] err, int status) {

    /** Standard output as text; bytes that are not UTF-8 become U+FFFD. */
    public String text() {
        return new String(out, StandardCharsets.UTF_8);
    }

    /**
     * The lines of standard output. Only a newline ends a line: a carriage return within a line must not split it. A
     * carriage return at the end of a line is dropped.
     */
    public List<String> lines() {
        return lines(text());
    }

    /** The lines of this part of standard output, split as by {@link #lines()}. */
    public static List<String> lines(String text) {
        List<String> lines = new ArrayList<>(List.of(text.split("\n", -1)));
        if (lines.get(lines.size() - 1).isEmpty()) {
            lines.remove(lines.size() - 1);
        }
        lines.replaceAll(line -> line.endsWith("\r") ? line.substring(0, line.length() - 1) : line);
        return List.copyOf(lines);
    }

    /** The first line of standard error that is not blank, or the empty string. */
    public String firstError() {
        return new String(err, StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !line.isBlank())
                .findFirst()
                .orElse("");
    }
}
