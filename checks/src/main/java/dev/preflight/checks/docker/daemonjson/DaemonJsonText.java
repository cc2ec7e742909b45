package dev.preflight.checks.docker.daemonjson;

import dev.preflight.json.JsonText;
import dev.preflight.node.Node;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The bytes of a daemon.json as dockerd reads them, for every check that reads the file. Where they stop being JSON the
 * parser says; the faults that people make are called by their names here.
 *
 * @param encoding what they are written in
 * @param mark whether they begin with a byte order mark
 * @param wellEncoded whether all of them are text in that encoding
 * @param text the text, without the mark
 * @param value the first JSON value; empty if there is a fault in it
 * @param fault the first fault inside the value
 * @param trailing what follows the value, where there is something
 */
record DaemonJsonText(
        Charset encoding,
        boolean mark,
        boolean wellEncoded,
        String text,
        Optional<Node> value,
        Optional<Fault> fault,
        Optional<Fault> trailing) {

    /** How much of a text after the value is shown. */
    private static final int SHOWN_CHARS = 40;

    /** What the parser was waiting for, by its words, as signs. */
    private static final Map<String, String> EXPECTED = Map.of(
            "colon", ":",
            "comma to separate Object", ", }",
            "comma to separate Array", ", ]",
            "to start field name", "\"key\"",
            "closing quote", "\"",
            "character escape", "\\\\ \\\"",
            "escape sequence", "\\u0000",
            "CTRL-CHAR", "\"",
            "numeric value", "0-9");

    /**
     * Something that JSON does not allow, or that we do not read.
     *
     * @param code what: one of the check's codes
     * @param line from 1
     * @param column from 1, in characters
     * @param found what was found there
     * @param expected what JSON allows there, as signs
     */
    record Fault(String code, int line, int column, String found, String expected) {}

    /**
     * How a file is encoded.
     *
     * @param mark bytes of the byte order mark; 0 if there is none
     */
    private record Encoding(Charset charset, int mark) {
        static Encoding of(byte[] bytes) {
            if (startsWith(bytes, 0xEF, 0xBB, 0xBF)) {
                return new Encoding(StandardCharsets.UTF_8, 3);
            }
            if (startsWith(bytes, 0xFF, 0xFE)) {
                return new Encoding(StandardCharsets.UTF_16LE, 2);
            }
            if (startsWith(bytes, 0xFE, 0xFF)) {
                return new Encoding(StandardCharsets.UTF_16BE, 2);
            }
            // RFC 4627, section 3: of two ASCII characters in UTF-16 one byte each is zero.
            if (bytes.length > 3 && bytes[0] != 0 && bytes[1] == 0 && bytes[2] != 0 && bytes[3] == 0) {
                return new Encoding(StandardCharsets.UTF_16LE, 0);
            }
            if (bytes.length > 3 && bytes[0] == 0 && bytes[1] != 0 && bytes[2] == 0 && bytes[3] != 0) {
                return new Encoding(StandardCharsets.UTF_16BE, 0);
            }
            return new Encoding(StandardCharsets.UTF_8, 0);
        }
    }

    /** Reads a file's bytes. */
    static DaemonJsonText of(byte[] bytes) {
        Encoding encoding = Encoding.of(bytes);
        ByteBuffer rest = ByteBuffer.wrap(bytes, encoding.mark(), bytes.length - encoding.mark());
        boolean wellEncoded = true;
        String text;
        try {
            text = encoding.charset().newDecoder().decode(rest.duplicate()).toString();
        } catch (CharacterCodingException e) {
            wellEncoded = false;
            text = encoding.charset().decode(rest).toString();
        }
        JsonText.First first = JsonText.first("daemon.json", text);
        String whole = text;
        int next = skipSpace(text, first.end());
        Optional<Fault> trailing = first.value().isPresent() && next < text.length()
                ? Optional.of(fault("trailing-text", text, next, shown(text.substring(next)), ""))
                : Optional.empty();
        return new DaemonJsonText(
                encoding.charset(),
                encoding.mark() > 0,
                wellEncoded,
                text,
                first.value(),
                first.fault().map(fault -> named(fault, whole)),
                trailing);
    }

    /** Whether it is in UTF-8. */
    boolean utf8() {
        return encoding.equals(StandardCharsets.UTF_8);
    }

    /** Whether there is nothing but white space. */
    boolean blank() {
        return skipSpace(text, 0) == text.length();
    }

    private static Fault named(JsonText.Fault fault, String text) {
        int at = fault.at();
        String expected = EXPECTED.entrySet().stream()
                .filter(one -> fault.message().contains(one.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse("value");
        if (fault.tooDeep()) {
            return fault("too-deep", text, at, "", "");
        }
        // A word that is not over at the end of the text may have become true, false or null.
        if (at >= text.length() || text.substring(at).chars().allMatch(Character::isLetter)) {
            return fault("unfinished", text, text.length(), "", expected);
        }
        char c = text.charAt(at);
        int before = at - 1;
        while (before >= 0 && isSpace(text.charAt(before))) {
            before--;
        }
        if ((c == '}' || c == ']') && before >= 0 && text.charAt(before) == ',') {
            return fault("trailing-comma", text, before, ",", "");
        }
        if (c == '#' || text.startsWith("//", at) || text.startsWith("/*", at)) {
            return fault("comment", text, at, shown(text.substring(at, at + 1)), expected);
        }
        return fault(c == '\'' ? "single-quotes" : "syntax", text, at, shown(text.substring(at, at + 1)), expected);
    }

    private static Fault fault(String code, String text, int at, String found, String expected) {
        int lineStart = text.lastIndexOf('\n', at - 1) + 1;
        int line =
                1 + (int) text.chars().limit(lineStart).filter(c -> c == '\n').count();
        return new Fault(code, line, at - lineStart + 1, found, expected);
    }

    private static String shown(String found) {
        if (found.length() > 1) {
            return found.substring(0, Math.min(found.length(), SHOWN_CHARS));
        }
        char c = found.charAt(0);
        return c > ' ' && c < 0x7F ? found : String.format(Locale.ROOT, "U+%04X", (int) c);
    }

    private static int skipSpace(String text, int at) {
        int i = at;
        while (i < text.length() && isSpace(text.charAt(i))) {
            i++;
        }
        return i;
    }

    private static boolean isSpace(char c) {
        return c == ' ' || c == '\t' || c == '\n' || c == '\r';
    }

    private static boolean startsWith(byte[] bytes, int... mark) {
        for (int i = 0; i < mark.length; i++) {
            if (i >= bytes.length || (bytes[i] & 0xFF) != mark[i]) {
                return false;
            }
        }
        return true;
    }
}
