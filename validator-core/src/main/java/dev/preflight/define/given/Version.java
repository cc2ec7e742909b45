package dev.preflight.define.given;

/** A version that a profile gives. */
public record Version(String text) {
    /**
     * Reads a version.
     *
     * @throws IllegalArgumentException if there is no digit in it
     */
    public static Version parse(String text) {
        if (text.chars().noneMatch(c -> c >= '0' && c <= '9')) {
            throw new IllegalArgumentException("expected a version such as 1.8.0");
        }
        return new Version(text);
    }

    @Override
    public String toString() {
        return text;
    }
}
