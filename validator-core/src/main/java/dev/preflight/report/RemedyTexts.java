package dev.preflight.report;

import dev.preflight.api.Remedy;

/**
 * The texts of one remedy.
 *
 * @param remedy which
 * @param text what it does, a sentence
 * @param command what to run, one or more lines of shell; empty if it is manual, or if a value cannot be quoted
 * @param undo what takes it back; empty if nothing does
 */
public record RemedyTexts(Remedy remedy, String text, String command, String undo) {
    /** The key of the page's word between this remedy and the one before it. */
    String joined() {
        return remedy.also() ? "remedy.and" : "remedy.or";
    }
}
