package dev.preflight.param;

import dev.preflight.api.ByteSize;
import dev.preflight.api.FileMode;
import dev.preflight.node.Node;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What values a parameter takes. */
public sealed interface ParamType {

    /** One value, in the words of a message: {@code a whole number}. */
    String words();

    /** Several values, in the words of a message: {@code whole numbers}. */
    String plural();

    /** Any text without control characters. */
    record Text() implements ParamType {
        @Override
        public String words() {
            return "text";
        }

        @Override
        public String plural() {
            return "text";
        }
    }

    /** True or false. */
    record Flag() implements ParamType {
        @Override
        public String words() {
            return "true or false";
        }

        @Override
        public String plural() {
            return "true or false";
        }
    }

    /** A whole number between the two, inclusive; {@code wide} if it is a {@code long}. */
    record Whole(boolean wide) implements ParamType {
        /** The least one. */
        public long min() {
            return wide ? Long.MIN_VALUE : Integer.MIN_VALUE;
        }

        /** The greatest one. */
        public long max() {
            return wide ? Long.MAX_VALUE : Integer.MAX_VALUE;
        }

        @Override
        public String words() {
            return "a whole number";
        }

        @Override
        public String plural() {
            return "whole numbers";
        }
    }

    /** A {@link java.time.Duration}. */
    record Span() implements ParamType {
        @Override
        public String words() {
            return "a duration such as 10s";
        }

        @Override
        public String plural() {
            return "durations such as 10s";
        }
    }

    /** One of several words, each with its enum constant. */
    record Choice(Map<String, Enum<?>> constants) implements ParamType {
        @Override
        public String words() {
            return "one of " + String.join(", ", constants.keySet());
        }

        @Override
        public String plural() {
            return "the words " + String.join(", ", constants.keySet());
        }
    }

    /** Text that the type's own {@code static parse(String)} reads. */
    record Parsed(Class<?> type, Method parser) implements ParamType {
        @Override
        public String words() {
            if (type == FileMode.class) {
                return "an octal mode such as 0644";
            }
            if (type == ByteSize.class) {
                return "a size such as 10MiB";
            }
            String name = spaced();
            return ("aeiou".indexOf(name.charAt(0)) >= 0 ? "an " : "a ") + name;
        }

        @Override
        public String plural() {
            return type == FileMode.class ? "octal modes" : type == ByteSize.class ? "sizes" : spaced() + "s";
        }

        private String spaced() {
            return ParamSchema.snakeCase(type.getSimpleName()).replace('_', ' ');
        }
    }

    /**
     * A value that the type's own {@code static read(String, Node, Problems)} reads, of whatever form; it gives an
     * {@code Optional}, empty after the problem was noted.
     *
     * @param words what its {@code static words()} says
     */
    record Written(Class<?> type, Method reader, String words) implements ParamType {
        @Override
        public String plural() {
            return words;
        }
    }

    /** Any number of values of one type. */
    record ListOf(ParamType item) implements ParamType {
        @Override
        public String words() {
            return "a list of " + item.plural();
        }

        @Override
        public String plural() {
            return "lists of " + item.plural();
        }
    }

    /** Fields of their own. */
    record Nested(ParamSchema schema) implements ParamType {
        /** The field that a plain value is: {@code mode: 0640} is {@code mode: {eq: 0640}}. Empty if there is none. */
        public Optional<ParamField> plain() {
            return schema.fields().stream()
                    .filter(field -> field.name().equals("eq"))
                    .findFirst();
        }

        /** The fields that a value gives, however short it is written. */
        Node spelledOut(Node value) {
            return value instanceof Node.Scalar && plain().isPresent()
                    ? new Node.Mapping(List.of(new Node.Entry("eq", value.place(), value)), value.place())
                    : value;
        }

        @Override
        public String words() {
            return plain().map(field -> field.typeWords() + ", or ").orElse("") + "a mapping with "
                    + String.join(", ", schema.names());
        }

        @Override
        public String plural() {
            return "mappings with " + String.join(", ", schema.names());
        }
    }

    /** A value, or nothing where the profile gives none. */
    record OptionalOf(ParamType item) implements ParamType {
        @Override
        public String words() {
            return item.words();
        }

        @Override
        public String plural() {
            return item.plural();
        }
    }

    /** {@link dev.preflight.api.Rows} of requirements, each with these limits. */
    record RowsOf(ParamSchema limits) implements ParamType {
        /**
         * A table of limits.
         *
         * @throws IllegalStateException if one of the limits has a name that means something else in every row
         */
        public RowsOf {
            if (!Collections.disjoint(limits.names(), RowReader.COMMON)) {
                throw new IllegalStateException(
                        limits.type().getName() + ": a row has these names already: " + RowReader.COMMON);
            }
        }

        @Override
        public String words() {
            String names = String.join(", ", limits.names());
            return "a mapping from each subject to its limits" + (names.isEmpty() ? "" : " (" + names + ")");
        }

        @Override
        public String plural() {
            return "mappings from each subject to its limits";
        }
    }

    /**
     * The type of a record's component.
     *
     * @throws IllegalStateException if parameters cannot have this type
     */
    static ParamType of(Type type) {
        return JavaTypes.paramType(type);
    }
}
