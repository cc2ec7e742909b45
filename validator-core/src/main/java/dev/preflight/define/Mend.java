package dev.preflight.define;

import dev.preflight.api.Remedy;
import java.util.Map;

/**
 * How what an expectation finds is mended.
 *
 * @param texts of the remedy by language and by the key's end: the empty text, {@code .command}, {@code .undo}
 * @param command whether there is one
 * @param undo whether it can be undone
 */
record Mend(Map<String, Map<String, String>> texts, Remedy.Privilege privilege, boolean command, boolean undo) {
    /** The remedy, of a finding with this code. */
    Remedy remedy(String code) {
        if (!command) {
            return Remedy.manual(code);
        }
        Remedy confirmed = Remedy.confirm(code, privilege);
        return undo ? confirmed : confirmed.once();
    }
}
