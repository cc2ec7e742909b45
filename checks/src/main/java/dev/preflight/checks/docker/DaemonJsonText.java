package dev.preflight.checks.docker;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The bytes of a daemon.json as text, and where they stop being JSON. It is as strict as Go's {@code encoding/json}, and
 * knows the faults that people make by name.
 *
 * @param mark whether it begins with a byte order mark
 * @param utf8 whether it is in UTF-8, by its mark or the lack of one
 * @param wellEncoded whether all bytes are text in its encoding
 * @param text the text, without the mark
 * @param value the first JSON value alone; empty if there is a fault in it
 * @param fault the first fault inside the value
 * @param trailing what follows the value, where there is something
 */
record DaemonJsonText(
        boolean mark,
        boolean utf8,
        boolean wellEncoded,
        String text,
        Optional<String> value,
        Optional<Fault> fault,
        Optional<Fault> trailing) {

    /** Nesting beyond this is not read; as deep as our JSON reader goes. */
    static final int MAX_DEPTH = 50;

    /** Code of a text that is nested deeper than we read. */
    static final String TOO_DEEP = "too-deep";

    /** How much of a text after the value is shown. */
    private static final int SHOWN_CHARS = 40;

    /**
     * Something that JSON does not allow.
     *
     * @param code what: one of the check's codes
     * @param line from 1
     * @param column from 1, in characters
     * @param found what stands there
     * @param expected what JSON allows there, as signs; may be empty
     */
    record Fault(String code, int line, int column, String found, String expected) {}

    /** Reads a file's bytes. */
    static DaemonJsonText of(byte[] bytes) {
        Charset charset = StandardCharsets.UTF_8;
        int skip = 0;
        if (startsWith(bytes, 0xEF, 0xBB, 0xBF)) {
            skip = 3;
        } else if (startsWith(bytes, 0xFF, 0xFE)) {
            charset = StandardCharsets.UTF_16LE;
            skip = 2;
        } else if (startsWith(bytes, 0xFE, 0xFF)) {
            charset = StandardCharsets.UTF_16BE;
            skip = 2;
        }
        ByteBuffer rest = ByteBuffer.wrap(bytes, skip, bytes.length - skip);
        boolean wellEncoded = true;
        String text;
        try {
            CharBuffer strict = charset.newDecoder().decode(rest.duplicate());
            text = strict.toString();
        } catch (CharacterCodingException e) {
            wellEncoded = false;
            text = charset.decode(rest).toString();
        }
        return scan(skip > 0, charset.equals(StandardCharsets.UTF_8), wellEncoded, text);
    }

    /** Whether there is nothing but white space. */
    boolean blank() {
        return text.chars().allMatch(c -> JsonScanner.isSpace((char) c));
    }

    private static DaemonJsonText scan(boolean mark, boolean utf8, boolean wellEncoded, String text) {
        JsonScanner scanner = new JsonScanner(text);
        int end;
        try {
            end = scanner.value();
        } catch (JsonScanner.Refused e) {
            return new DaemonJsonText(
                    mark, utf8, wellEncoded, text, Optional.empty(), Optional.of(e.fault()), Optional.empty());
        }
        int next = scanner.skipSpace(end);
        Optional<Fault> trailing = Optional.empty();
        if (next < text.length()) {
            String found = text.substring(next, Math.min(text.length(), next + SHOWN_CHARS));
            trailing = Optional.of(scanner.fault("trailing-text", next, found, ""));
        }
        return new DaemonJsonText(
                mark, utf8, wellEncoded, text, Optional.of(text.substring(0, end)), Optional.empty(), trailing);
    }

    private static boolean startsWith(byte[] bytes, int... mark) {
        if (bytes.length < mark.length) {
            return false;
        }
        for (int i = 0; i < mark.length; i++) {
            if ((bytes[i] & 0xFF) != mark[i]) {
                return false;
            }
        }
        return true;
    }
}
