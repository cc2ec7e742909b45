package dev.preflight.node;

import java.util.List;
import java.util.Optional;

/** A value of a YAML or JSON document, with its place. */
public sealed interface Node {

    /** Where the value begins. */
    Place place();

    /** What the value is, in the words of a message: {@code a number}. */
    String kind();

    /**
     * A single value.
     *
     * @param text the value's text, without quotes
     * @param type what it is by the document's own rules
     */
    record Scalar(String text, ScalarType type, Place place) implements Node {
        @Override
        public String kind() {
            return type.words();
        }
    }

    /** Several values in order. */
    record Sequence(List<Node> items, Place place) implements Node {
        public Sequence {
            items = List.copyOf(items);
        }

        @Override
        public String kind() {
            return "a list";
        }
    }

    /**
     * Values by key, in the order of the text. A key that is given twice is kept twice: the reader decides whether that
     * is an error.
     */
    record Mapping(List<Entry> entries, Place place) implements Node {
        public Mapping {
            entries = List.copyOf(entries);
        }

        /** The value of the first entry with this key. */
        public Optional<Node> get(String key) {
            return entries.stream()
                    .filter(e -> e.key().equals(key))
                    .map(Entry::value)
                    .findFirst();
        }

        @Override
        public String kind() {
            return "a mapping";
        }
    }

    /**
     * One key of a mapping and its value.
     *
     * @param keyType what the key would be as a value by the document's own rules
     */
    record Entry(String key, Place keyPlace, Node value, ScalarType keyType) {
        /** With a key that is text. */
        public Entry(String key, Place keyPlace, Node value) {
            this(key, keyPlace, value, ScalarType.STRING);
        }
    }

    /** What a scalar is by the rules of its document. */
    enum ScalarType {
        /** Text. */
        STRING("text"),
        /** A whole number. */
        INTEGER("a whole number"),
        /** A number with a fraction or an exponent. */
        DECIMAL("a number"),
        /** True or false. */
        BOOLEAN("true or false"),
        /** Nothing. */
        NULL("nothing");

        private final String words;

        ScalarType(String words) {
            this.words = words;
        }

        /** The type in the words of a message. */
        public String words() {
            return words;
        }
    }
}
