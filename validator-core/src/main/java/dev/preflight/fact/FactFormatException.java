package dev.preflight.fact;

/** A probe's output is not in the format that its parser knows. */
public final class FactFormatException extends Exception {
    private static final long serialVersionUID = 1L;

    /**
     * Says what is wrong with the text.
     *
     * @param message what was expected and what was found, in one line
     */
    public FactFormatException(String message) {
        super(message);
    }
}
