package dev.preflight.param;

import dev.preflight.api.ByteSize;
import dev.preflight.api.FileMode;
import dev.preflight.api.Rows;
import dev.preflight.fact.CodeName;
import dev.preflight.node.Node;
import dev.preflight.node.Problems;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

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

    /** A {@link Duration}. */
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
        @Override
        public String words() {
            return "a mapping with " + String.join(", ", schema.names());
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

    /** {@link Rows} of requirements, each with these limits. */
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
        if (type instanceof ParameterizedType p && p.getRawType() == List.class) {
            return new ListOf(of(p.getActualTypeArguments()[0]));
        }
        if (type instanceof ParameterizedType p && p.getRawType() == Optional.class) {
            return new OptionalOf(of(p.getActualTypeArguments()[0]));
        }
        if (type instanceof ParameterizedType p
                && p.getRawType() == Rows.class
                && p.getActualTypeArguments()[0] instanceof Class<?> limits) {
            return new RowsOf(ParamSchema.of(limits.asSubclass(Record.class)));
        }
        if (!(type instanceof Class<?> c)) {
            throw new IllegalStateException("a parameter cannot be a " + type.getTypeName());
        }
        if (c == String.class) {
            return new Text();
        }
        if (c == boolean.class || c == Boolean.class) {
            return new Flag();
        }
        if (c == int.class || c == Integer.class) {
            return new Whole(false);
        }
        if (c == long.class || c == Long.class) {
            return new Whole(true);
        }
        if (c == Duration.class) {
            return new Span();
        }
        if (c.isEnum()) {
            return choice(c);
        }
        return written(c).orElseGet(() -> ofOwnType(c));
    }

    private static Optional<ParamType> written(Class<?> type) {
        try {
            Method reader = type.getDeclaredMethod("read", String.class, Node.class, Problems.class);
            Object words = type.getDeclaredMethod("words").invoke(null);
            return Optional.of(new Written(type, reader, String.valueOf(words)));
        } catch (NoSuchMethodException none) {
            return Optional.empty();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot call words() of " + type, e);
        }
    }

    private static ParamType choice(Class<?> type) {
        Map<String, Enum<?>> constants = new LinkedHashMap<>();
        for (Object constant : type.getEnumConstants()) {
            Enum<?> e = (Enum<?>) constant;
            if (mayBeNamed(e)) {
                constants.put(word(e), e);
            }
        }
        return new Choice(constants);
    }

    /** What its own {@code mayBeNamed()} says, where it has one: some constants are for us alone. */
    private static boolean mayBeNamed(Enum<?> constant) {
        return !Boolean.FALSE.equals(asked(constant, "mayBeNamed").orElse(true));
    }

    /** How profiles spell it: its own {@code id()} where it has one, which need not be fit for a name in Java. */
    private static String word(Enum<?> constant) {
        return asked(constant, "id").map(String::valueOf).orElseGet(() -> CodeName.of(constant));
    }

    /** What a method of the constant says; empty if its type has no such method. */
    private static Optional<Object> asked(Enum<?> constant, String method) {
        try {
            Method says = constant.getDeclaringClass().getMethod(method);
            // The type may be seen in its package only.
            says.setAccessible(true);
            return Optional.ofNullable(says.invoke(constant));
        } catch (NoSuchMethodException none) {
            return Optional.empty();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot call " + method + "() of " + constant, e);
        }
    }

    private static ParamType ofOwnType(Class<?> type) {
        return Stream.of(type.getDeclaredMethods())
                .filter(m -> m.getName().equals("parse") && Modifier.isStatic(m.getModifiers()))
                .filter(m -> m.getReturnType() == type
                        && m.getParameterCount() == 1
                        && m.getParameterTypes()[0] == String.class)
                .findFirst()
                .<ParamType>map(m -> new Parsed(type, m))
                .orElseGet(() -> {
                    if (!type.isRecord()) {
                        throw new IllegalStateException("a parameter cannot be a " + type.getName());
                    }
                    return new Nested(ParamSchema.of(type.asSubclass(Record.class)));
                });
    }
}
