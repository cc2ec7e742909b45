package dev.preflight.define.read;

import dev.preflight.fact.Reason;

/** A text is not in the form that a profile says, or longer than is read. */
final class FormMismatch extends Exception {
    private static final long serialVersionUID = 1L;

    /** What a message quotes of a value. */
    private static final int SHOWN = 40;

    private final Reason reason;
    private final String said;

    private FormMismatch(Reason reason, String said) {
        super(said);
        this.reason = reason;
        this.said = said;
    }

    /** Something else was expected. */
    static FormMismatch of(String message) {
        return new FormMismatch(Reason.FORMAT_MISMATCH, message);
    }

    /** Another value was expected. */
    static FormMismatch expected(String what, String found) {
        return of("expected " + what + ", found " + quoted(found));
    }

    /** It may mean one thing or another. */
    static FormMismatch ambiguous(String message) {
        return new FormMismatch(Reason.AMBIGUOUS, message);
    }

    /** There is more than is read. */
    static FormMismatch more(String message) {
        return new FormMismatch(Reason.TRUNCATED, message);
    }

    /** The same, with where it is. */
    FormMismatch at(String place) {
        return new FormMismatch(reason, place + ": " + said);
    }

    Reason reason() {
        return reason;
    }

    String said() {
        return said;
    }

    private static String quoted(String text) {
        int[] first = text.codePoints().limit(SHOWN).toArray();
        String cut = new String(first, 0, first.length);
        return "'" + cut + (cut.length() < text.length() ? "..." : "") + "'";
    }
}
