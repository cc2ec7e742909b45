package dev.preflight.node;

/**
 * One thing wrong in what a user wrote.
 *
 * @param place where
 * @param message what is wrong and what was expected, one sentence without a period at its end
 * @param hint the nearest valid word or how to go on; may be empty
 */
public record Problem(Place place, String message, String hint) {
    /** What it quotes of the user's text must not act on a terminal: control characters become U+FFFD. */
    public Problem {
        message = message.replaceAll("\\p{Cntrl}|[\\x{80}-\\x{9f}]", "\ufffd");
        hint = hint.replaceAll("\\p{Cntrl}|[\\x{80}-\\x{9f}]", "\ufffd");
    }

    @Override
    public String toString() {
        return place + ": " + message + (hint.isEmpty() ? "" : "; " + hint);
    }
}
