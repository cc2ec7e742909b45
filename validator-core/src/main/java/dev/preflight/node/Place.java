package dev.preflight.node;

/**
 * The place of a piece of text.
 *
 * @param source file name as the user gave it, or what else it came from, such as {@code --set}
 * @param line from 1; 0 where there are no lines
 * @param column from 1, in characters; 0 where there are no lines
 */
public record Place(String source, int line, int column) {

    /** A place without lines, such as an option. */
    public static Place of(String source) {
        return new Place(source, 0, 0);
    }

    @Override
    public String toString() {
        return line == 0 ? source : source + ":" + line + ":" + column;
    }
}
