package dev.preflight.exchange;

import dev.preflight.fact.FactFormatException;

/** The words of a line. */
final class Words {
    private Words() {}

    static String at(String[] words, int index) throws FactFormatException {
        if (index >= words.length) {
            throw new FactFormatException("'" + String.join(" ", words) + "' has no word " + (index + 1));
        }
        return words[index];
    }

    static int number(String[] words, int index) throws FactFormatException {
        String word = at(words, index);
        if (!word.matches("\\d{1,9}")) {
            throw new FactFormatException("'" + String.join(" ", words) + "': expected a number, got '" + word + "'");
        }
        return Integer.parseInt(word);
    }
}
