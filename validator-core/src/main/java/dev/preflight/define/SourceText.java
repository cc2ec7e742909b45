package dev.preflight.define;

import dev.preflight.node.Node;
import dev.preflight.node.Place;
import java.util.Map;

/**
 * Finds the place of a character of a value in the text that it was read from. Quotes, escapes, indentation and folded lines
 * are in the text and not in the value, so the two are read side by side.
 *
 * @param texts by what they are called in places
 */
record SourceText(Map<String, String> texts) {
    SourceText {
        texts = Map.copyOf(texts);
    }

    /**
     * The place of a character.
     *
     * @param at in the value, from 0; behind its end is its last character
     */
    Place at(Node.Scalar scalar, int at) {
        int[] value = scalar.text().codePoints().toArray();
        String text = texts.getOrDefault(scalar.place().source(), "");
        Walk walk = new Walk(text.codePoints().toArray());
        if (value.length == 0 || !walk.to(scalar.place())) {
            return scalar.place();
        }
        int last = Math.min(at, value.length - 1);
        for (int i = 0; i <= last; i++) {
            // A line break that was folded is a blank in the value; blanks tell nothing of the place.
            boolean found = Character.isWhitespace(value[i]) || walk.find(value[i], i == last);
            if (!found) {
                return scalar.place();
            }
        }
        return new Place(scalar.place().source(), walk.line, walk.column);
    }

    /** A place in a text that moves on. */
    private static final class Walk {
        private final int[] text;
        private int next;
        private int line = 1;
        private int column = 1;

        private Walk(int[] text) {
            this.text = text;
        }

        private boolean to(Place place) {
            while (next < text.length && (line < place.line() || column < place.column())) {
                step();
            }
            return line == place.line() && column == place.column();
        }

        private void step() {
            boolean newLine = text[next] == '\n';
            line = newLine ? line + 1 : line;
            column = newLine ? 1 : column + 1;
            next++;
        }

        /** Goes to the next such character, and behind it unless it is the last one. */
        private boolean find(int character, boolean stay) {
            while (next < text.length && text[next] != character) {
                step();
            }
            boolean found = next < text.length;
            if (found && !stay) {
                step();
            }
            return found;
        }
    }
}
