package dev.preflight.json;

import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.io.SerializedString;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Escapes, beside what JSON demands, the characters that act on a terminal or turn the reading direction: DEL and the C1
 * controls (ECMA-48), line and paragraph separators, and the bidirectional controls of Unicode UAX 9. Surrogates too,
 * because one without its other half cannot be written as UTF-8.
 */
final class TerminalSafe extends CharacterEscapes {
    private static final long serialVersionUID = 1L;
    private static final int DELETE = 0x7f;

    private final int[] ascii;

    TerminalSafe() {
        ascii = standardAsciiEscapesForJSON();
        ascii[DELETE] = ESCAPE_CUSTOM;
    }

    @Override
    public int[] getEscapeCodesForAscii() {
        return ascii.clone();
    }

    @Override
    public @Nullable SerializableString getEscapeSequence(int c) {
        boolean acts = (c >= DELETE && c <= 0x9f)
                || (c >= 0x200e && c <= 0x200f)
                || (c >= 0x2028 && c <= 0x202e)
                || (c >= 0x2066 && c <= 0x2069)
                || Character.isSurrogate((char) c);
        return acts ? new SerializedString(String.format(Locale.ROOT, "\\u%04x", c)) : null;
    }
}
