package dev.preflight.node;

/**
 * One thing wrong in what a user wrote.
 *
 * @param place where
 * @param message what is wrong and what was expected, one sentence without a period at its end
 * @param hint the nearest valid word or how to go on; may be empty
 */
public record Problem(Place place, String message, String hint) {
    @Override
    public String toString() {
        return place + ": " + message + (hint.isEmpty() ? "" : "; " + hint);
    }
}
